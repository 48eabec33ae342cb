import type { AbandonEvidence } from '../dialer/ports.ts';

/** The family in the node's own database where the abandoned-call dialplan writes. */
export const EVIDENCE_FAMILY = 'boda-abandon';

/**
 * Reads the node's keys `<attempt>~start|played|key1|key9~<epoch s>` (DB_KEYS, comma-separated); one entry an attempt, its
 * earliest start and latest end, and what the customer asked for by a key. Keys of another shape are left alone.
 */
export function parseEvidence(keys: string): AbandonEvidence[] {
  const found = new Map<string, AbandonEvidence>();
  for (const key of keys.split(',')) {
    const match = /^([0-9A-Za-z-]+)~(start|played|key1|key9)~(\d{1,11})$/.exec(key);
    if (match === null) continue;
    const [, attemptId = '', what, seconds] = match;
    const at = Number(seconds) * 1_000;
    const entry = found.get(attemptId) ?? {
      attemptId,
      startedAt: undefined,
      playedAt: undefined,
      asked: undefined,
      keys: [],
    };
    if (what === 'start') entry.startedAt = Math.min(entry.startedAt ?? at, at);
    else if (what === 'key1') entry.asked ??= 'call-back';
    else if (what === 'key9') entry.asked = 'do-not-call';
    else entry.playedAt = Math.max(entry.playedAt ?? at, at);
    entry.keys.push(key);
    found.set(attemptId, entry);
  }
  return [...found.values()];
}

/** A request body may have 40,960 bytes (ASTERISK.md 9); a key has about 60. */
const KEYS_A_PROBE = 200;

/** Splits keys into the batches that one probe leg deletes. Throws on a key that the dialplan could misread. */
export function forgetBatches(keys: readonly string[]): string[] {
  const batches: string[] = [];
  for (const key of keys) {
    if (!/^[0-9A-Za-z~-]+$/.test(key)) throw new TypeError('keys: not one of the node’s evidence keys');
  }
  for (let at = 0; at < keys.length; at += KEYS_A_PROBE) batches.push(keys.slice(at, at + KEYS_A_PROBE).join(','));
  return batches;
}
