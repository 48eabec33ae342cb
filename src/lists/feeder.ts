/**
 * Keeps the ready queues filled from Postgres (RULES.md "Ready queue") and makes them anew when Redis has lost them.
 *
 * Two stores, no common transaction: a contact is marked `queued` in Postgres first and put into Redis then, and leaves
 * Redis last. Whatever breaks in between leaves either a contact in Redis that Postgres calls open (the gate refuses it
 * at the intent) or one that is `queued` and in no queue: the campaign is then rebuilt at its next feed.
 */
import { judge } from '../compliance/gate.ts';
import { checkHours } from '../compliance/hours.ts';
import { hoursFor } from '../compliance/rules.ts';
import type { Feeder, Log } from '../dialer/ports.ts';
import { ListMix } from './mix.ts';
import type { ContactSource, DueContact, DueRequest, FeedDecision, FeedRules, QueueFilling } from './ports.ts';
import { QUEUE_FLOOR } from './target.ts';

const DAY = 86_400_000;
/** Most contacts taken from Postgres in one statement. */
const BATCH = 1000;
/** Most statements in one feed: a list full of contacts that may not be dialed now must not hold the tick. */
const ROUNDS = 5;
/** A contact whose number is over a window for longer than this goes back to Postgres. */
const LONG_WAIT_MS = 60_000;
/** How long "every zone of the campaign is closed" is believed before its contacts' zones are read anew. */
const ZONES_KEPT_MS = 60_000;
const REBUILD_TRIES = 3;
/** No region narrows the hours: a look at zones must not take for closed what is open. */
const NOWHERE = { prefix: undefined, country: undefined, region: undefined };

interface KnownZones {
  sets: string[][];
  at: number;
}

export class QueueFeeder implements Feeder {
  readonly #source: ContactSource;
  readonly #queue: QueueFilling;
  readonly #log: Log;
  readonly #zones = new Map<string, KnownZones>();
  readonly #targets = new Map<string, number>();
  readonly #mixes = new Map<string, ListMix>();
  /** The last place given out, of campaigns with an order of their own. */
  readonly #places = new Map<string, number>();
  /** Campaigns with contacts that Postgres calls queued and Redis may not have. */
  readonly #broken = new Set<string>();
  /** The last work on each campaign: feeding and rebuilding never overlap. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(source: ContactSource, queue: QueueFilling, log: Log) {
    this.#source = source;
    this.#queue = queue;
    this.#log = log;
  }

  /** Rejects with `RedisAway` or the database's error; then nothing can be claimed and it is to be called again. */
  async rebuild(campaignIds: readonly string[], now: number): Promise<void> {
    for (const campaignId of campaignIds) await this.#inTurn(campaignId, () => this.#rebuild(campaignId, now));
    await this.#queue.markInFlight(await this.#source.numbersInFlight(), now);
  }

  async feed(campaignId: string, target: number, now: number): Promise<{ added: number; size: number }> {
    this.#targets.set(campaignId, target);
    return await this.#inTurn(campaignId, () => this.#feed(campaignId, target, now));
  }

