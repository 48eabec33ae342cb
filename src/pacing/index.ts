/**
 * How many calls to place now, for which campaign, and why not more: a library of its own (DESIGN.md "Pacing").
 * It has no clock, no timer, no I/O; docs/PACING.md says what it does and how it knows.
 */

import { GroupPacer } from './pacer.ts';
import { learnedOf, readSaved } from './saved.ts';
import type { Pacer, PacingSettings } from './types.ts';

export { InvalidPacingSettings } from './settings.ts';
export type {
  AbandonWindow,
  PacedAgentState,
  PacedCampaign,
  PacedFailure,
  Pacer,
  PacingDecision,
  PacingEvent,
  PacingRoom,
  PacingSettings,
} from './types.ts';

/**
 * A pacer for one agent group. Without `saved` it starts cold.
 * @param saved what `save()` gave, possibly by way of JSON; one of an unknown format is left aside (a cold start).
 * @throws InvalidPacingSettings when a setting cannot be worked with; the message names it.
 */
export function createPacer(settings: PacingSettings, saved?: unknown): Pacer {
  return new GroupPacer(settings, readSaved(saved));
}

/**
 * What was learned, from what `save()` gave, for another life of the caller: without agents, calls and counted answers, which
 * the caller tells anew (`agent`, `placed`, `history`). Small: some thousand characters. Undefined when nothing can be read.
 */
export function learnedState(saved: unknown): unknown {
  return learnedOf(saved);
}
