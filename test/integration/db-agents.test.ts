import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgAgentStore } from '../../src/db/agent-store.ts';
import { PgAttemptStore } from '../../src/db/attempt-store.ts';
import { PgLeaseStore } from '../../src/db/lease-store.ts';
import { openPools, type Pools } from '../../src/db/pool.ts';
import type { AgentWish, Lease } from '../../src/dialer/ports.ts';
import type { AgentStateName } from '../../src/domain/agent.ts';
import { SystemClock } from '../../src/shared/clock.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import {
  draftOf,
  FLOOR,
  type Floor,
  HOUR,
  ids,
  makeAgent,
  makeContact,
  makeFloor,
  memoryLog,
  NOW,
  pass,
  vault,
} from './db-fixture.ts';

let database: TestDatabase;
let pools: Pools;
let floor: Floor;
let agents: PgAgentStore;

beforeAll(async () => {
  database = await createDatabase();
  pools = openPools(database.url, memoryLog());
  floor = await makeFloor(pools.api);
  agents = new PgAgentStore(pools.pacing, new SystemClock(), memoryLog());
});
afterAll(async () => {
  await pools?.close();
  await database?.drop();
});

const change = (agentId: string, state: AgentStateName, at: number, attemptId?: string) => ({
  agentId,
  groupId: floor.groupId,
  state,
  reason: state === 'paused' ? 'lunch' : undefined,
  attemptId,
  at,
  leaving: false,
  deadlineAt: undefined,
  extended: false,
});

async function intervals(agentId: string): Promise<[string, number, number | null][]> {
  const rows = await pools.api
    .selectFrom('agent_interval')
    .select(['state', 'since', 'until'])
    .where('agent_id', '=', agentId)
    .orderBy('since')
    .execute();
  return rows.map((row) => [row.state, row.since - NOW, row.until === null ? null : row.until - NOW]);
}

describe('noteState', () => {
  it('puts every second of a shift in exactly one state, over many batches', async () => {
    const agent = await makeAgent(pools.api, floor);
    const states: AgentStateName[] = [
      'connecting',
      'idle',
      'reserved',
      'talking',
      'wrapup',
      'idle',
      'paused',
      'offline',
    ];
    for (const [i, state] of states.entries()) {
      agents.noteState(change(agent, state, NOW + i * 1_000));
      if (i % 3 === 0) await agents.flush();
    }
    await agents.flush();
    expect(await intervals(agent)).toEqual(states.slice(0, -1).map((state, i) => [state, i * 1_000, (i + 1) * 1_000]));
    expect(await agents.seat(agent)).toMatchObject({ state: 'offline', since: NOW + 7_000, leaving: false });
  });

  it('keeps no state of no length, within a batch and across batches', async () => {
    const agent = await makeAgent(pools.api, floor);
    agents.noteState(change(agent, 'connecting', NOW));
    agents.noteState(change(agent, 'idle', NOW));
    await agents.flush();
    agents.noteState(change(agent, 'paused', NOW));
    await agents.flush();
    agents.noteState(change(agent, 'idle', NOW + 5));
    await agents.flush();
    expect(await intervals(agent)).toEqual([
      ['paused', 0, 5],
      ['idle', 5, null],
    ]);
  });

  it('takes a time before the open state (another clock) as its start', async () => {
    const agent = await makeAgent(pools.api, floor);
    agents.noteState(change(agent, 'idle', NOW + 100));
    await agents.flush();
    agents.noteState(change(agent, 'reserved', NOW + 40));
    agents.noteState(change(agent, 'talking', NOW + 150));
    await agents.flush();
    expect(await intervals(agent)).toEqual([
      ['reserved', 100, 150],
      ['talking', 150, null],
    ]);
  });

  it('writes nothing twice when the linger ends while it is flushed', async () => {
    const agent = await makeAgent(pools.api, floor);
    const clock = new VirtualClock(NOW);
    const store = new PgAgentStore(pools.pacing, clock, memoryLog());
    store.noteState(change(agent, 'idle', NOW));
    const flushed = store.flush();
    clock.advance(1_000);
    await flushed;
    store.noteState(change(agent, 'paused', NOW + 1_000));
    clock.advance(1_000);
    await store.flush();
    expect(await intervals(agent)).toEqual([
      ['idle', 0, 1_000],
      ['paused', 1_000, null],
    ]);
  });

  it('writes by itself within the linger', async () => {
    const agent = await makeAgent(pools.api, floor);
    agents.noteState(change(agent, 'paused', NOW));
    const seat = await until(
      async () => {
        const found = await agents.seat(agent);
        return found?.state === 'paused' ? found : undefined;
      },
      { what: 'the seat to be written' },
    );
    expect(seat.reason).toBe('lunch');
  });
});