  async #rebuild(campaignId: string, now: number): Promise<void> {
    for (let turn = 1; turn <= REBUILD_TRIES; turn++) {
      const build = await this.#queue.begin(campaignId, now);
      await this.#source.unqueueAll(campaignId);
      const rules = await this.#source.rules(campaignId);
      if (rules !== undefined) {
        await this.#queue.setFrequency(campaignId, rules.frequency);
        // Before the first claim: a number with an open attempt must not be claimed meanwhile.
        await this.#queue.markInFlight(await this.#source.numbersInFlight(), now);
        await this.#topUp(campaignId, rules, this.#targets.get(campaignId) ?? QUEUE_FLOOR, now, build);
      }
      if (await this.#queue.finish(campaignId, build)) {
        this.#broken.delete(campaignId);
        return;
      }
      this.#log.warn({ campaignId, turn }, 'Redis lost a ready queue while it was built; building it again');
    }
    throw new Error(`the ready queue of campaign ${campaignId} was lost ${REBUILD_TRIES} times while it was built`);
  }

  async #feed(campaignId: string, target: number, now: number): Promise<{ added: number; size: number }> {
    if (this.#broken.has(campaignId)) await this.#rebuild(campaignId, now);
    const rules = await this.#source.rules(campaignId);
    if (rules === undefined) return { added: 0, size: 0 };
    await this.#queue.setFrequency(campaignId, rules.frequency);
    await this.#returnWaiting(campaignId, now);
    const size = await this.#queue.size(campaignId);
    if (await this.#allClosed(campaignId, rules, now)) return { added: 0, size: await this.#trim(campaignId, size, 0) };
    if (size > 2 * target) return { added: 0, size: await this.#trim(campaignId, size, 2 * target) };
    const added = await this.#topUp(campaignId, rules, target - size, now, undefined);
    return { added, size: size + added };
  }

  /** Queues up to `wanted` contacts; how many came in. */
  async #topUp(
    campaignId: string,
    rules: FeedRules,
    wanted: number,
    now: number,
    build: number | undefined,
  ): Promise<number> {
    if (wanted <= 0 || (await this.#allClosed(campaignId, rules, now))) return 0;
    const closedZones = this.#zonesOf(campaignId).filter((zone) => isClosed(now, [zone], rules));
    const chargedSince = now - Math.max(DAY, ...rules.frequency.windows.map(longestOf));
    let added = 0;
    for (let round = 0; round < ROUNDS && added < wanted; round++) {
      const limit = Math.min(BATCH, wanted - added);
      const request = { campaignId, limit, now, chargedSince, closedZones, ...this.#choice(campaignId, rules, limit) };
      const { looked, queued } = await this.#source.queueDue(request, (contact) => decide(contact, rules));
      added += await this.#put(campaignId, this.#placed(campaignId, rules, queued, now), now, build);
      if (looked < limit) break;
    }
    return added;
  }

  #choice(campaignId: string, { order }: FeedRules, limit: number): Pick<DueRequest, 'choose'> {
    if (order.mix.length === 0) return {};
    const mix = this.#mixes.get(campaignId) ?? new ListMix();
    this.#mixes.set(campaignId, mix);
    const weights = new Map(order.mix.map(({ listId, weight }) => [listId, weight]));
    return { choose: (candidates) => mix.take(candidates, weights, limit) };
  }

  /**
   * Where the campaign has an order of its own, entries of one priority leave the queue as they came into it: the places
   * are counted up from the time, so that they go on rising over restarts.
   */
  #placed(campaignId: string, { order }: FeedRules, queued: readonly DueContact[], now: number): readonly DueContact[] {
    if (order.sort.kind === 'due' && order.mix.length === 0) return queued;
    let place = Math.max(now, this.#places.get(campaignId) ?? 0);
    const placed = queued.map((contact) => ({ ...contact, entry: { ...contact.entry, order: ++place } }));
    this.#places.set(campaignId, place);
    return placed;
  }

  async #put(campaignId: string, queued: readonly DueContact[], now: number, build: number | undefined) {
    if (queued.length === 0) return 0;
    // Until Redis has them for certain they are in Postgres's queue only.
    this.#broken.add(campaignId);
    const added = await this.#queue.put(campaignId, queued, now, build);
    if (added === undefined) {
      await this.#source.unqueue(queued.map(({ entry }) => ({ contactId: entry.contactId, notBefore: undefined })));
      this.#broken.delete(campaignId);
      return 0;
    }
    this.#broken.delete(campaignId);
    return added;
  }

  /** Takes the last ones out until `keep` are left; the new size. */
  async #trim(campaignId: string, size: number, keep: number): Promise<number> {
    let left = size;
    while (left > keep) {
      const contactIds = await this.#queue.last(campaignId, Math.min(BATCH, left - keep));
      if (contactIds.length === 0) break;
      await this.#source.unqueue(contactIds.map((contactId) => ({ contactId, notBefore: undefined })));
      await this.#queue.remove(campaignId, contactIds);
      left -= contactIds.length;
    }
    return left;
  }

  async #returnWaiting(campaignId: string, now: number): Promise<void> {
    const waiting = await this.#queue.waitingPast(campaignId, now + LONG_WAIT_MS, BATCH);
    if (waiting.length === 0) return;
    await this.#source.unqueue(waiting.map(({ contactId, freeAt }) => ({ contactId, notBefore: freeAt })));
    await this.#queue.remove(
      campaignId,
      waiting.map(({ contactId }) => contactId),
    );
  }

  /** Whether none of the campaign's contacts is in a place that is open now. */
  async #allClosed(campaignId: string, rules: FeedRules, now: number): Promise<boolean> {
    const closed = (known: KnownZones): boolean =>
      known.sets.length > 0 && known.sets.every((zones) => isClosed(now, zones, rules));
    const known = this.#zones.get(campaignId);
    if (known !== undefined && known.sets.length > 0 && !closed(known)) return false;
    if (known !== undefined && closed(known) && now >= known.at && now - known.at < ZONES_KEPT_MS) return true;
    const read = { sets: await this.#source.zoneSets(campaignId), at: now };
    this.#zones.set(campaignId, read);
    return closed(read);
  }

  #zonesOf(campaignId: string): string[] {
    return [...new Set(this.#zones.get(campaignId)?.sets.flat())];
  }

  async #inTurn<T>(campaignId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(campaignId) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#turns.set(campaignId, mine);
    return await mine;
  }
}

/** Whether nothing of the campaign may be dialed there now, in whichever of its lists. */
function isClosed(now: number, zones: readonly string[], rules: FeedRules): boolean {
  return [undefined, ...rules.listHours].every((hours) => {
    const anywhere = { place: NOWHERE, list: { active: true, hours } };
    return !checkHours(now, zones, hoursFor(anywhere, rules)).open;
  });
}

/** A calendar day may have 25 hours. */
function longestOf({ windowMs, calendarDay }: FeedRules['frequency']['windows'][number]): number {
  return calendarDay === true ? windowMs + DAY / 24 : windowMs;
}

/** What becomes of a due contact: the gate's word, carried out. */
export function decide(contact: DueContact, rules: FeedRules): FeedDecision {
  const verdict = judge(contact.facts, rules, 'queue');
  if (verdict.pass) return { kind: 'queue' };
  const { protectedBy } = contact.facts.customer;
  if (verdict.code === 'protected' && protectedBy !== undefined) return { kind: 'bind', agentId: protectedBy };
  if (verdict.retryAt !== undefined) return { kind: 'later', at: verdict.retryAt };
  const result = verdict.code === 'do-not-call' ? 'DNC' : verdict.code === 'attempts-total' ? 'MAXTRIES' : undefined;
  return { kind: 'close', result };
}
