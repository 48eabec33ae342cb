import {
  type AbandonEvidence,
  type LinkEvent,
  type LiveBridge,
  type LiveChannel,
  type Log,
  type PlaceCall,
  type PlaceOutcome,
  type Telephony,
  type TelephonyEvent,
  TelephonyRefused,
} from '../dialer/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { Rng } from '../shared/rng.ts';
import { AriClient, AriError, isCertainlyUnsent } from './ari-client.ts';
import { classifyEnd, type LegEnd } from './causes.ts';
import {
  type Decoded,
  readApplication,
  readBridge,
  readChannel,
  readList,
  readStatistics,
  readVariable,
  WANTED_EVENTS,
} from './decode.ts';
import { checkKey, deletePhone, type Phone, putPhone, putTrunk, trunkEndpoint } from './endpoints.ts';
import { EventLink } from './event-link.ts';
import { EVIDENCE_FAMILY, forgetBatches, parseEvidence } from './evidence.ts';
import { checkContexts, checkVersion, readNode, readSessionLimit } from './node-check.ts';
import { ProbeLeg } from './probe-leg.ts';
import { type AriTransport, AriWireError } from './transport.ts';
import { Waiters } from './waiters.ts';

export interface GroupTelephonyDeps {
  clock: Clock;
  rng: Rng;
  transport: AriTransport;
  groupKey: string;
  /** Address that carries the node's audio; undefined = Asterisk chooses. */
  mediaAddress?: string;
  /** Seconds of silence after which the node gives up an agent's phone; 30 when not given. */
  silentPhoneSeconds?: number;
  log: Log;
  /** Counts odd events: unknown kinds, bad JSON, missing fields. */
  odd(kind: string): void;
  /** What the node's http.conf says, after each connect; undefined: the node cannot say. */
  sessionLimit?(limit: number | undefined): void;
}

/** A stale command is worse than none: an intent must be placed within 2 s (DESIGN.md promise 3). */
const PLACE_TIMEOUT_MS = 2_000;
const HEALTH_TIMEOUT_MS = 2_000;
const ECHO = 'boda-echo';
const DTMF_MS = 100;
const SILENT_PHONE_SECONDS = 30;

/** One agent group's hands on its node: the `Telephony` port over ARI. Its application is `boda-<groupKey>`. */
export class GroupTelephony implements Telephony {
  readonly #deps: GroupTelephonyDeps;
  readonly #ari: AriClient;
  readonly #application: string;
  readonly #link: EventLink;
  readonly #trunks = new Map<string, { key: string; sipUri: string; codecs: readonly string[] }>();
  readonly #phones = new Map<string, Phone>();
  /** Phones that could not be taken away yet: their passwords must not outlive the next connect (FAULTS 57). */
  readonly #doomed = new Set<string>();
  readonly #waiters: Waiters;
  #listener: { event(event: TelephonyEvent): void; link(event: LinkEvent): void } | undefined;
  readonly #probe: ProbeLeg;
  #startedAt: string | undefined;

