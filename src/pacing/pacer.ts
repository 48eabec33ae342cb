import { assert } from '../shared/assert.ts';
import { Floor, type SavedFloor } from './floor.ts';
import { Predictive, type SavedPredictive } from './predictive.ts';
import { checkSettings } from './settings.ts';
import { Share, type Turn } from './share.ts';
import type { Pacer, PacingDecision, PacingEvent, PacingRoom, PacingSettings } from './types.ts';

export const FORMAT = 4;

export interface SavedPacer {
  format: typeof FORMAT;
  /** null: nothing was seen yet. */
  now: number | null;
  floor: SavedFloor;
  share: [string, number][];
  predictive: SavedPredictive;
}

export class GroupPacer implements Pacer {
  #settings: PacingSettings;
  #now = Number.NEGATIVE_INFINITY;
  readonly #floor = new Floor();
  readonly #share = new Share();
  readonly #predictive: Predictive;

  constructor(settings: PacingSettings, saved: SavedPacer | undefined) {
    this.#settings = checkSettings(settings);
    this.#predictive = new Predictive(this.#settings, saved?.predictive);
    if (saved === undefined) return;
    this.#now = saved.now ?? Number.NEGATIVE_INFINITY;
    this.#floor.restore(saved.floor);
    this.#share.restore(saved.share);
  }

  configure(settings: PacingSettings): void {
    this.#settings = checkSettings(settings);
    this.#predictive.configure(this.#settings);
  }

  observe(event: PacingEvent): void {
    this.#forward(event.at);
    const change = this.#floor.apply(event);
    if (change?.kind === 'placed') this.#share.placed(change.call.campaignId);
    this.#predictive.observe(event, change);
  }

  decide(now: number, room: PacingRoom = {}): PacingDecision {
    this.#forward(now);
    const floor = this.#floor;
    floor.dropLost(now, this.#settings.ringTimeoutMs);
    this.#predictive.advance(now, floor);
    const working = floor.working();
    const capped = Math.floor(this.#settings.maxLinesPerAgent * working) - floor.lines();
    const lines = room.lines === undefined ? Number.POSITIVE_INFINITY : Math.floor(room.lines);
    const most = Math.max(0, Math.min(capped, lines));
    const turns = this.#share.turns(this.#settings.campaigns, room);
    const first = this.#share.next(turns);
    const explain = this.#facts(working);
    const blocked = this.#round(now, turns, working === 0 ? 0 : most, explain);
    const limitedBy = working === 0 ? 'agents' : blocked || (capped <= lines ? 'max-lines' : 'lines');
    const decision: PacingDecision = { dials: dials(turns, first), limitedBy, explain };
    const cancels = this.#settings.mode === 'predictive' ? this.#predictive.cancels(now, floor) : [];
    if (cancels.length > 0) decision.cancels = cancels;
    return decision;
  }

  save(): SavedPacer {
    return {
      format: FORMAT,
      now: Number.isFinite(this.#now) ? this.#now : null,
      floor: this.#floor.save(),
      share: this.#share.save(),
      predictive: this.#predictive.save(),
    };
  }

  /** Charges turns with the calls to place; returns what stood in the way, '' when only `most` did. */
  #round(now: number, turns: Turn[], most: number, explain: Record<string, number>): string {
    if (this.#settings.mode === 'predictive')
      return this.#predictive.dial(now, this.#floor, this.#share, turns, most, explain);
    const ratio = this.#settings.mode === 'ratio' ? (this.#settings.linesPerAgent ?? 1) : 1;
    const wanted = Math.max(0, Math.floor(ratio * this.#floor.available() + 1e-9) - this.#floor.lines());
    for (let i = 0; i < Math.min(wanted, most); i++) {
      const turn = this.#share.next(turns);
      if (turn === undefined) return turns[0]?.why || 'campaigns';
      this.#share.charge(turn);
    }
    return wanted <= most ? 'agents' : '';
  }

  #facts(working: number): Record<string, number> {
    const { dialing, waiting, odd, lost } = this.#floor;
    return { idle: this.#floor.available(), working, dialing, waiting, oddEvents: odd, lostCalls: lost };
  }

  #forward(at: number): void {
    assert(Number.isFinite(at) && at >= this.#now, 'time of the pacer goes back', { at, now: this.#now });
    this.#now = at;
  }
}

/** Whoever was first in turn first: if not all of it can be placed, the others wait. */
function dials(turns: readonly Turn[], first: Turn | undefined): PacingDecision['dials'] {
  const inTurn = first === undefined ? turns : [first, ...turns.filter((turn) => turn !== first)];
  return inTurn.filter((t) => t.count > 0).map((t) => ({ campaignId: t.campaign.id, count: t.count }));
}
