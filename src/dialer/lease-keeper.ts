import type { Clock } from '../shared/clock.ts';
import type { Lease, LeaseStore, Log } from './ports.ts';
import { LeaseLost } from './ports.ts';

export const LEASE_MS = 6_000;
/** So long before the end nothing is committed any more: a commit that is under way is over before another may take the group. */
const MARGIN_MS = 1_000;

/** Keeps the group's lease alive, and says when it no longer is. */
export class LeaseKeeper {
  readonly #deps: { clock: Clock; leases: LeaseStore; log: Log; lost(): void };
  #lease: Lease;
  #renewing = false;

  constructor(deps: { clock: Clock; leases: LeaseStore; log: Log; lost(): void }, lease: Lease) {
    this.#deps = deps;
    this.#lease = lease;
  }

  get lease(): Lease {
    return this.#lease;
  }

  /** Ours for certain, by our own clock. */
  get isHeld(): boolean {
    return this.#lease.expiresAt > this.#deps.clock.now();
  }

  get isSafe(): boolean {
    return this.#lease.expiresAt - MARGIN_MS > this.#deps.clock.now();
  }

  /** One at a time: an answer that comes late must not set the end back. Never rejects. */
  async renew(): Promise<void> {
    if (this.#renewing) return;
    this.#renewing = true;
    const { clock, leases, log, lost } = this.#deps;
    try {
      this.#lease = await leases.renew(this.#lease, clock.now(), LEASE_MS);
    } catch (error) {
      if (error instanceof LeaseLost) lost();
      else log.warn({ error: String(error) }, 'lease not renewed');
    } finally {
      this.#renewing = false;
    }
  }

  /** Never rejects. */
  async release(): Promise<void> {
    const { clock, leases, log } = this.#deps;
    await leases
      .release(this.#lease, clock.now())
      .catch((error: unknown) => log.warn({ error: String(error) }, 'lease not released: it runs out by itself'));
  }

  /** Keeps what pacing has learned, beside the lease. Never rejects. */
  async keep(learned: unknown): Promise<void> {
    const { leases, log } = this.#deps;
    await leases
      .keepLearned(this.#lease, learned)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'what pacing learned was not kept'));
  }
}
