/** Our own numbers, as the intent's transaction chooses among them; part of ports.ts. Times are ms since the epoch. */
import type { CallerRotation } from '../domain/caller-number.ts';

export interface CallerNumber {
  id: string;
  number: string;
  /** The only trunk that may show it; undefined = any. */
  trunkId: string | undefined;
  /** Its own 归属地. */
  region: string | undefined;
  /** Beginnings of the places where it may be shown; empty = everywhere. */
  allowedRegions: readonly string[];
  perHour: number | undefined;
  perDay: number | undefined;
  minGapMs: number;
  /** So many REJECTED or BLOCKED in a row, and it rests `coolDownMs`; undefined = it never does. */
  coolAfter: number | undefined;
  coolDownMs: number;
}

/** The numbers that one call may show. */
export interface CallerOrder {
  numbers: readonly CallerNumber[];
  rotation: CallerRotation;
}

/** What a number was used for: charged attempts, of every dialer, those of the batch in hand included. */
export interface CallerUse {
  lastAt: number | undefined;
  inBatch: number;
  /** In the last hour and the last 24 h (rolling); counted only as far as a cap or the rotation asks. */
  inHour: number;
  inDay: number;
  /** The oldest of the newest `perHour` (`perDay`) uses: an hour (a day) after it the next one fits. */
  hourFullSince: number | undefined;
  dayFullSince: number | undefined;
  /** The newest of `coolAfter` refusals in a row. */
  refusedAt: number | undefined;
}

export type CallerChoice = { kind: 'use'; id: string } | { kind: 'none'; freeAt: number; why: 'rests' | 'region' };

export type ChooseCaller = (
  order: CallerOrder,
  uses: ReadonlyMap<string, CallerUse>,
  calleeRegion: string | undefined,
  now: number,
) => CallerChoice;