describe('seats', () => {
  it('are those signed in, with the call in hand', async () => {
    const own = await makeFloor(pools.api);
    const [idle, talking] = [await makeAgent(pools.api, own, 'idle'), await makeAgent(pools.api, own)];
    await makeAgent(pools.api, own);
    const lease = await new PgLeaseStore(pools.pacing).acquire(own.groupId, 'a', NOW, HOUR);
    if (lease === undefined) throw new Error('no lease');
    const draft = draftOf(own, await makeContact(pools.api, own));
    await new PgAttemptStore(pools.pacing, vault, FLOOR).commitIntents(lease, 'node1', [draft], pass, {
      now: NOW,
      placeByMs: 2_000,
    });
    agents.noteState({ ...change(talking, 'talking', NOW + 10, draft.attemptId), leaving: true });
    await agents.flush();
    const seats = await agents.signedIn(own.groupId);
    expect(new Map(seats.map((seat) => [seat.agentId, seat.work]))).toEqual(
      new Map([
        [idle, undefined],
        [
          talking,
          {
            attemptId: draft.attemptId,
            placedAt: NOW,
            campaignId: own.campaignId,
            contactId: draft.claim.contactId,
          },
        ],
      ]),
    );
    expect(seats.find((seat) => seat.agentId === talking)).toMatchObject({ leaving: true, state: 'talking' });
    expect(await agents.seat(ids.next())).toBeUndefined();
  });
});

