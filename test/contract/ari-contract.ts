import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { AriSession, type AriTarget } from './ari-session.ts';

/**
 * What Boda relies on in an Asterisk's ARI, fact by fact of ASTERISK.md. Runs on the real Asterisk and on the simulated one:
 * where they differ, the simulation is wrong.
 */
export function ariContract(name: string, start: () => Promise<{ target: AriTarget; stop(): Promise<void> }>): void {
  describe(`ARI contract on the ${name} Asterisk`, () => {
    let target: AriTarget;
    let stop = async (): Promise<void> => {};
    const sessions: AriSession[] = [];
    let serial = 100;

    const open = async (group: string): Promise<AriSession> => {
      const session = await AriSession.open(target, group);
      sessions.push(session);
      return session;
    };
    const number = (behaviour: Parameters<AriTarget['number']>[0], nn = '00'): string =>
      target.number(behaviour, serial++, nn);

    /** The log of the far end, and the recording that it names, come a moment behind the end of the call. */
    const hearsMessage = async (callee: string): Promise<void> => {
      await until(() => (target.messageHeardMs(callee) ?? 0) >= 800, { what: `${callee} to hear the message` });
    };

    beforeAll(async () => {
      ({ target, stop } = await start());
    });
    afterAll(async () => {
      for (const session of sessions) await session.end();
      await stop();
    });

    describe('connection and application', () => {
      test('wrong credentials are 401, on a command and on the event stream', async () => {
        const session = new AriSession({ ...target, password: 'not-it' }, 'wrongpw');
        expect((await session.request('GET', '/applications')).status).toBe(401);
        await expect(session.connect()).rejects.toThrow('401');
        await session.end();
      });

      test('5: a second socket for the name replaces the first, which stays open, hears nothing and can still command', async () => {
        const first = await open('fence');
        const second = await open('fence');
        await until(() => first.events.some(({ type }) => type === 'ApplicationReplaced'), {
          what: 'ApplicationReplaced',
        });
        const before = first.events.length;
        await second.place('f1', number('busy'));
        await second.heard('ChannelDestroyed', second.channel('f1'));
        expect(first.events.length).toBe(before);
        expect(first.closed).toBeUndefined();
        expect((await first.request('GET', '/channels')).status).toBe(200);
        expect((await first.place('f2', number('busy'))).status).toBe(200);
        await second.heard('ChannelDestroyed', second.channel('f2'));
      });

      test('3: a dropped socket hangs nothing up; its gap is lost; the subscription lives on with the application', async () => {
        const session = await open('gap');
        await session.place('g1', number('stays', '00'));
        await session.heard('StasisStart', session.channel('g1'));
        await session.place('g2', number('noAnswer'));
        await session.heard('ChannelStateChange', session.channel('g2'));
        session.disconnect();
        expect((await session.request('GET', `/channels/${session.channel('g1')}`)).status).toBe(200);
        await session.ok('DELETE', `/channels/${session.channel('g1')}`);
        await until(async () => (await session.request('GET', `/channels/${session.channel('g1')}`)).status === 404, {
          what: 'the leg to be gone',
        });
        await session.connect();
        const app = (await session.ok('GET', `/applications/${session.application}`)) as {
          endpoint_ids: string[];
          channel_ids: string[];
        };
        expect(app.endpoint_ids).toContain('PJSIP/main-gap');
        expect(app.channel_ids).not.toContain(session.channel('g2'));
        const all = (await session.ok('GET', '/channels')) as { id: string }[];
        expect(all.map(({ id }) => id)).toContain(session.channel('g2'));
        await session.ok('DELETE', `/channels/${session.channel('g2')}`);
        await session.heard('ChannelDestroyed', session.channel('g2'));
        expect(session.types(session.channel('g1'))).not.toContain('ChannelDestroyed');
      });

      test('9: the event filter keeps kinds out, and user events come through (2)', async () => {
        const session = await open('filter');
        const allowed = ['ChannelCreated', 'ChannelDestroyed', 'ChannelUserevent'].map((type) => ({ type }));
        await session.ok('PUT', `/applications/${session.application}/eventFilter`, { allowed });
        await session.place('x1', number('busy'));
        await session.heard('ChannelDestroyed', session.channel('x1'));
        expect(session.types(session.channel('x1'))).toEqual(['ChannelCreated', 'ChannelDestroyed']);
        await session.ok('POST', `/events/user/boda-echo?application=${session.application}`, {
          variables: { token: 'abc' },
        });
        const echo = await until(() => session.events.find(({ type }) => type === 'ChannelUserevent'), {
          what: 'the echo',
        });
        expect(echo).toMatchObject({ eventname: 'boda-echo', userevent: { token: 'abc' } });
      });

      test('an application that nobody made is 404, for reading, subscribing and echoing', async () => {
        const session = await open('noapp');
        expect((await session.request('GET', '/applications/boda-nobody')).status).toBe(404);
        const path = '/applications/boda-nobody/subscription?eventSource=endpoint:PJSIP/main-noapp';
        expect((await session.request('POST', path)).status).toBe(404);
        expect((await session.request('POST', '/events/user/x?application=boda-nobody')).status).toBe(404);
      });
    });

    describe('placing', () => {
      test('4: a call through the group’s endpoint is heard from creation to end, once each, by that group alone', async () => {
        const session = await open('one');
        const other = await open('two');
        await session.place('c1', number('person', '10'));
        const id = session.channel('c1');
        await session.heard('ChannelDestroyed', id);
        // A Dial and the state change that it goes with come in either order.
        const story = (pattern: RegExp): string[] =>
          session
            .of(id)
            .filter(({ type }) => pattern.test(type))
            .map((event) => [event.type, event.dialstatus ?? event.channel?.state].join(' '));
        expect(story(/^(ChannelCreated|ChannelStateChange|Stasis.*|ChannelDestroyed)$/)).toEqual([
          'ChannelCreated Down',
          'ChannelStateChange Ringing',
          'ChannelStateChange Up',
          'StasisStart Up',
          'StasisEnd Up',
          'ChannelDestroyed Up',
        ]);
        expect(story(/^Dial$/)).toEqual(['Dial ', 'Dial RINGING', 'Dial ANSWER']);
        expect((await session.heard('StasisStart', id)).args).toEqual(['out']);
        expect(await session.heard('ChannelDestroyed', id)).toMatchObject({ cause: 16 });
        expect(other.of(id)).toEqual([]);
      });

      test('who hung up shows in ChannelHangupRequest: soft when it was this side', async () => {
        const session = await open('who');
        await session.place('w1', number('person', '00'));
        await session.heard('ChannelDestroyed', session.channel('w1'));
        expect(
          session.of(session.channel('w1')).find(({ type }) => type === 'ChannelHangupRequest')?.soft ?? false,
        ).toBe(false);
        await session.place('w2', number('stays', '00'));
        await session.heard('StasisStart', session.channel('w2'));
        await session.ok('DELETE', `/channels/${session.channel('w2')}`);
        await session.heard('ChannelDestroyed', session.channel('w2'));
        const requests = session.of(session.channel('w2')).filter(({ type }) => type === 'ChannelHangupRequest');
        expect(requests.length).toBeGreaterThan(0);
        expect(requests.every(({ soft }) => soft === true)).toBe(true);
      });

      test.each([
        ['busy', '00', 17, 486],
        ['invalid', '00', 1, 404],
        ['congestion', '00', 34, 503],
        ['rejected', '00', 21, 603],
        ['powerOff', '00', 19, 480],
        ['code4xx', '03', 21, 403],
        ['code4xx', '08', 18, 408],
        ['code4xx', '10', 22, 410],
        ['code4xx', '84', 28, 484],
        ['code4xx', '88', 58, 488],
        ['code5xx', '00', 38, 500],
        ['code6xx', '00', 17, 600],
        ['code6xx', '04', 1, 604],
        ['code6xx', '07', 127, 607],
        ['code6xx', '08', 127, 608],
      ] as const)(
        '14, 13: %s %s ends with cause %i and tech_cause %i, and never enters Stasis',
        async (kind, nn, cause, tech) => {
          const session = await open(`e${tech}`);
          await session.place('e1', number(kind, nn));
          const end = await session.heard('ChannelDestroyed', session.channel('e1'));
          expect([end.cause, end.tech_cause]).toEqual([cause, tech]);
          expect(session.types(session.channel('e1'))).not.toContain('StasisStart');
          expect(session.types(session.channel('e1'))).not.toContain('StasisEnd');
        },
      );

      test('21: a carrier that never replies, and our own ring time-out, both end 19/480; only ringing tells them apart', async () => {
        const session = await open('quiet');
        await session.putTrunk('silent', target.silentUri);
        await session.place('q1', number('noAnswer'), { trunk: 'silent', timeout: 2 });
        await session.place('q2', number('noAnswer'), { timeout: 2 });
        await session.place('q3', number('neverReplies'), { timeout: 2 });
        for (const attempt of ['q1', 'q2', 'q3']) {
          const end = await session.heard('ChannelDestroyed', session.channel(attempt));
          expect([attempt, end.cause, end.tech_cause]).toEqual([attempt, 19, 480]);
        }
        const rang = (attempt: string): boolean =>
          session.of(session.channel(attempt)).some(({ dialstatus }) => dialstatus === 'RINGING');
        expect([rang('q1'), rang('q2'), rang('q3')]).toEqual([false, true, false]);
      });

      test('22: early media shows as Dial PROGRESS, without a state change and without Stasis', async () => {
        const session = await open('early');
        await session.place('m1', number('announcement'), { timeout: 2 });
        const id = session.channel('m1');
        await session.heard('ChannelDestroyed', id);
        expect(session.of(id).some(({ dialstatus }) => dialstatus === 'PROGRESS')).toBe(true);
        expect(session.types(id)).not.toContain('ChannelStateChange');
        expect(session.types(id)).not.toContain('StasisStart');
      });

      test('14: an endpoint that is not there is 500 at once, and leaves no leg', async () => {
        const session = await open('nope');
        const answer = await session.place('n1', number('person'), { trunk: 'unknown' });
        expect(answer.status).toBe(500);
        expect((await session.request('GET', `/channels/${session.channel('n1')}`)).status).toBe(404);
        expect(session.of(session.channel('n1'))).toEqual([]);
      });

      test('11: our channel id is refused with 409 while the leg lives and taken again after it', async () => {
        const session = await open('idem');
        await session.place('i1', number('stays'));
        await session.heard('StasisStart', session.channel('i1'));
        expect((await session.place('i1', number('stays'))).status).toBe(409);
        expect((await session.request('GET', `/channels/${session.channel('i1')}`)).status).toBe(200);
        await session.ok('DELETE', `/channels/${session.channel('i1')}`);
        await session.heard('ChannelDestroyed', session.channel('i1'));
        // Over a connection that saw no 409: there, later failures say 409 too.
        const fresh = new AriSession(target, 'idem');
        sessions.push(fresh);
        expect((await fresh.place('i1', number('busy'))).status).toBe(200);
        await until(
          () => session.of(session.channel('i1')).filter(({ type }) => type === 'ChannelDestroyed').length === 2,
          {
            what: 'the second leg to end',
          },
        );
      });

      test('11: a channel id that is the beginning of a living one’s is refused with 409 too', async () => {
        const session = await open('prefix');
        await session.place('p12', number('noAnswer'));
        await session.heard('ChannelCreated', session.channel('p12'));
        expect((await session.place('p1', number('noAnswer'))).status).toBe(409);
        expect((await session.request('GET', `/channels/${session.channel('p1')}`)).status).toBe(404);
        expect((await session.place('p123', number('noAnswer'))).status).toBe(200);
        await session.ok('DELETE', `/channels/${session.channel('p12')}`);
        await session.ok('DELETE', `/channels/${session.channel('p123')}`);
      });
    });

    describe('nobody is left in silence', () => {
      test('4: with the application dead an answered leg gets the message and leaves its evidence', async () => {
        const session = await open('dead');
        const callee = number('stays');
        await session.place('d1', callee, { application: 'boda-nobody' });
        const end = await session.heard('ChannelDestroyed', session.channel('d1'));
        expect(session.types(session.channel('d1'))).not.toContain('StasisStart');
        expect(end.channel?.state).toBe('Up');
        expect(await session.evidence('d1')).toEqual(['played', 'start']);
        await hearsMessage(callee);
      });

      test('4: with the socket of the application gone the message is played too', async () => {
        const session = await open('cut');
        session.disconnect();
        const callee = number('stays', '20');
        await session.place('d2', callee);
        await hearsMessage(callee);
        await session.connect();
        expect(await session.evidence('d2')).toEqual(['played', 'start']);
      });

      test('16: a frozen engine: the guard ends the wait in Stasis and the message is played', async () => {
        const session = await open('frozen');
        const callee = number('stays');
        await session.place('t1', callee, { guard: 2 });
        const entered = await session.heard('StasisStart', session.channel('t1'));
        const left = await session.heard('StasisEnd', session.channel('t1'));
        const waited = Date.parse(left.timestamp) - Date.parse(entered.timestamp);
        expect(waited).toBeGreaterThanOrEqual(1_900);
        expect(waited).toBeLessThan(10_000);
        await session.heard('ChannelDestroyed', session.channel('t1'));
        await hearsMessage(callee);
        expect(await session.evidence('t1')).toEqual(['played', 'start']);
      });

      test('16: ROUTED and the full limit lift the guard; at the limit the talk ends without a message', async () => {
        const session = await open('routed');
        const callee = number('stays');
        await session.place('r1', callee, { guard: 2 });
        const id = session.channel('r1');
        await session.heard('StasisStart', id);
        await session.ok('POST', '/bridges/routed.b1?type=mixing');
        await session.ok('POST', `/bridges/routed.b1/addChannel?channel=${id}`);
        await session.ok('POST', `/channels/${id}/variables`, { variables: { ROUTED: '1', 'TIMEOUT(absolute)': '4' } });
        expect(Number(await session.variable(id, 'TIMEOUT(absolute)'))).toBeGreaterThan(2.5);
        const joined = await session.heard('ChannelEnteredBridge', id);
        const end = await session.heard('ChannelDestroyed', id);
        expect(Date.parse(end.timestamp) - Date.parse(joined.timestamp)).toBeGreaterThan(3_000);
        expect(await session.evidence('r1')).toEqual([]);
        expect(await until(() => target.messageHeardMs(callee) !== undefined, { what: 'the end of the call' })).toBe(
          true,
        );
        expect(target.messageHeardMs(callee)).toBe(0);
      });

      test('the engine abandons by continue: 204, the message, the evidence; then keys are deleted through a probe', async () => {
        const session = await open('cont');
        const callee = number('stays');
        await session.place('k1', callee);
        const id = session.channel('k1');
        await session.heard('StasisStart', id);
        const path = `/channels/${id}/continue?context=boda-abandon&extension=s&priority=1`;
        expect((await session.request('POST', path)).status).toBe(204);
        await session.heard('StasisEnd', id);
        await session.heard('ChannelDestroyed', id);
        expect((await session.request('POST', path)).status).toBe(404);
        expect(await session.evidence('k1')).toEqual(['played', 'start']);
        const probe = await session.probe();
        const keys = (await session.variable(`${probe}.in`, 'DB_KEYS(boda-abandon)')).split(',');
        await session.request('DELETE', `/channels/${probe}`);
        const mine = keys.filter((key) => key.startsWith('k1~')).join(',');
        const forget = await session.probe({ BODA_FORGET: mine });
        await session.request('DELETE', `/channels/${forget}`);
        expect(await session.evidence('k1')).toEqual([]);
      });

      test('contexts can be checked through a leg in Stasis', async () => {
        const session = await open('ctx');
        const probe = await session.probe();
        for (const context of ['boda-out', 'boda-abandon', 'boda-agent', 'boda-probe', 'boda-hold']) {
          expect([context, await session.variable(`${probe}.in`, `DIALPLAN_EXISTS(${context},s,1)`)]).toEqual([
            context,
            '1',
          ]);
        }
        expect(await session.variable(`${probe}.in`, 'DIALPLAN_EXISTS(nowhere,s,1)')).toBe('0');
        await session.request('DELETE', `/channels/${probe}`);
      });
    });

    describe('bridges', () => {
      test('17: making one twice is 409, adding a leg twice is 204, deleting one hangs nothing up', async () => {
        const session = await open('bridge');
        await session.place('b1', number('stays'));
        const id = session.channel('b1');
        await session.heard('StasisStart', id);
        expect((await session.request('POST', '/bridges/bridge.own?type=mixing')).status).toBe(200);
        expect((await session.request('POST', '/bridges/bridge.own?type=mixing')).status).toBe(409);
        expect((await session.request('POST', `/bridges/bridge.own/addChannel?channel=${id}`)).status).toBe(204);
        await session.heard('ChannelEnteredBridge', id);
        expect((await session.request('POST', `/bridges/bridge.own/addChannel?channel=${id}`)).status).toBe(204);
        const bridges = (await session.ok('GET', '/bridges')) as { id: string; channels: string[] }[];
        expect(bridges.find((bridge) => bridge.id === 'bridge.own')?.channels).toEqual([id]);
        expect((await session.request('DELETE', '/bridges/bridge.own')).status).toBe(204);
        // 409 for the moment that its last snapshot outlives it.
        await until(async () => (await session.request('DELETE', '/bridges/bridge.own')).status === 404, {
          what: 'the bridge to be gone',
        });
        expect((await session.request('GET', `/channels/${id}`)).status).toBe(200);
        await session.ok('DELETE', `/channels/${id}`);
      });

      test('24: adding a leg that hung up is 400, to a bridge that is not there 404, one outside Stasis 422', async () => {
        const session = await open('late');
        await session.ok('POST', '/bridges/late.b1?type=mixing');
        await session.place('l1', number('hangsUpAtOnce'));
        await session.heard('ChannelDestroyed', session.channel('l1'));
        const add = async (bridge: string, attempt: string): Promise<number> =>
          (await session.request('POST', `/bridges/${bridge}/addChannel?channel=${session.channel(attempt)}`)).status;
        expect(await add('late.b1', 'l1')).toBe(400);
        await session.place('l2', number('noAnswer'));
        await session.heard('ChannelCreated', session.channel('l2'));
        expect(await add('late.b1', 'l2')).toBe(422);
        expect(await add('late.none', 'l2')).toBe(404);
        await session.ok('DELETE', `/channels/${session.channel('l2')}`);
        expect((await session.request('DELETE', `/channels/${session.channel('l1')}`)).status).toBe(404);
        await session.ok('DELETE', '/bridges/late.b1');
      });

      test('a customer and an agent’s phone in one bridge; the bridge stays when the customer goes', async () => {
        const session = await open('talk');
        await session.put('aor', 'agentt1', { contact: target.phoneUri('t1'), max_contacts: '1' });
        await session.put('endpoint', 'agentt1', {
          transport: 'transport-udp',
          context: 'boda-none',
          disallow: 'all',
          allow: 'alaw',
          aors: 'agentt1',
        });
        await session.ok(
          'POST',
          `/applications/${session.application}/subscription?eventSource=endpoint:PJSIP/agentt1`,
        );
        await session.ok('POST', '/bridges/talk.agent.t1?type=mixing');
        const agent = 'talk.agent.t1.1';
        await session.ok('POST', '/channels', {
          endpoint: 'PJSIP/agentt1',
          context: 'boda-agent',
          extension: 's',
          priority: 1,
          channelId: agent,
          timeout: 10,
          variables: { BODA_APP: session.application, BODA_MAX: '60' },
        });
        expect((await session.heard('StasisStart', agent)).args).toEqual(['agent']);
        await session.ok('POST', `/bridges/talk.agent.t1/addChannel?channel=${agent}`);
        await session.heard('ChannelEnteredBridge', agent);
        await session.place('p1', number('person', '00'));
        const customer = session.channel('p1');
        await session.heard('StasisStart', customer);
        await session.ok('POST', `/bridges/talk.agent.t1/addChannel?channel=${customer}`);
        await session.heard('ChannelEnteredBridge', customer);
        await session.heard('ChannelLeftBridge', customer);
        await session.heard('ChannelDestroyed', customer);
        const bridge = (await session.ok('GET', '/bridges/talk.agent.t1')) as { channels: string[] };
        expect(bridge.channels).toEqual([agent]);
        await session.ok('DELETE', `/channels/${agent}`);
        await session.heard('ChannelDestroyed', agent);
      });
    });

    describe('phones', () => {
      test('20: an endpoint is made for one sign-in (200), can be read, and goes (204, then 404)', async () => {
        const session = await open('phone');
        const path = '/asterisk/config/dynamic/res_pjsip';
        const auth = { auth_type: 'userpass', username: 'u1', password: 'secret-of-u1' };
        expect((await session.put('auth', 'u1', auth)).status).toBe(200);
        expect((await session.put('aor', 'u1', { max_contacts: '1', remove_existing: 'yes' })).status).toBe(200);
        const endpoint = { auth: 'u1', aors: 'u1', context: 'boda-none', disallow: 'all', allow: 'alaw,ulaw' };
        expect((await session.put('endpoint', 'u1', endpoint)).status).toBe(200);
        // In clear: why ARI is bound to loopback.
        const shown = (await session.ok('GET', `${path}/auth/u1`)) as { attribute: string; value: string }[];
        expect(shown.find(({ attribute }) => attribute === 'password')?.value).toBe('secret-of-u1');
        for (const type of ['endpoint', 'aor', 'auth']) {
          expect((await session.request('DELETE', `${path}/${type}/u1`)).status).toBe(204);
          expect((await session.request('GET', `${path}/${type}/u1`)).status).toBe(404);
          expect((await session.request('DELETE', `${path}/${type}/u1`)).status).toBe(404);
        }
      });
    });

    describe('restart', () => {
      test('10: a restart shows as another startup_time; calls, endpoints and the application are gone without a word', async () => {
        const session = await open('again');
        await session.place('a1', number('stays'));
        await session.heard('StasisStart', session.channel('a1'));
        const info = async (): Promise<string> =>
          ((await session.ok('GET', '/asterisk/info')) as { status: { startup_time: string } }).status.startup_time;
        const before = await info();
        await target.restart();
        await until(() => session.closed !== undefined, { what: 'the socket to close' });
        expect(await info()).not.toBe(before);
        expect(await session.ok('GET', '/channels')).toEqual([]);
        expect((await session.request('GET', `/applications/${session.application}`)).status).toBe(404);
        expect((await session.request('GET', '/asterisk/config/dynamic/res_pjsip/endpoint/main-again')).status).toBe(
          404,
        );
        expect(session.types(session.channel('a1'))).not.toContain('ChannelDestroyed');
      });
    });
  });
}
