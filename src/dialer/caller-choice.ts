/** Which of our numbers is shown to a callee (RULES.md "Lines"): pure over what the intent's transaction has read. */
import type { CallerChoice, CallerNumber, CallerOrder, CallerUse } from './ports.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When nothing tells when a number is free, it is looked at again after so long, ms. */
const LOOK_AGAIN = 60_000;

/**
 * The number to show, or when the first of those that fit is free again. A number that is capped, in its gap or cooling
 * down rests; no other may take more than its own caps allow because of it, and the callee's own cap is the gate's.
 */
export function chooseCaller(
  { numbers, rotation }: CallerOrder,
  uses: ReadonlyMap<string, CallerUse>,
  calleeRegion: string | undefined,
  now: number,
): CallerChoice {
  const fit = numbers.filter((number) => serves(number, calleeRegion));
  // No number may be shown in that place: only a change of the numbers helps.
  if (fit.length === 0) return { kind: 'none', freeAt: now + DAY, why: 'region' };
  const free: CallerNumber[] = [];
  let freeAt = Number.POSITIVE_INFINITY;
  for (const number of fit) {
    const until = restsUntil(number, uses.get(number.id), now);
    if (until === undefined) free.push(number);
    else freeAt = Math.min(freeAt, until);
  }
  const [first] = free.sort(
    (a, b) =>
      (rotation === 'local-match' ? nearness(b, calleeRegion) - nearness(a, calleeRegion) : 0) ||
      (rotation === 'least-used' ? (uses.get(a.id)?.inDay ?? 0) - (uses.get(b.id)?.inDay ?? 0) : 0) ||
      (uses.get(a.id)?.lastAt ?? 0) - (uses.get(b.id)?.lastAt ?? 0) ||
      (uses.get(a.id)?.inBatch ?? 0) - (uses.get(b.id)?.inBatch ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
  if (first !== undefined) return { kind: 'use', id: first.id };
  return { kind: 'none', freeAt: Math.max(freeAt, now + 1), why: 'rests' };
}

/** Until when the number must not be shown, or undefined: it is free. */
export function restsUntil(number: CallerNumber, use: CallerUse | undefined, now: number): number | undefined {
  if (use === undefined) return undefined;
  const until: number[] = [];
  if (use.lastAt !== undefined) until.push(use.lastAt + number.minGapMs);
  if (number.perHour !== undefined && use.inHour >= number.perHour) until.push((use.hourFullSince ?? now) + HOUR);
  if (number.perDay !== undefined && use.inDay >= number.perDay) until.push((use.dayFullSince ?? now) + DAY);
  if (use.refusedAt !== undefined) until.push(use.refusedAt + number.coolDownMs);
  const latest = Math.max(Number.NEGATIVE_INFINITY, ...until);
  if (latest <= now) return undefined;
  return Number.isFinite(latest) ? latest : now + LOOK_AGAIN;
}

/** A number bound to places is shown only to callees who are known to be there. */
function serves(number: CallerNumber, calleeRegion: string | undefined): boolean {
  if (number.allowedRegions.length === 0) return true;
  return calleeRegion !== undefined && number.allowedRegions.some((region) => calleeRegion.startsWith(region));
}

/** 2: the same city, 1: the same province (one name begins the other), 0: elsewhere or unknown. */
function nearness({ region }: CallerNumber, calleeRegion: string | undefined): number {
  if (region === undefined || calleeRegion === undefined || region === '' || calleeRegion === '') return 0;
  if (region === calleeRegion) return 2;
  return calleeRegion.startsWith(region) || region.startsWith(calleeRegion) ? 1 : 0;
}
