import type { Live } from '../../api/campaigns.ts';

export interface Sample {
  at: number;
  talking: number;
  idle: number;
  ringing: number;
  /** People who answered since the sample before. */
  answers: number;
}

/** The chart's span, ms; older samples are dropped. */
export const SPAN_MS = 10 * 60_000;

/** The samples with what `live` adds; the same or an older frame adds nothing. */
export function withSample(samples: readonly Sample[], live: Live, before: Live | undefined): readonly Sample[] {
  const at = Date.parse(live.at);
  const last = samples.at(-1);
  if (live.engine === null || (last !== undefined && at <= last.at)) return samples;
  const { agents, lines } = live.engine;
  const people = ({ abandon }: Live): number => abandon.connected + abandon.abandoned;
  const answers = before === undefined ? 0 : Math.max(0, people(live) - people(before));
  const sample = { at, talking: agents.talking ?? 0, idle: agents.idle ?? 0, ringing: lines.ringing, answers };
  return [...samples.filter((one) => one.at > at - SPAN_MS), sample];
}
