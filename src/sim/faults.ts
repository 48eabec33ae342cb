import type { Rng } from '../shared/rng.ts';
import type { Answer } from './wire.ts';

/**
 * Standing faults: they match requests or events until used up (`times`, default 1; 0 = until cleared).
 * Paths are matched as regular expressions against `METHOD /path`.
 */
export type FaultRule =
  /** Answers so without doing anything: a 500, a 404 in the wrong moment. */
  | { kind: 'respond'; on: string; status: number; body?: unknown; times?: number }
  /** Does it; the answer never comes (FAULTS.md 11). */
  | { kind: 'lose-response'; on: string; times?: number }
  /** The connection breaks before Asterisk sees the request (FAULTS.md 12). */
  | { kind: 'reset'; on: string; times?: number }
  /** Does it; the answer comes late. */
  | { kind: 'delay'; on: string; ms: number; times?: number }
  /** Never answers, does nothing. */
  | { kind: 'hang'; on: string; times?: number }
  /** The call ends at once and its ChannelDestroyed comes before the answer to the originate (FAULTS.md 16). */
  | { kind: 'destroyed-first'; sip?: number; times?: number }
  /** Events come twice (FAULTS.md 17). `types`: which, default all. `share`: of those that match, default all. */
  | { kind: 'duplicate-events'; types?: readonly string[]; share?: number; times?: number }
  /** Events are overtaken by later ones (FAULTS.md 17): held back for `ms` (default 20). */
  | { kind: 'reorder-events'; types?: readonly string[]; share?: number; ms?: number; times?: number }
  /** Events are lost. */
  | { kind: 'lose-events'; types?: readonly string[]; share?: number; times?: number };

/** What befalls one event. */
export interface EventFate {
  lost: boolean;
  again: boolean;
  heldMs: number;
}

const UNHARMED: EventFate = { lost: false, again: false, heldMs: 0 };
const EVENT_KINDS = new Set(['duplicate-events', 'reorder-events', 'lose-events']);

interface Active {
  rule: FaultRule;
  left: number;
  pattern: RegExp | undefined;
}

/** The part that applications ask for each event. */
export interface EventFaults {
  fate(type: string): EventFate;
}

/** Keeps the standing faults and tells what befalls a request or an event. */
export class Faults implements EventFaults {
  readonly #rng: Rng;
  #active: Active[] = [];
  /** Spares looking when there is nothing to look for. */
  #events = false;

  constructor(rng: Rng) {
    this.#rng = rng;
  }

  /** Throws a `SyntaxError` when `on` is no regular expression. */
  add(rule: FaultRule): void {
    const times = rule.times ?? 1;
    const pattern = 'on' in rule ? new RegExp(rule.on) : undefined;
    this.#active.push({ rule, left: times === 0 ? Number.POSITIVE_INFINITY : times, pattern });
    this.#refresh();
  }

  clear(): void {
    this.#active = [];
    this.#refresh();
  }

  list(): FaultRule[] {
    return this.#active.map((a) => a.rule);
  }

  /** The first standing fault for this request; it is used up by one. */
  forRequest(method: string, path: string): FaultRule | undefined {
    if (this.#active.length === 0) return undefined;
    const line = `${method} ${path}`;
    const found = this.#active.find((a) =>
      a.pattern ? a.pattern.test(line) : a.rule.kind === 'destroyed-first' && line === 'POST /channels',
    );
    if (found) this.#use(found);
    return found?.rule;
  }

  fate(type: string): EventFate {
    if (!this.#events) return UNHARMED;
    const fate = { ...UNHARMED };
    for (const active of [...this.#active]) {
      const { rule } = active;
      if (rule.kind !== 'duplicate-events' && rule.kind !== 'reorder-events' && rule.kind !== 'lose-events') continue;
      if (rule.types && !rule.types.includes(type)) continue;
      if (rule.share !== undefined && this.#rng.next() >= rule.share) continue;
      if (rule.kind === 'duplicate-events') fate.again = true;
      else if (rule.kind === 'lose-events') fate.lost = true;
      else fate.heldMs = rule.ms ?? 20;
      this.#use(active);
    }
    return fate;
  }

  #use(active: Active): void {
    active.left -= 1;
    if (active.left > 0) return;
    this.#active = this.#active.filter((a) => a !== active);
    this.#refresh();
  }

  #refresh(): void {
    this.#events = this.#active.some((a) => EVENT_KINDS.has(a.rule.kind));
  }
}

/** What a fault makes of a request; `undefined` = carry it out undisturbed. */
export function spoil(rule: FaultRule | undefined, carryOut: () => Answer): Answer | undefined {
  switch (rule?.kind) {
    case 'respond':
      return { status: rule.status, body: rule.body ?? { message: 'Injected fault' } };
    case 'reset':
      return { status: 0, fate: 'reset' };
    case 'hang':
      return { status: 0, fate: 'hang' };
    case 'lose-response':
      carryOut();
      return { status: 0, fate: 'lost' };
    case 'delay':
      return { ...carryOut(), delayMs: rule.ms };
    default:
      return undefined;
  }
}
