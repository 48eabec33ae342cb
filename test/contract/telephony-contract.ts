import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GroupTelephony } from '../../src/asterisk/group-telephony.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import type { LinkEvent, Log, PlaceCall, TelephonyEvent } from '../../src/dialer/ports.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { until } from '../support/until.ts';
import type { AriTarget } from './ari-session.ts';

const clock = new SystemClock();
const rng = new SystemRng();
const ids = new UuidV7Source(clock, rng);
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** One group's telephony with what it has heard. */
class Hands {
  readonly group: string;
  readonly telephony: GroupTelephony;
  readonly events: TelephonyEvent[] = [];
  readonly links: LinkEvent[] = [];
  readonly odd: string[] = [];
  readonly limits: (number | undefined)[] = [];
  readonly #transport: HttpTransport;

  constructor(target: AriTarget, group: string) {
    this.group = group;
    this.#transport = new HttpTransport({ clock, url: target.url, user: target.user, password: target.password });
    this.telephony = new GroupTelephony({
      clock,
      rng,
      transport: this.#transport,
      groupKey: group,
      mediaAddress: '127.0.0.1',
      silentPhoneSeconds: 3,
      log: silent,
      odd: (kind) => this.odd.push(kind),
      sessionLimit: (limit) => this.limits.push(limit),
    });
  }

  start(): void {
    this.telephony.start({ event: (event) => this.events.push(event), link: (event) => this.links.push(event) });
  }

  async up(times = 1): Promise<void> {
    await until(() => this.links.filter(({ type }) => type === 'up').length >= times, {
      what: `link up ${times} times; heard: ${JSON.stringify(this.links)}`,
      timeoutMs: 60_000,
    });
  }

  call(number: string, more: Partial<PlaceCall> = {}): PlaceCall {
    const attemptId = ids.next();
    return {
      channelId: `${this.group}.${attemptId}`,
      attemptId,
      trunkKey: 'main',
      number,
      callerId: '02000000001',
      ringTimeoutMs: 20_000,
      guardSeconds: 20,
      maxSeconds: 60,
      message: 'boda-abandoned',
      ...more,
    };
  }

  of(channelId: string): string[] {
    return this.events.flatMap((event) =>
      event.type !== 'contact' && event.channelId === channelId ? [event.type] : [],
    );
  }

  async heard<T extends TelephonyEvent['type']>(type: T, channelId: string): Promise<TelephonyEvent & { type: T }> {
    return until(
      () =>
        this.events.find(
          (event): event is TelephonyEvent & { type: T } =>
            event.type === type && event.type !== 'contact' && event.channelId === channelId,
        ),
      { what: `${type} of ${channelId}` },
    );
  }

  async end(): Promise<void> {
    await this.telephony.stop();
    await this.#transport.close();
  }
}

