import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { myCalls } from '../../api/contacts.ts';
import type { AgentState } from '../../events/frames.ts';
import { floorMidnight } from '../../i18n/floor-time.ts';
import { clockText, timeText } from '../../i18n/format.ts';
import { waitSentence } from '../../i18n/pacing-words.ts';
import { useResultName } from './customer-panel.tsx';

const WRITTEN_MS = 1_500;

const TITLES = {
  offline: ['desk.offlineTitle', 'desk.offlineWhy'],
  connecting: ['desk.connectingTitle', 'desk.connectingWhy'],
  idle: ['desk.idleTitle', 'desk.idleWhy'],
  paused: ['desk.pausedTitle', 'desk.pausedWhy'],
  preview: ['desk.dialingTitle', 'desk.dialingWhy'],
  dialing: ['desk.dialingTitle', 'desk.dialingWhy'],
  reserved: ['desk.dialingTitle', 'desk.dialingWhy'],
  talking: ['desk.dialingTitle', 'desk.dialingWhy'],
  wrapup: ['desk.dialingTitle', 'desk.dialingWhy'],
} as const satisfies Record<AgentState, readonly [string, string]>;

interface Props {
  state: AgentState;
  /** Why he waits, in the engine's word, while he is idle. */
  waiting: string | undefined;
}

/** The centre while there is no customer: what goes on, what to do, and how the day went. */
export function BetweenCalls({ state, waiting }: Props) {
  const { t } = useTranslation();
  const { name } = useResultName();
  const calls = useQuery({
    queryKey: ['my-calls'],
    queryFn: () => myCalls(new Date(floorMidnight(Date.now())).toISOString()),
  });
  const { refetch } = calls;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state, another look
  useEffect(() => {
    // Records are written behind the calls.
    const timer = window.setTimeout(() => void refetch(), WRITTEN_MS);
    return () => window.clearTimeout(timer);
  }, [state, refetch]);
  const rows = calls.data ?? [];
  const [title, why] = TITLES[state];
  return (
    <section className="between">
      <div className="what">
        <h1>{t(title)}</h1>
        {waiting === undefined ? (
          <p>{t(why)}</p>
        ) : (
          <p className="waiting" data-waiting={waiting}>
            <b>{t('desk.whyWait')}</b> {waitSentence(t, waiting)}
          </p>
        )}
      </div>
      <h2>{t('desk.myCalls')}</h2>
      {rows.length === 0 && <p className="empty">{t('desk.noCalls')}</p>}
      <ol className="contacts">
        {rows.map(({ attemptId, placedAt, number, result, disposition, connectedAt, endedAt }) => (
          <li key={attemptId}>
            <time>{timeText(placedAt)}</time>
            <span>{number}</span>
            <b>{name(disposition ?? result)}</b>
            {connectedAt !== null && (
              <span>{t('desk.talk', { time: clockText(Date.parse(endedAt) - Date.parse(connectedAt)) })}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
