import type { Log } from '../dialer/ports.ts';
import type { Rng } from '../shared/rng.ts';
import type { AriClient } from './ari-client.ts';
import type { Waiters } from './waiters.ts';

const ENTER_TIMEOUT_MS = 3_000;

export interface ProbeLegDeps {
  ari: AriClient;
  rng: Rng;
  log: Log;
  waiters: Waiters;
  groupKey: string;
  application: string;
}

/**
 * Legs of ours that stand in Stasis with no telephone behind them (`Local/s@boda-probe`): ARI evaluates dialplan functions
 * only through such a leg, and deletes keys of the node's database only in the dialplan (docs/asterisk-measured.md).
 */
export class ProbeLeg {
  readonly #deps: ProbeLegDeps;
  #serial = 0;

  constructor(deps: ProbeLegDeps) {
    this.#deps = deps;
  }

  /** Whether the leg is one of ours; nobody else needs to hear of it. */
  owns(channelId: string): boolean {
    return channelId.startsWith(`${this.#deps.groupKey}.probe.`);
  }

  entered(channelId: string): void {
    this.#deps.waiters.resolve(`entered ${channelId}`);
  }

  /** Runs `work` with a leg in Stasis and hangs it up. `forget`: evidence keys, comma-separated, deleted before that. */
  async run<T>(forget: string, work: (channelId: string) => Promise<T>): Promise<T> {
    const { ari, application, waiters } = this.#deps;
    const channelId = this.#newId();
    const inside = `${channelId}.in`;
    const entered = waiters.wait(`entered ${inside}`, ENTER_TIMEOUT_MS, 'the probe leg did not enter [boda-probe]');
    const placed = ari.call('POST /channels', {
      body: {
        endpoint: 'Local/s@boda-probe',
        context: 'boda-hold',
        extension: 's',
        priority: 1,
        channelId,
        otherChannelId: inside,
        timeout: 10,
        variables: { BODA_APP: application, BODA_FORGET: forget },
      },
    });
    try {
      await Promise.all([placed, entered]);
      return await work(inside);
    } finally {
      await this.#hangUp(channelId);
    }
  }

  /** Of one length, because Asterisk refuses an id that is the beginning of a living one (docs/asterisk-measured.md). */
  #newId(): string {
    const parts = [++this.#serial, Math.floor(this.#deps.rng.next() * 1e9)];
    return `${this.#deps.groupKey}.probe.${parts.map((part) => String(part).padStart(9, '0')).join('-')}`;
  }

  async #hangUp(channelId: string): Promise<void> {
    try {
      await this.#deps.ari.callUnless([404], 'DELETE /channels/{channelId}', { path: { channelId } });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#deps.log.warn({ why }, 'probe leg not hung up; its own time-out ends it');
    }
  }
}
