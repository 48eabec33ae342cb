import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import type { CarrierLogEntry } from '../../../src/sim/carrier.ts';
import { act } from '../../../src/sim/control.ts';
import type { FloorPlan } from '../../support/floor-data.ts';
import { VirtualWorld } from '../../support/virtual/world.ts';

/**
 * What must happen within so many seconds, measured on a clock that only the work itself moves: exact on any machine. The
 * tests of the same faults on real time look at everything else.
 */
describe('limits of time, on virtual time', () => {
  let world: VirtualWorld;
  afterEach(async () => {
    await world?.close();
  });

  const open = async (agents: number, numbers: readonly string[], more: Partial<FloorPlan> = {}): Promise<void> => {
    world = await VirtualWorld.open(1, {
      plan: {
        groupKey: 'sales',
        node: 'sim',
        mode: 'ratio',
        linesPerAgent: 4,
        trunks: [{ key: 'carrier', sipUri: 'sip:carrier.sim', channels: 300 }],
        agents: Array.from({ length: agents }, () => ({ contactUri: undefined })),
        campaigns: [{ numbers, ringTimeoutMs: 60_000 }],
        ...more,
      },
    });
    await world.floor.start();
    await world.now(world.floor.staff());
  };
  const many = (n: number, kind: 'stays' | 'noAnswer'): string[] =>
    Array.from({ length: n }, (_, i) => numberFor(kind, i));
  const log = (): CarrierLogEntry[] => world.sim.carrier.log;
  const ringing = (): CarrierLogEntry[] =>
    log().filter((e) => e.ringingAt !== undefined && e.endedAt === undefined && e.answeredAt === undefined);
  const rings = (n: number) => world.until(`${n} calls to ring`, () => ringing().length === n, 30_000);
  const limitedBy = () => world.floor.engine.engine.figures(world.floor.data.groupId)?.limitedBy;
  const at = () => new Date(world.clock.now()).toISOString();
  const states = (agentId: string, from = 0) =>
    world.floor.events
      .slice(from)
      .flatMap((e) => (e.type === 'agent' && e.agentId === agentId ? [{ state: e.state, at: e.at }] : []));

  it('the emergency stop ends everything that rings within a second', async () => {
    await open(3, many(40, 'noAnswer'));
    await rings(12);
    await world.now(
      world.floor.sql(`insert into emergency_stop (id, reason, stopped_at) values (gen_random_uuid(), 'trial', $1)`, [
        at(),
      ]),
    );
    await world.until('nothing to ring', () => ringing().length === 0, 1_000);
    expect(log()).toHaveLength(12);
  });

  it('a number that comes onto the do-not-call list is cancelled within 2 s where it rings and not dialed where it waits, by every scope', async () => {
    const numbers = many(16, 'noAnswer');
    await open(2, numbers);
    await rings(8);
    const { floor } = world;
    const [own] = await world.now(
      floor.sql<{ department: string; campaign: string; list: string }>(
        'select department_id as department, campaign_id as campaign, list_id as list from contact limit 1',
      ),
    );
    const scopes = ['global', `department:${own?.department}`, `campaign:${own?.campaign}`, `list:${own?.list}`];
    // What holds for somebody else's campaign, list or department holds nobody up here, nor what has run out.
    const others = ['department', 'campaign', 'list'].map((kind) => `${kind}:${crypto.randomUUID()}`);
    const ringers = ringing().map(({ number }) => number);
    const waiting = numbers.filter((number) => !ringers.includes(number));
    const forbid = (number = '', scope = '', expiresAt: string | null = null): Promise<unknown> =>
      floor.sql(
        `insert into do_not_call (id, blind_index, scope, reason, source, created_at, expires_at)
         values (gen_random_uuid(), decode($1, 'hex'), $2, 'asked', 'test', $3, $4)`,
        [floor.blindIndex(number), scope, at(), expiresAt],
      );
    const [end, begin] = [at(), log().length];
    await world.now(
      Promise.all([
        ...[ringers, waiting].flatMap((some) => [
          ...scopes.map((scope, i) => forbid(some[i], scope)),
          ...others.map((scope, i) => forbid(some[i + 4], scope)),
        ]),
        forbid(ringers[7], 'global', end),
        forbid(waiting[7], 'global', end),
      ]),
    );
    await world.until('the four to end', () => log().filter((e) => e.endedAt !== undefined).length === 4, 2_000);
    expect(
      ringing()
        .map(({ number }) => number)
        .filter((number) => ringers.includes(number)),
    ).toEqual(ringers.slice(4));
    await world.until('the others to be dialed', () => log().length === begin + 4, 10_000);
    await world.pass(10_000);
    expect(
      log()
        .slice(begin)
        .map(({ number }) => number)
        .sort(),
    ).toEqual(waiting.slice(4).sort());
  });

  it('who is abandoned and presses 9 in the message is on the do-not-call list, who presses 1 is called back', async () => {
    const [served, asks, never, other] = [
      numberFor('stays', 1),
      ...['01', '09', '05'].map((nn) => numberFor('presses', 1, nn)),
    ];
    const numbers = [served, asks, never, other].map(String);
    await open(1, numbers);
    const { floor } = world;
    const closed = () => floor.events.filter((e) => e.type === 'call' && e.state === 'closed').length;
    await world.until('three to be abandoned', () => closed() === 3, 30_000);
    await world.now(floor.engine.records.flush(10_000));
    const rows = await world.now(
      floor.sql(`select encode(p.blind_index, 'hex') as number, c.state, c.source, c.queue_priority as priority,
          r.abandon ->> 'asked' as asked, d.source as forbidden, b.kind as call_back, b.due_at = c.due_at as same,
          round(extract(epoch from c.due_at - r.ended_at)) as wait
        from contact c join phone p on p.id = c.phone_id join call_record r on r.contact_id = c.id
          left join do_not_call d on d.blind_index = p.blind_index left join call_back b on b.contact_id = c.id
        order by r.abandon ->> 'asked'`),
    );
    const none = { asked: null, forbidden: null, call_back: null };
    expect(rows).toMatchObject([
      {
        ...none,
        number: floor.blindIndex(asks ?? ''),
        state: 'open',
        source: 'call-back',
        asked: 'call-back',
        call_back: 'anyone',
        priority: 99,
        same: true,
      },
      {
        ...none,
        number: floor.blindIndex(never ?? ''),
        state: 'closed',
        asked: 'do-not-call',
        forbidden: 'abandoned-message',
      },
      { ...none, number: floor.blindIndex(other ?? ''), state: 'closed' },
    ]);
    expect(Number(rows[0]?.wait)).toBeGreaterThanOrEqual(120);
  });

  it('a line is filled at its calls per second, evenly: no burst comes back each second', async () => {
    const perSecond = 50;
    await open(15, [], {
      linesPerAgent: 8,
      campaigns: [{ numbers: many(150, 'noAnswer'), ringTimeoutMs: 60_000, status: 'stopped' }],
      trunks: [{ key: 'carrier', sipUri: 'sip:carrier.sim', channels: 300, callsPerSecond: perSecond }],
    });
    await world.now(world.floor.sql(`update campaign set status = 'running'`));
    await world.until('the line at work', () => log().length > 0, 10_000);
    // Two seconds' worth, and the tenth of a second that may go ahead.
    await world.until('a hundred calls', () => log().length >= 2 * perSecond, 2_200);
    const times = log().map(({ invitedAt }) => invitedAt);
    const within = (ms: number) => Math.max(...times.map((t) => times.filter((u) => u >= t && u < t + ms).length));
    expect(within(1_000)).toBeLessThanOrEqual(perSecond + 5);
    expect(within(60)).toBeLessThanOrEqual(10);
  });

  it('a node that answers its commands late gets no new calls until it has caught up', async () => {
    await open(30, many(200, 'noAnswer'), { linesPerAgent: 5 });
    await rings(20);
    world.sim.faults.add({ kind: 'delay', on: '^POST /channels', ms: 4_000, times: 0 });
    await world.until('dialing to be held', () => limitedBy() === 'node-slow', 3_000);
    const held = log().length;
    expect(held).toBeLessThan(150);
    await world.pass(2_000);
    expect(log()).toHaveLength(held);
    world.sim.faults.clear();
    await world.until('the lines to be filled', () => log().length === 150, 20_000);
    expect(limitedBy()).not.toBe('node-slow');
  });

  it('FAULTS 2: with the WebSocket cut dialing stops within a second', async () => {
    await open(3, many(40, 'noAnswer'));
    await rings(12);
    world.sim.faults.add({ kind: 'respond', on: '^PUT /applications/[^/]+/eventFilter', status: 500, times: 0 });
    act(world.sim, { kind: 'kill-websocket' });
    await world.until('dialing to be held', () => limitedBy() === 'node-down', 1_000);
    for (const { number } of ringing().slice(0, 6)) world.sim.carrier.hangUp(number);
    await world.pass(10_000);
    expect(log()).toHaveLength(12);
  });

  it('FAULTS 24: a customer who hangs up during the join frees his agent within a second', async () => {
    const numbers = many(4, 'noAnswer');
    await open(1, numbers);
    const [agentId = ''] = world.floor.data.agentIds;
    await rings(4);
    for (const [i, status] of [400, 404, 409, 422].entries()) {
      await world.until('the agent to be idle', () => states(agentId).at(-1)?.state === 'idle', 10_000);
      world.sim.faults.add({ kind: 'respond', on: 'addChannel', status, body: { message: 'no' }, times: 0 });
      const from = world.floor.events.length;
      const number = numbers[i] ?? '';
      world.floor.once(
        (e) => e.type === 'agent' && e.state === 'reserved',
        () => world.sim.carrier.hangUp(number),
      );
      world.sim.carrier.pickUp(number);
      await world.until('him to be free again', () => states(agentId, from).at(-1)?.state === 'idle', 10_000);
      const [reserved, idle] = states(agentId, from);
      expect([reserved?.state, idle?.state]).toEqual(['reserved', 'idle']);
      expect((idle?.at ?? 0) - (reserved?.at ?? 0)).toBeLessThanOrEqual(1_000);
      world.sim.faults.clear();
    }
  });

  it('FAULTS 25: the customer of an agent lost during the connect has another within 2 s', async () => {
    const [number = ''] = many(1, 'stays');
    await open(2, [number], { linesPerAgent: 1 });
    const offers = () => world.floor.events.flatMap((e) => (e.type === 'offer' ? [e] : []));
    await world.until('the first agent to be joined', () => offers().length === 1, 30_000);
    const [row] = await world.now(
      world.floor.sql<{ u: string }>('select sip_user u from agent_seat where agent_id = $1', [offers()[0]?.agentId]),
    );
    act(world.sim, { kind: 'phone-habits', user: row?.u ?? '', habits: { onCall: 'refuse' } });
    act(world.sim, { kind: 'phone', user: row?.u ?? '', does: 'drop' });
    await world.until('another to be joined', () => offers().length === 2, 2_000);
    expect(offers()[1]?.agentId).not.toBe(offers()[0]?.agentId);
  });

  it('FAULTS 57: a phone whose session is revoked in mid-talk is off the node within 2 s', async () => {
    await open(1, many(1, 'stays'), { linesPerAgent: 1 });
    const [agentId = ''] = world.floor.data.agentIds;
    await world.until('the talk', () => states(agentId).at(-1)?.state === 'talking', 30_000);
    const [row] = await world.now(world.floor.sql<{ u: string }>('select sip_user u from agent_seat'));
    const user = row?.u ?? '';
    expect(world.sim.endpoints.has(user)).toBe(true);
    await world.now(
      world.floor.sql(
        `with s as (insert into session (id, token_hash, user_id, created_at, expires_at)
           values (gen_random_uuid(), '\\x00', $1, $2, $2::timestamptz + interval '1 hour') returning id)
         update agent_seat set via_id = s.id from s`,
        [agentId, at()],
      ),
    );
    await world.now(world.floor.sql('update session set revoked_at = $1', [at()]));
    await world.until('the phone to be off the node', () => !world.sim.endpoints.has(user), 2_000);
  });
});
