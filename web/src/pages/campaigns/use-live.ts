import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { getLive, type Live } from '../../api/campaigns.ts';
import { useEvents, useFrames } from '../../events/provider.tsx';
import { type Sample, withSample } from './samples.ts';

/** A campaign's live figures: read once, then told by the stream about once a second. */
export function useLive(campaignId: string) {
  const { listen, state } = useEvents();
  const first = useQuery({ queryKey: ['live', campaignId], queryFn: () => getLive(campaignId) });
  const [live, setLive] = useState<Live>();
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  const before = useRef<Live>(undefined);

  const take = (next: Live): void => {
    setSamples((old) => withSample(old, next, before.current));
    before.current = next;
    setLive(next);
  };
  useEffect(() => listen(`campaign:${campaignId}`), [listen, campaignId]);
  useFrames((frame) => {
    if (frame.type === 'campaign.live' && frame.data.campaignId === campaignId) take(frame.data);
    if (frame.type === 'resync') void first.refetch();
  });
  const read = first.data;
  useEffect(() => {
    if (read !== undefined && (before.current === undefined || Date.parse(read.at) > Date.parse(before.current.at)))
      take(read);
  });
  return { live, samples, isFresh: state === 'open', error: first.error };
}
