/** A list that is dialed again (名单重置): contacts that are closed with one of the results are opened. */
import { AGENT_RESULTS, SYSTEM_RESULTS } from './results.ts';

/** Never opened by a reset: these people have said no, and the gate would say it again. */
const NEVER: ReadonlySet<string> = new Set(['DNC', 'DNCREQ']);

/** Results that a reset may name: each that a contact can be closed with, but those of people who said no. */
export const RESET_RESULTS = [...SYSTEM_RESULTS, ...AGENT_RESULTS, 'MAXTRIES'].filter((result) => !NEVER.has(result));

export interface ListReset {
  id: string;
  listId: string;
  results: readonly string[];
  reason: string | undefined;
  askedBy: string | undefined;
  askedAt: number;
  /** The time of the schedule; undefined: by hand. */
  scheduledFor: number | undefined;
  state: 'queued' | 'running' | 'done';
  /** Contacts opened so far. */
  opened: number;
  endedAt: number | undefined;
}

/** On these days (ISO 1…7) at this minute of the floor's day. */
export interface ResetSchedule {
  days: readonly number[];
  at: number;
  results: readonly string[];
}
