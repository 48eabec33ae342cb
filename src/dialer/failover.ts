import type { SystemResult } from '../domain/results.ts';

/** After these the next attempt of the same contact goes over another trunk (MODEL.md: "other trunk / later"). */
const LINE_FAULTS: ReadonlySet<SystemResult> = new Set(['CONGESTED', 'TRUNK_FAIL', 'LOCAL_FAIL']);
/** A line's fault of yesterday tells nothing of today, ms. */
const KEPT_MS = 24 * 3_600_000;
/** Contacts remembered at most; the oldest is forgotten first. */
const MOST = 50_000;

/**
 * Which trunk failed a contact last. When it may be tried again is the retry rule's alone, so nothing that a carrier may
 * have seen is redialed by this. Kept in memory: another life of the engine only chooses its trunks without it.
 */
export class Failover {
  readonly #failed = new Map<string, { trunkIds: Set<string>; at: number }>();

  /** An attempt ended: a fault of its line is remembered, anything else shows that the contact can be reached. */
  ended(contactId: string, trunkId: string, result: SystemResult, now: number): void {
    const known = this.#failed.get(contactId);
    this.#failed.delete(contactId);
    if (!LINE_FAULTS.has(result)) return;
    const recent = known !== undefined && now - known.at < KEPT_MS ? known.trunkIds : new Set<string>();
    this.#failed.set(contactId, { trunkIds: recent.add(trunkId), at: now });
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MOST && oldest !== undefined) this.#failed.delete(oldest);
  }

  /** Whether this trunk failed the contact, and one of `others` did not. */
  avoids(contactId: string, trunkId: string, others: readonly string[], now: number): boolean {
    const known = this.#failed.get(contactId);
    if (known === undefined || now - known.at >= KEPT_MS || !known.trunkIds.has(trunkId)) return false;
    return others.some((other) => !known.trunkIds.has(other));
  }
}