  constructor(deps: GroupTelephonyDeps) {
    checkKey('groupKey', deps.groupKey);
    this.#deps = deps;
    this.#ari = new AriClient(deps.transport);
    this.#application = `boda-${deps.groupKey}`;
    this.#waiters = new Waiters(deps.clock);
    this.#probe = new ProbeLeg({ ...deps, ari: this.#ari, application: this.#application, waiters: this.#waiters });
    this.#link = new EventLink({
      ...deps,
      application: this.#application,
      prepare: () => this.#prepare(),
      checkHealth: () => this.#checkHealth(),
      event: (decoded) => this.#take(decoded),
      link: (event) => this.#tell(event),
    });
  }

  start(listener: { event(event: TelephonyEvent): void; link(event: LinkEvent): void }): void {
    this.#listener = listener;
    this.#link.start();
  }

  /** The transport is the node's, shared by its groups: whoever made it closes it. */
  async stop(): Promise<void> {
    this.#link.stop();
    this.#waiters.stop();
  }

  async useTrunk(trunk: { key: string; sipUri: string; codecs: readonly string[] }): Promise<void> {
    const known = this.#trunks.get(trunk.key);
    this.#trunks.set(trunk.key, trunk);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(trunk)) return;
    // Not connected: it is made with the others at the next connect.
    if (this.#link.isOpen) await this.#attempt(() => this.#makeTrunk(trunk));
  }

  async place(call: PlaceCall): Promise<PlaceOutcome> {
    // The number becomes part of an endpoint's name: nothing but what can be dialed.
    if (!/^\+?[0-9*#]{1,24}$/.test(call.number)) return { kind: 'refused', status: 0, why: 'number: digits wanted' };
    if (!/^\+?[0-9]{0,24}$/.test(call.callerId)) return { kind: 'refused', status: 0, why: 'callerId: digits wanted' };
    return this.#originate(call.channelId, {
      endpoint: `PJSIP/${call.number}@${trunkEndpoint(call.trunkKey, this.#deps.groupKey)}`,
      context: 'boda-out',
      ...(call.callerId === '' ? {} : { callerId: call.callerId }),
      timeout: ringSeconds(call.ringTimeoutMs),
      variables: {
        BODA_APP: this.#application,
        BODA_ATTEMPT: call.attemptId,
        BODA_MESSAGE: call.message,
        BODA_GUARD: String(call.guardSeconds),
        BODA_MAX: String(call.maxSeconds),
      },
    });
  }

  async ringPhone(leg: {
    channelId: string;
    sipUser: string;
    ringTimeoutMs: number;
    maxSeconds: number;
  }): Promise<PlaceOutcome> {
    return this.#originate(leg.channelId, {
      endpoint: `PJSIP/${leg.sipUser}`,
      context: 'boda-agent',
      timeout: ringSeconds(leg.ringTimeoutMs),
      variables: { BODA_APP: this.#application, BODA_MAX: String(leg.maxSeconds) },
    });
  }

  async makeBridge(bridgeId: string): Promise<void> {
    // 409: it is there already (measured, whatever ARI's page says of updating).
    const args = { path: { bridgeId }, query: { type: 'mixing' } };
    await this.#attempt(() => this.#ari.callUnless([409], 'POST /bridges/{bridgeId}', args));
  }

  async removeBridge(bridgeId: string): Promise<void> {
    // 409: it is being deleted; its last snapshot is still there (measured under load).
    await this.#attempt(() => this.#ari.callUnless([404, 409], 'DELETE /bridges/{bridgeId}', { path: { bridgeId } }));
  }

  async makePhone(phone: { sipUser: string; password: string; contactUri: string | undefined }): Promise<void> {
    const { mediaAddress, silentPhoneSeconds: silentSeconds = SILENT_PHONE_SECONDS } = this.#deps;
    const made: Phone = { ...phone, mediaAddress, silentSeconds };
    this.#doomed.delete(phone.sipUser);
    await this.#attempt(() => this.#makePhone(made));
    this.#phones.set(phone.sipUser, made);
  }

  async removePhone(sipUser: string): Promise<void> {
    this.#phones.delete(sipUser);
    this.#doomed.add(sipUser);
    await this.#attempt(() => this.#deletePhone(sipUser));
  }

  async #deletePhone(sipUser: string): Promise<void> {
    // 404: the application is gone; 422: the endpoint was not subscribed.
    await this.#ari.callUnless([404, 422], 'DELETE /applications/{applicationName}/subscription', {
      path: { applicationName: this.#application },
      query: { eventSource: [`endpoint:PJSIP/${sipUser}`] },
    });
    await deletePhone(this.#ari, sipUser);
    this.#doomed.delete(sipUser);
  }

  async packetsFrom(channelId: string): Promise<number> {
    const operation = 'GET /channels/{channelId}/rtp_statistics';
    return this.#attempt(async () => readStatistics(await this.#ari.call(operation, { path: { channelId } })).rxcount);
  }

  async join(channelId: string, bridgeId: string): Promise<void> {
    const operation = 'POST /bridges/{bridgeId}/addChannel';
    // A leg that hung up is 400 "Channel not found" here, one that left Stasis 422 (measured; FAULTS.md 24).
    await this.#attempt(
      () => this.#ari.call(operation, { path: { bridgeId }, query: { channel: [channelId] } }),
      [400, 404, 422],
    );
  }

  async hold(channelId: string, bridgeId: string): Promise<void> {
    const query = { channel: [channelId] };
    // 422: it is not in the bridge, so a hold that was asked for twice is one.
    await this.#attempt(
      () => this.#ari.callUnless([422], 'POST /bridges/{bridgeId}/removeChannel', { path: { bridgeId }, query }),
      [400, 404],
    );
    await this.#attempt(() => this.#ari.call('POST /channels/{channelId}/moh', { path: { channelId } }));
  }

  async unhold(channelId: string, bridgeId: string): Promise<void> {
    await this.#attempt(() => this.#ari.call('DELETE /channels/{channelId}/moh', { path: { channelId } }));
    await this.join(channelId, bridgeId);
  }

  async dtmf(channelId: string, digits: string): Promise<void> {
    // In the body: digits may be a card's number, and a URL would carry them into access logs.
    const body = { dtmf: digits, duration: DTMF_MS, between: DTMF_MS };
    await this.#attempt(() => this.#ari.call('POST /channels/{channelId}/dtmf', { path: { channelId }, body }));
  }

  async markRouted(channelId: string, maxSeconds: number): Promise<void> {
    const variables = { ROUTED: '1', 'TIMEOUT(absolute)': String(maxSeconds) };
    await this.#attempt(() =>
      this.#ari.call('POST /channels/{channelId}/variables', { path: { channelId }, body: { variables } }),
    );
  }

  async abandon(channelId: string): Promise<void> {
    const query = { context: 'boda-abandon', extension: 's', priority: 1 };
    await this.#attempt(() => this.#ari.call('POST /channels/{channelId}/continue', { path: { channelId }, query }));
  }

  async hangUp(channelId: string): Promise<void> {
    await this.#attempt(() => this.#ari.callUnless([404], 'DELETE /channels/{channelId}', { path: { channelId } }));
  }

  async find(channelId: string): Promise<LiveChannel | undefined> {
    return this.#attempt(async () => {
      const answer = await this.#ari.callUnless([404], 'GET /channels/{channelId}', { path: { channelId } });
      return answer === undefined ? undefined : readChannel(answer, this.#application);
    });
  }

  async channels(): Promise<LiveChannel[]> {
    return this.#attempt(async () =>
      readList(await this.#ari.call('GET /channels'), (item) => readChannel(item, this.#application)).filter(
        ({ channelId }) => this.#isOurs(channelId) && !this.#probe.owns(channelId),
      ),
    );
  }

  async bridges(): Promise<LiveBridge[]> {
    return this.#attempt(async () =>
      readList(await this.#ari.call('GET /bridges'), readBridge).filter(({ bridgeId }) => this.#isOurs(bridgeId)),
    );
  }

  async readEvidence(): Promise<AbandonEvidence[]> {
    const query = { variable: `DB_KEYS(${EVIDENCE_FAMILY})` };
    return this.#withProbe('', async (channelId) => {
      const answer = await this.#ari.call('GET /channels/{channelId}/variable', { path: { channelId }, query });
      return parseEvidence(readVariable(answer).value);
    });
  }

  async clearEvidence(keys: readonly string[]): Promise<void> {
    for (const batch of forgetBatches(keys)) await this.#withProbe(batch, async () => {});
  }

  classify(end: LegEnd): ReturnType<Telephony['classify']> {
    return classifyEnd(end);
  }

  async #originate(
    channelId: string,
    what: { endpoint: string; context: string; callerId?: string; timeout: number; variables: Record<string, string> },
  ): Promise<PlaceOutcome> {
    try {
      // All in the body: a URL would carry the number into access logs (ASTERISK.md 4). Never sent twice (8).
      const body = { ...what, extension: 's', priority: 1, channelId };
      await this.#ari.call('POST /channels', { body, timeoutMs: PLACE_TIMEOUT_MS });
      return { kind: 'sent' };
    } catch (error) {
      if (isCertainlyUnsent(error)) return { kind: 'refused', status: 0, why: messageOf(error) };
      if (!(error instanceof AriError)) return { kind: 'unknown', why: messageOf(error) };
      if (error.status !== 409) return { kind: 'refused', status: error.status, why: error.message };
      return this.#confirm(channelId, error.message);
    }
  }

  /** A 409 can lie on a connection that saw a true one (ASTERISK.md 11): only the leg itself tells. */
  async #confirm(channelId: string, why: string): Promise<PlaceOutcome> {
    try {
      return (await this.find(channelId)) === undefined ? { kind: 'unknown', why } : { kind: 'sent' };
    } catch {
      return { kind: 'unknown', why };
    }
  }

  /** After each connect: what the application has may be from another life, and what was pushed is lost by a restart. */
  async #prepare(): Promise<{ restarted: boolean }> {
    const { version, startedAt } = await readNode(this.#ari);
    checkVersion(version);
    const restarted = this.#startedAt !== undefined && this.#startedAt !== startedAt;
    await this.#ari.call('PUT /applications/{applicationName}/eventFilter', {
      path: { applicationName: this.#application },
      body: { allowed: WANTED_EVENTS.map((type) => ({ type })) },
    });
    for (const sipUser of this.#doomed) await this.#deletePhone(sipUser);
    const made: string[] = [];
    for (const trunk of this.#trunks.values()) made.push(await this.#makeTrunk(trunk));
    for (const phone of this.#phones.values()) made.push(await this.#makePhone(phone));
    await this.#checkSubscriptions(made);
    await this.#echo();
    if (this.#startedAt !== startedAt) await this.#withProbe('', (channelId) => this.#ask(channelId));
    this.#startedAt = startedAt;
    return { restarted };
  }

  async #ask(stasisChannelId: string): Promise<void> {
    await checkContexts(this.#ari, stasisChannelId);
    if (this.#deps.sessionLimit === undefined) return;
    this.#deps.sessionLimit(await readSessionLimit(this.#ari, stasisChannelId));
  }

  async #checkSubscriptions(endpoints: readonly string[]): Promise<void> {
    const { endpoint_ids: held } = await this.#readApplication();
    const missing = endpoints.filter((endpoint) => !held.includes(`PJSIP/${endpoint}`));
    if (missing.length > 0) throw new Error(`the application is not subscribed to ${missing.join(', ')}`);
  }

  /** ASTERISK.md 2: the application answers within 2 s and an event comes through; and the node was not restarted (10). */
  async #checkHealth(): Promise<void> {
    await this.#readApplication();
    await this.#echo();
    const { startedAt } = await readNode(this.#ari);
    if (startedAt !== this.#startedAt) throw new Error('the node was restarted');
  }

  async #readApplication(): Promise<ReturnType<typeof readApplication>> {
    const path = { applicationName: this.#application };
    return readApplication(
      await this.#ari.call('GET /applications/{applicationName}', { path, timeoutMs: HEALTH_TIMEOUT_MS }),
    );
  }

  async #echo(): Promise<void> {
    const token = `${this.#deps.rng.next()}`;
    const heard = this.#waiters.wait(
      `echo ${token}`,
      HEALTH_TIMEOUT_MS,
      'no event came through the WebSocket within 2 s',
    );
    const sent = this.#ari.call('POST /events/user/{eventName}', {
      path: { eventName: ECHO },
      query: { application: this.#application },
      body: { variables: { token } },
      timeoutMs: HEALTH_TIMEOUT_MS,
    });
    await Promise.all([sent, heard]);
  }

  async #makeTrunk(trunk: { key: string; sipUri: string; codecs: readonly string[] }): Promise<string> {
    const { groupKey, mediaAddress } = this.#deps;
    await putTrunk(this.#ari, { ...trunk, groupKey, mediaAddress });
    return this.#subscribe(trunkEndpoint(trunk.key, groupKey));
  }

  async #makePhone(phone: Phone): Promise<string> {
    await putPhone(this.#ari, phone);
    return this.#subscribe(phone.sipUser);
  }

  /** Resolves with the endpoint's name. */
  async #subscribe(endpoint: string): Promise<string> {
    await this.#ari.call('POST /applications/{applicationName}/subscription', {
      path: { applicationName: this.#application },
      query: { eventSource: [`endpoint:PJSIP/${endpoint}`] },
    });
    return endpoint;
  }

  async #withProbe<T>(forget: string, work: (channelId: string) => Promise<T>): Promise<T> {
    return this.#attempt(() => this.#probe.run(forget, work));
  }

  #take(decoded: Decoded): void {
    if (decoded.kind === 'user')
      return void this.#waiters.resolve(`${decoded.name === ECHO ? 'echo' : ''} ${decoded.token}`);
    if (decoded.kind !== 'telephony') return;
    const { event } = decoded;
    if (event.type !== 'contact' && this.#probe.owns(event.channelId)) {
      if (event.type === 'entered') this.#probe.entered(event.channelId);
      return;
    }
    this.#listener?.event(event);
  }

  #tell(event: LinkEvent): void {
    const fields = { application: this.#application, ...event };
    if (event.type === 'up') this.#deps.log.info(fields, 'telephony link up');
    else this.#deps.log.warn(fields, 'telephony link not usable');
    this.#listener?.link(event);
  }

  #isOurs(id: string): boolean {
    return id.startsWith(`${this.#deps.groupKey}.`);
  }

  /** Turns whatever goes wrong into the port's error. `gone` lists the statuses that mean so for this command. */
  async #attempt<T>(work: () => Promise<T>, gone: readonly number[] = [404]): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TelephonyRefused) throw error;
      if (error instanceof AriError) {
        const kind = gone.includes(error.status) ? 'gone' : error.status === 409 ? 'conflict' : 'failed';
        throw new TelephonyRefused(kind, error.message, error.status);
      }
      throw new TelephonyRefused(
        error instanceof AriWireError && error.timedOut ? 'timeout' : 'failed',
        messageOf(error),
      );
    }
  }
}

/** Asterisk's own limit stands a second behind the engine's timer, which alone says that the time-out was ours. */
function ringSeconds(ringTimeoutMs: number): number {
  return Math.ceil(ringTimeoutMs / 1_000) + 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
