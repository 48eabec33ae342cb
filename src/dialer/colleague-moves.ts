import type { CallEvent, Colleague } from '../domain/call.ts';
import type { Clock } from '../shared/clock.ts';
import type { AgentDesk } from './desk.ts';
import type { LiveCall } from './live-call.ts';
import type { Log, Telephony } from './ports.ts';
import { TelephonyRefused } from './ports.ts';
import { within } from './within.ts';

/** As for a join: commands have time-outs of their own (2 s), this one stands behind them. */
const MOVE_MOST_MS = 4_000;

export interface ColleagueMovesDeps {
  clock: Clock;
  telephony: Telephony;
  desk: AgentDesk;
  log: Log;
  step(live: LiveCall, event: CallEvent): void;
  /** The group is left: nothing of it may be touched any more. */
  isClosed(): boolean;
}

/**
 * Moves the legs of a call between the bridges of two agents. All that changes where one call's legs stand goes one after
 * the other, for two such commands at once have no order on the node.
 */
export class ColleagueMoves {
  readonly #deps: ColleagueMovesDeps;
  readonly #leaving = new Set<string>();

  constructor(deps: ColleagueMovesDeps) {
    this.#deps = deps;
  }

  /** Behind whatever else moves the legs of this call. `work` never rejects. */
  after(live: LiveCall, work: () => Promise<void>): void {
    live.moving = (live.moving ?? Promise.resolve()).then(() => (this.#deps.isClosed() ? undefined : work()));
  }

  moveCustomer(live: LiveCall, agentId: string): void {
    this.#seek(live, agentId, 'transfer', async () => {
      const { legs } = this.#deps.desk;
      return (await legs.home(agentId)) && (await this.#customerInto(live, legs.bridgeOf(agentId), live.call.onHold));
    });
  }

  bring(live: LiveCall, agentId: string): void {
    this.#seek(live, agentId, 'conference', async ({ isPrivate }) => {
      const { legs } = this.#deps.desk;
      const { agentId: host, onHold } = live.call;
      // The customer could not be put on hold: he must not hear them.
      if (host === undefined || (isPrivate && !onHold)) return false;
      return legs.lend(agentId, legs.bridgeOf(host));
    });
  }

  returnCustomer(live: LiveCall): void {
    this.after(live, async () => {
      const { desk, clock, step } = this.#deps;
      const { agentId, state } = live.call;
      if (agentId === undefined || (state !== 'talking' && state !== 'held')) return;
      // He may have been on hold before he was moved, or not.
      if (!(await this.#customerInto(live, desk.legs.bridgeOf(agentId), true)))
        step(live, { type: 'return-failed', at: clock.now() });
    });
  }

  /** His leg is on its way home, and he is freed once it is there: no call knows of him, and he is not stuck. */
  isLeaving(agentId: string): boolean {
    return this.#leaving.has(agentId);
  }

  /** Sends the colleague's leg home; he gets nobody else before it is there. */
  free(live: LiveCall, agentId: string): void {
    this.#leaving.add(agentId);
    this.after(live, async () => {
      const { desk } = this.#deps;
      const isHome = await desk.legs.home(agentId);
      this.#leaving.delete(agentId);
      desk.freed(agentId, live.intent.attemptId, false);
      // A leg that stands in another's bridge would take no customer.
      if (!isHome) desk.legs.renew(agentId);
    });
  }

  #seek(live: LiveCall, agentId: string, as: Colleague['as'], work: (c: Colleague) => Promise<boolean>): void {
    this.after(live, async () => {
      const { clock, step, isClosed } = this.#deps;
      const wanted = (): Colleague | undefined => {
        const { colleague, state } = live.call;
        const isSought = colleague?.agentId === agentId && colleague.as === as;
        return isSought && (state === 'talking' || state === 'held') ? colleague : undefined;
      };
      const colleague = wanted();
      if (colleague === undefined) return;
      const done = await work(colleague);
      // Given up meanwhile: whoever did so has sent the legs back behind us.
      if (isClosed() || wanted() === undefined) return;
      step(live, { type: done ? 'colleague-in' : 'colleague-gone', agentId, at: clock.now() });
    });
  }

  async #customerInto(live: LiveCall, bridgeId: string, onHold: boolean): Promise<boolean> {
    const { clock, telephony, log } = this.#deps;
    const { channelId } = live;
    try {
      const move = onHold ? telephony.unhold(channelId, bridgeId) : telephony.join(channelId, bridgeId);
      await within(clock, MOVE_MOST_MS, move);
      return true;
    } catch (error) {
      log.info({ attemptId: live.intent.attemptId, error: String(error) }, 'customer could not be moved');
      // An answer that was lost says nothing.
      return (
        !(error instanceof TelephonyRefused && error.kind === 'gone') && (await isIn(telephony, channelId, bridgeId))
      );
    }
  }
}

/** Whether the node says that the leg stands in this bridge; false too when it cannot be asked. */
export async function isIn(telephony: Telephony, channelId: string, bridgeId: string): Promise<boolean> {
  try {
    return (await telephony.bridges()).some(
      (bridge) => bridge.bridgeId === bridgeId && bridge.channelIds.includes(channelId),
    );
  } catch {
    return false;
  }
}