/** The `Telephony` port over an Asterisk, real or simulated: what the engine relies on. */
export function telephonyContract(
  name: string,
  start: () => Promise<{ target: AriTarget; stop(): Promise<void> }>,
): void {
  describe(`Telephony port on the ${name} Asterisk`, () => {
    let target: AriTarget;
    let stop = async (): Promise<void> => {};
    let serial = 500;
    const open: Hands[] = [];

    beforeAll(async () => {
      ({ target, stop } = await start());
    });
    afterEach(async () => {
      for (const hands of open.splice(0)) await hands.end();
    });
    afterAll(async () => stop());

    const hands = async (group: string): Promise<Hands> => {
      const made = new Hands(target, group);
      open.push(made);
      made.start();
      await made.telephony.useTrunk({ key: 'main', sipUri: target.carrierUri, codecs: ['alaw', 'ulaw'] });
      await made.up();
      return made;
    };
    const number = (behaviour: Parameters<AriTarget['number']>[0], nn = '00'): string =>
      target.number(behaviour, serial++, nn);

    test('a call is created, rings, is answered, enters, is joined, routed and ends, in this order', async () => {
      const made = await hands('story');
      const { telephony } = made;
      const leg = made.call(number('person', '11'), { guardSeconds: 2 });
      expect(await telephony.place(leg)).toEqual({ kind: 'sent' });
      expect(await made.heard('entered', leg.channelId)).toMatchObject({ role: 'out' });
      await telephony.makeBridge('story.agent.x');
      await telephony.makeBridge('story.agent.x');
      await telephony.join(leg.channelId, 'story.agent.x');
      await telephony.markRouted(leg.channelId, 60);
      expect(await made.heard('joined', leg.channelId)).toMatchObject({ bridgeId: 'story.agent.x' });
      expect(await telephony.find(leg.channelId)).toMatchObject({ state: 'up', inApplication: true });
      expect(await telephony.bridges()).toEqual([{ bridgeId: 'story.agent.x', channelIds: [leg.channelId] }]);
      const end = await made.heard('ended', leg.channelId);
      expect(end.cause).toBe(16);
      const seen = made.of(leg.channelId);
      expect(seen.filter((type, i) => seen.indexOf(type) === i)).toEqual([
        'created',
        'ringing',
        'answered',
        'entered',
        'joined',
        'hangup-requested',
        'unjoined',
        'left',
        'ended',
      ]);
      expect(await telephony.find(leg.channelId)).toBeUndefined();
      await telephony.removeBridge('story.agent.x');
      await telephony.removeBridge('story.agent.x');
      expect(await telephony.bridges()).toEqual([]);
      expect(made.odd).toEqual([]);
    });

    test('an abandoned call hears the message; its evidence is read and cleared', async () => {
      const made = await hands('left');
      const callee = number('stays');
      const leg = made.call(callee);
      const before = clock.now();
      await made.telephony.place(leg);
      await made.heard('entered', leg.channelId);
      await made.telephony.abandon(leg.channelId);
      await made.heard('ended', leg.channelId);
      await until(() => (target.messageHeardMs(callee) ?? 0) >= 800, { what: 'the message to be heard' });
      const evidence = (await made.telephony.readEvidence()).find(({ attemptId }) => attemptId === leg.attemptId);
      expect(evidence?.startedAt).toBeGreaterThanOrEqual(before - 1_000);
      expect(evidence?.playedAt).toBeGreaterThanOrEqual(evidence?.startedAt ?? Number.POSITIVE_INFINITY);
      await made.telephony.clearEvidence(evidence?.keys ?? []);
      expect((await made.telephony.readEvidence()).some(({ attemptId }) => attemptId === leg.attemptId)).toBe(false);
      await until(async () => (await made.telephony.channels()).length === 0, { what: 'every leg to be gone' });
      // The probes stay out of sight: an engine would hang up a leg it does not know.
      expect(made.events.every((event) => event.type === 'contact' || !event.channelId.includes('probe'))).toBe(true);
    });

    test('what an abandoned customer asks for by a key is kept with the evidence: 1 and 9, and no other', async () => {
      const made = await hands('keys');
      const legs = ['01', '05', '09'].map((nn) => made.call(number('presses', nn)));
      for (const leg of legs) {
        await made.telephony.place(leg);
        await made.heard('entered', leg.channelId);
        await made.telephony.abandon(leg.channelId);
      }
      for (const leg of legs) await made.heard('ended', leg.channelId);
      const evidence = await made.telephony.readEvidence();
      const asked = legs.map((leg) => evidence.find(({ attemptId }) => attemptId === leg.attemptId)?.asked);
      expect(asked).toEqual(['call-back', undefined, 'do-not-call']);
      await made.telephony.clearEvidence(evidence.flatMap(({ keys }) => keys));
      expect(await made.telephony.readEvidence()).toEqual([]);
    });

    test('a ringing leg is found by prefix though it is outside the application, and is hung up, twice without fault', async () => {
      const made = await hands('ringing');
      const leg = made.call(number('noAnswer'));
      await made.telephony.place(leg);
      await made.heard('ringing', leg.channelId);
      expect(await made.telephony.channels()).toMatchObject([
        { channelId: leg.channelId, state: 'ringing', inApplication: false },
      ]);
      await made.telephony.hangUp(leg.channelId);
      await made.heard('ended', leg.channelId);
      await made.telephony.hangUp(leg.channelId);
      expect(made.of(leg.channelId)).not.toContain('hangup-requested');
    });

    test('what cannot be placed is refused for certain; a second place of a living leg is the same leg', async () => {
      const made = await hands('refuse');
      expect(await made.telephony.place(made.call(number('person'), { trunkKey: 'nothere' }))).toMatchObject({
        kind: 'refused',
        status: 500,
      });
      for (const bad of ['PJSIP/x&PJSIP/y', '123@evil', '$' + '{SHELL(id)}', '']) {
        expect(await made.telephony.place(made.call(bad))).toMatchObject({ kind: 'refused', status: 0 });
      }
      const leg = made.call(number('noAnswer'));
      expect(await made.telephony.place(leg)).toEqual({ kind: 'sent' });
      await made.heard('ringing', leg.channelId);
      expect(await made.telephony.place(leg)).toEqual({ kind: 'sent' });
      await until(async () => (await made.telephony.channels()).length === 1, { what: 'one leg' });
      await made.telephony.hangUp(leg.channelId);
    });

    test('commands on what is gone say so', async () => {
      const made = await hands('gone');
      const leg = made.call(number('hangsUpAtOnce'));
      await made.telephony.place(leg);
      await made.heard('ended', leg.channelId);
      await made.telephony.makeBridge('gone.b');
      await expect(made.telephony.join(leg.channelId, 'gone.b')).rejects.toMatchObject({ kind: 'gone' });
      await expect(made.telephony.abandon(leg.channelId)).rejects.toMatchObject({ kind: 'gone' });
      await expect(made.telephony.markRouted(leg.channelId, 60)).rejects.toMatchObject({ kind: 'gone' });
      await made.telephony.removeBridge('gone.b');
    });

    test('an agent’s phone is made, called, joined and taken away', async () => {
      const made = await hands('seat');
      const sipUser = 'agentseat1';
      await made.telephony.makePhone({ sipUser, password: 'pw-of-seat-1', contactUri: target.phoneUri('seat1') });
      const channelId = 'seat.agent.seat1.1';
      const ring = { channelId, sipUser, ringTimeoutMs: 5_000, maxSeconds: 600 };
      expect(await made.telephony.ringPhone(ring)).toEqual({ kind: 'sent' });
      expect(await made.heard('entered', channelId)).toMatchObject({ role: 'agent' });
      await made.telephony.makeBridge('seat.agent.seat1');
      await made.telephony.join(channelId, 'seat.agent.seat1');
      await made.heard('joined', channelId);
      await made.telephony.hangUp(channelId);
      await made.heard('ended', channelId);
      await made.telephony.removeBridge('seat.agent.seat1');
      await made.telephony.removePhone(sipUser);
      await made.telephony.removePhone(sipUser);
      expect(await made.telephony.ringPhone({ ...ring, channelId: 'seat.agent.seat1.2' })).toMatchObject({
        kind: 'refused',
      });
    });

    test('a browser’s phone: can be called once it has registered; its registration is told when it comes, moves and goes', async () => {
      const made = await hands('web');
      const sipUser = 'webphone1';
      const contacts = (): boolean[] =>
        made.events.flatMap((event) =>
          event.type === 'contact' && event.sipUser === sipUser ? [event.reachable] : [],
        );
      await made.telephony.makePhone({ sipUser, password: 'pw-of-web-1', contactUri: undefined });
      const ring = { channelId: 'web.agent.web1.1', sipUser, ringTimeoutMs: 5_000, maxSeconds: 600 };
      expect(await made.telephony.ringPhone(ring)).toMatchObject({ kind: 'refused', status: 500 });
      const first = await target.register(sipUser, 'pw-of-web-1');
      await until(() => contacts().length > 0, { what: 'the registration' });
      expect(contacts()).toEqual([true]);
      first.close();
      await until(() => contacts().includes(false), { what: 'the registration to go' });
      const again = await target.register(sipUser, 'pw-of-web-1');
      await until(() => contacts().at(-1) === true, { what: 'the registration to come back' });
      again.close();
      await until(() => contacts().at(-1) === false, { what: 'the registration to go again' });
      expect(contacts()).toEqual([true, false, true, false]);
      await made.telephony.removePhone(sipUser);
    });

    test('packets from a phone are counted, and one that sends none is ended by the node with cause 44', async () => {
      const made = await hands('mute');
      const call = async (name: string, contactUri: string): Promise<string> => {
        const channelId = `mute.agent.${name}.1`;
        await made.telephony.makePhone({ sipUser: name, password: 'pw-of-mute', contactUri });
        await made.telephony.ringPhone({ channelId, sipUser: name, ringTimeoutMs: 5_000, maxSeconds: 600 });
        await made.heard('entered', channelId);
        return channelId;
      };
      const speaks = await call('agentspeaks', target.phoneUri('speaks'));
      const mute = await call('agentmute', target.mutePhoneUri('agentmute'));
      await until(async () => (await made.telephony.packetsFrom(speaks)) > 0, { what: 'the first packets' });
      const before = await made.telephony.packetsFrom(speaks);
      await until(async () => (await made.telephony.packetsFrom(speaks)) > before + 10, { what: 'more packets' });
      expect(await made.telephony.packetsFrom(mute)).toBe(0);
      expect(await made.heard('ended', mute)).toMatchObject({ cause: 44 });
      expect(made.of(speaks)).not.toContain('ended');
      await expect(made.telephony.packetsFrom(mute)).rejects.toMatchObject({ kind: 'gone' });
      for (const sipUser of ['agentspeaks', 'agentmute']) await made.telephony.removePhone(sipUser);
      await made.telephony.hangUp(speaks);
    });

    test('a customer is held out of the bridge and comes back; digits are sent; twice is once, and what is gone says so', async () => {
      const made = await hands('hold');
      const { telephony } = made;
      const leg = made.call(number('stays'));
      await telephony.place(leg);
      await made.heard('entered', leg.channelId);
      await telephony.makeBridge('hold.b');
      await telephony.join(leg.channelId, 'hold.b');
      await made.heard('joined', leg.channelId);
      await telephony.hold(leg.channelId, 'hold.b');
      await made.heard('unjoined', leg.channelId);
      await telephony.hold(leg.channelId, 'hold.b');
      expect(await telephony.find(leg.channelId)).toMatchObject({ state: 'up', inApplication: true });
      expect(await telephony.bridges()).toEqual([{ bridgeId: 'hold.b', channelIds: [] }]);
      await telephony.dtmf(leg.channelId, '12*#');
      await telephony.unhold(leg.channelId, 'hold.b');
      await until(() => made.of(leg.channelId).filter((type) => type === 'joined').length === 2, {
        what: 'joined again',
      });
      expect(await telephony.bridges()).toEqual([{ bridgeId: 'hold.b', channelIds: [leg.channelId] }]);
      await telephony.dtmf(leg.channelId, '3');
      await telephony.hangUp(leg.channelId);
      await made.heard('ended', leg.channelId);
      await expect(telephony.hold(leg.channelId, 'hold.b')).rejects.toMatchObject({ kind: 'gone' });
      await expect(telephony.unhold(leg.channelId, 'hold.b')).rejects.toMatchObject({ kind: 'gone' });
      await expect(telephony.dtmf(leg.channelId, '1')).rejects.toMatchObject({ kind: 'gone' });
      await telephony.removeBridge('hold.b');
    });

    test('a leg that is put into another bridge of ours moves there, once; three stand in one; and what was never held is taken off hold', async () => {
      const made = await hands('move');
      const { telephony } = made;
      const legs = [made.call(number('stays')), made.call(number('stays')), made.call(number('stays'))] as const;
      const [customer, one, other] = legs.map(({ channelId }) => channelId) as [string, string, string];
      for (const leg of legs) await telephony.place(leg);
      for (const leg of legs) await made.heard('entered', leg.channelId);
      const stand = async (): Promise<string[][]> => {
        const found = new Map((await telephony.bridges()).map(({ bridgeId, channelIds }) => [bridgeId, channelIds]));
        return ['move.b1', 'move.b2'].map((id) => [...(found.get(id) ?? ['no bridge'])].sort());
      };
      for (const bridge of ['move.b1', 'move.b2']) await telephony.makeBridge(bridge);
      await telephony.join(one, 'move.b1');
      await telephony.join(customer, 'move.b1');
      await telephony.join(other, 'move.b2');
      expect(await stand()).toEqual([[customer, one].sort(), [other]]);
      await telephony.join(customer, 'move.b2');
      expect(await stand()).toEqual([[one], [customer, other].sort()]);
      const moves = () =>
        made.of(customer).filter((type) => type === 'joined' || type === 'unjoined' || type === 'left');
      // Events come on a wire of their own, after the answers or before them.
      await until(() => moves().length >= 3, { what: 'the moves to be heard' });
      expect(moves()).toEqual(['joined', 'unjoined', 'joined']);
      await telephony.join(one, 'move.b2');
      expect(await stand()).toEqual([[], [customer, one, other].sort()]);
      await telephony.join(one, 'move.b1');
      // Back to where one was, though nobody had put him on hold: also from a bridge.
      await telephony.unhold(customer, 'move.b1');
      expect(await stand()).toEqual([[customer, one].sort(), [other]]);
      await telephony.unhold(customer, 'move.b1');
      expect(await stand()).toEqual([[customer, one].sort(), [other]]);
      await telephony.hold(customer, 'move.b1');
      await telephony.join(other, 'move.b1');
      await telephony.join(other, 'move.b2');
      await telephony.unhold(customer, 'move.b2');
      expect(await stand()).toEqual([[one], [customer, other].sort()]);
      for (const leg of legs) await telephony.hangUp(leg.channelId);
      for (const leg of legs) await made.heard('ended', leg.channelId);
      await expect(telephony.join(customer, 'move.b1')).rejects.toMatchObject({ kind: 'gone' });
      for (const bridge of ['move.b1', 'move.b2']) await telephony.removeBridge(bridge);
    });

    test('another process that takes the application: replaced, once, and no reconnect', async () => {
      const first = await hands('taken');
      const second = await hands('taken');
      await until(() => first.links.some(({ type }) => type === 'replaced'), { what: 'replaced' });
      const leg = second.call(number('busy'));
      await second.telephony.place(leg);
      await second.heard('ended', leg.channelId);
      expect(first.links.map(({ type }) => type)).toEqual(['up', 'replaced']);
      expect(second.links.map(({ type }) => type)).toEqual(['up']);
    });

    test('28: the node tells its sessionlimit', async () => {
      const made = await hands('limits');
      expect(made.limits).toEqual([target.sessionLimit]);
    });

    test('a wrong password and a node that is not there are said in words, and it goes on trying', async () => {
      const wrong = new Hands({ ...target, password: 'nope' }, 'wrong');
      const away = new Hands({ ...target, url: 'http://127.0.0.1:9/ari' }, 'away');
      open.push(wrong, away);
      wrong.start();
      away.start();
      await until(() => wrong.links.length > 0 && away.links.length > 0, { what: 'both to be down' });
      expect(wrong.links[0]).toMatchObject({ type: 'down', why: expect.stringContaining('password (401)') });
      expect(away.links[0]).toMatchObject({ type: 'down', why: expect.stringContaining('ECONNREFUSED') });
      const leg = away.call(number('person'));
      expect(await away.telephony.place(leg)).toMatchObject({ kind: 'refused', status: 0 });
    });

    test('a restarted node is noticed, and everything that was pushed is made anew', async () => {
      const made = await hands('reborn');
      const stays = made.call(number('stays'));
      await made.telephony.place(stays);
      await made.heard('entered', stays.channelId);
      await target.restart();
      await made.up(2);
      expect(made.links[0]).toMatchObject({ type: 'up', restarted: false });
      expect(made.links[1]).toMatchObject({ type: 'down' });
      expect(made.links.at(-1)).toMatchObject({ type: 'up', restarted: true });
      expect(await made.telephony.channels()).toEqual([]);
      const leg = made.call(number('busy'));
      expect(await made.telephony.place(leg)).toEqual({ kind: 'sent' });
      expect(await made.heard('ended', leg.channelId)).toMatchObject({ cause: 17, techCause: 486 });
    });
  });
}