describe('wishes', () => {
  const leases = () => new PgLeaseStore(pools.pacing);
  const none = { inHand: [], done: [] };

  async function owned(owner = 'a'): Promise<{ own: Floor; agent: string; lease: Lease }> {
    const own = await makeFloor(pools.api);
    const agent = await makeAgent(pools.api, own);
    const lease = await leases().acquire(own.groupId, owner, NOW, HOUR);
    if (lease === undefined) throw new Error('no lease');
    return { own, agent, lease };
  }

  const takenOver = async (lease: Lease): Promise<Lease> => {
    await leases().release(lease, NOW);
    const next = await leases().acquire(lease.groupId, 'b', NOW + 1, HOUR);
    if (next === undefined) throw new Error('no lease');
    return next;
  };

  it('are handed out in order until they are ticked off, to the next owner too; the same wish twice is one', async () => {
    const { own, agent, lease } = await owned();
    const wishes: AgentWish[] = Array.from({ length: 20 }, (_, i) => ({
      id: ids.next(),
      agentId: agent,
      type: 'pause',
      reason: `r${i}`,
      at: NOW + i,
    }));
    for (const wish of wishes) expect(await agents.wish(own.groupId, wish)).toBe(true);
    const [first, second] = wishes;
    if (first === undefined || second === undefined) throw new Error('no wish');
    expect(await agents.wish(own.groupId, first)).toBe(false);
    expect(await agents.takeWishes(lease, NOW, none)).toEqual(wishes);
    expect(await agents.takeWishes(lease, NOW, { inHand: [second.id], done: [first.id] })).toEqual(wishes.slice(2));
    expect(await agents.wish(own.groupId, first)).toBe(false);
    // What he had in hand and did not tick off is not lost with him.
    const next = await takenOver(lease);
    expect(await agents.takeWishes(lease, NOW + 1, none)).toEqual([]);
    expect(await agents.takeWishes(next, NOW + 1, none)).toEqual(wishes.slice(1));
    await agents.leaveWishes({ done: wishes.map((wish) => wish.id), back: [] }, NOW + 1);
    expect(await agents.takeWishes(next, NOW + 1, none)).toEqual([]);
    await agents.forgetWishes(NOW + 1);
    expect(await agents.wish(own.groupId, first)).toBe(true);
  });

  it('that are asked are handed out once, also to two looks at once, and again only when they are given back unanswered', async () => {
    const { own, agent, lease } = await owned();
    const wishes: AgentWish[] = Array.from({ length: 20 }, (_, i) => ({
      ...{ id: ids.next(), agentId: agent, type: 'pause', reason: `r${i}`, most: 3, at: NOW + i },
    }));
    for (const wish of wishes) await agents.wish(own.groupId, wish);
    const parts = await Promise.all([agents.takeWishes(lease, NOW, none), agents.takeWishes(lease, NOW, none)]);
    expect(parts.flat().sort((a, b) => a.at - b.at)).toEqual(wishes);
    for (const part of parts) expect(part).toEqual([...part].sort((a, b) => a.at - b.at));
    const [answered, begun, back] = wishes.map((wish) => wish.id) as [string, string, string];
    await agents.answer(answered, { kind: 'done', attemptId: undefined });
    await agents.leaveWishes({ done: [], back: [answered, back] }, NOW);
    const again = await agents.takeWishes(await takenOver(lease), NOW + 1, none);
    expect(again.map((wish) => wish.id)).toEqual([back]);
    expect(begun).not.toBe(back);
  });

  it('are not taken by a look that waits while another owner takes the group', async () => {
    const { own, agent, lease } = await owned();
    const wish: AgentWish = { id: ids.next(), agentId: agent, type: 'pause', reason: 'rest', most: 1, at: NOW };
    await agents.wish(own.groupId, wish);
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('begin');
      await other.query(`select from group_lease where group_id = $1 for update`, [own.groupId]);
      const looked = agents.takeWishes(lease, NOW, none);
      await until(
        async () =>
          (
            await other.query(`select from pg_stat_activity where wait_event_type = 'Lock'
          and datname = current_database() and query like '%agent_wish%'`)
          ).rowCount === 1,
        { what: 'the look to wait for the row of the lease' },
      );
      await other.query(`update group_lease set owner = 'b', epoch = epoch + 1 where group_id = $1`, [own.groupId]);
      await other.query('commit');
      expect(await looked).toEqual([]);
    } finally {
      await other.end();
    }
    const next = { ...lease, owner: 'b', epoch: lease.epoch + 1 };
    expect(await agents.takeWishes(next, NOW, none)).toEqual([wish]);
  });

  it('are ticked off only when every state noted before is written, not of one noted later', async () => {
    const agent = await makeAgent(pools.api, floor);
    const clock = new VirtualClock(NOW);
    const store = new PgAgentStore(pools.pacing, clock, memoryLog());
    const told: string[] = [];
    store.noteState(change(agent, 'idle', NOW));
    void store.written().then(() => told.push('first'));
    await store.flush();
    store.noteState(change(agent, 'paused', NOW + 1));
    void store.written().then(() => told.push('second'));
    await pools.api.selectFrom('agent_seat').select('agent_id').limit(1).execute();
    expect(told).toEqual(['first']);
    await store.flush();
    await store.written();
    expect(told).toEqual(['first', 'second']);
  });
});

describe('what pacing learned', () => {
  it('is kept beside the lease by its owner alone, and read by the next', async () => {
    const own = await makeFloor(pools.api);
    const leases = new PgLeaseStore(pools.pacing);
    const first = await leases.acquire(own.groupId, 'a', NOW, HOUR);
    if (first === undefined) throw new Error('no lease');
    expect(await leases.learned(own.groupId)).toBeUndefined();
    await leases.keepLearned(first, { format: 2, some: [1, 2] });
    await leases.release(first, NOW + 1);
    const second = await leases.acquire(own.groupId, 'b', NOW + 2, HOUR);
    expect(second).toBeDefined();
    await leases.keepLearned(first, { format: 2, some: 'of a life that is over' });
    expect(await leases.learned(own.groupId)).toEqual({ format: 2, some: [1, 2] });
  });
});
