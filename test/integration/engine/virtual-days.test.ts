import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { openPool } from '../../../src/db/pool.ts';
import { PgGateDoors } from '../../../src/db/queries-gate-doors.ts';
import type { FloorPlan } from '../../support/floor-data.ts';
import { VirtualWorld } from '../../support/virtual/world.ts';
import { silent } from '../queue-helpers.ts';

let world: VirtualWorld;
afterEach(async () => {
  await world?.close();
});

type Campaign = FloorPlan['campaigns'][number];
/** Two agents before a line that never answers within the ring time. */
async function open(at: number, campaigns: Campaign[], trunks = ['carrier']): Promise<void> {
  world = await VirtualWorld.open(1, {
    at,
    plan: {
      ...{ groupKey: 'sales', node: 'sim', mode: 'ratio', linesPerAgent: 2 },
      trunks: trunks.map((key) => ({ key, sipUri: 'sip:carrier.sim', channels: 300 })),
      agents: [{ contactUri: undefined }, { contactUri: undefined }],
      campaigns: campaigns.map((campaign) => ({ ringTimeoutMs: 5_000, ...campaign })),
    },
  });
}
async function work(): Promise<void> {
  await world.floor.start();
  await world.now(world.floor.staff());
}
const block = (n: number, which: number): string[] =>
  Array.from({ length: n }, (_, i) => numberFor('noAnswer', which * 1_000 + i));
/** When calls to these numbers were placed, ms. */
const placed = (numbers: readonly string[]): number[] => {
  const known = new Set(numbers);
  return world.sim.carrier.log.filter(({ number }) => known.has(number)).map(({ invitedAt }) => invitedAt);
};

describe('days, through the engine', () => {
  it('a campaign outside its calendar does not dial, and begins when it opens; another ends', async () => {
    // Half a minute before midnight in Shanghai; the 5th is a holiday here.
    const midnight = Date.UTC(2026, 0, 5, 16);
    const [ends, begins, rests] = [block(400, 1), block(400, 2), block(400, 3)];
    await open(midnight - 30_000, [{ numbers: ends }, { numbers: begins }, { numbers: rests }]);
    const { floor } = world;
    const all = [1, 2, 3, 4, 5, 6, 7];
    const calendars = [
      { from: null, to: '2026-01-05', days: all, holidays: 'open' },
      { from: '2026-01-06', to: null, days: all, holidays: 'open' },
      { from: null, to: null, days: all, holidays: 'closed' },
    ];
    for (const [i, calendar] of calendars.entries())
      await floor.sql('update campaign set calendar = $1 where id = $2', [
        JSON.stringify(calendar),
        floor.data.campaignIds[i],
      ]);
    await floor.sql(`insert into setting (key, value, updated_at) values ('gate.calendar', $1, now())`, [
      JSON.stringify({ holidays: ['2026-01-05'], workdays: {} }),
    ]);
    await work();
    await world.until('calls before midnight', () => placed(ends).length > 4, 25_000);
    await world.until('midnight', () => world.clock.now() >= midnight, 30_000);
    expect(placed([...begins, ...rests])).toEqual([]);
    const both = () => placed(begins).length > 2 && placed(rests).length > 2;
    await world.until('the others to begin', both, 10_000);
    await world.pass(10_000);
    expect(Math.min(...placed(begins), ...placed(rests))).toBeGreaterThanOrEqual(midnight);
    // The plan is looked at each second where nothing nudges.
    expect(Math.max(...placed(ends))).toBeLessThan(midnight + 2_000);
  });

  it('on the day when the clock goes forward in Los Angeles nobody there is dialed before eight by the new time', async () => {
    // 8 March 2026, 08:00 PDT; by the time of the day before it would be 07:00.
    const eight = Date.UTC(2026, 2, 8, 15);
    const numbers = block(40, 4);
    const day = [{ from: 0, to: 1_440 }];
    const campaign = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, day]));
    await open(eight - 20_000, [{ numbers, hours: { legal: { from: 480, to: 1_260 }, campaign } }]);
    await world.floor.sql(`update phone set zones = '{America/Los_Angeles}'`);
    await work();
    await world.until('the first call', () => placed(numbers).length > 0, 40_000);
    expect(Math.min(...placed(numbers))).toBeGreaterThanOrEqual(eight);
    expect(Math.min(...placed(numbers))).toBeLessThan(eight + 10_000);
  });

  it('a list whose own hours are shut is dialed no more, and on when they open', async () => {
    const numbers = block(400, 5);
    await open(Date.UTC(2026, 0, 5, 2), [{ numbers }]);
    await work();
    await world.until('calls', () => placed(numbers).length > 4, 20_000);
    const { data, databaseUrl } = world.floor;
    const db = openPool(databaseUrl, 'api', silent);
    try {
      const doors = new PgGateDoors(db, world.clock);
      const scope = {
        kind: 'all' as const,
        userId: data.agentIds[0] ?? '',
        squadId: undefined,
        departmentId: data.departmentId,
      };
      const actor = { userId: scope.userId, scope, permissions: new Set<never>() };
      const list = data.listIds[0] ?? '';
      await world.now(doors.putListHours(actor, list, { 1: [{ from: 20 * 60, to: 21 * 60 }] }));
      await world.pass(1_000);
      const before = placed(numbers).length;
      await world.pass(15_000);
      expect(placed(numbers)).toHaveLength(before);
      await world.now(doors.putListHours(actor, list, null));
      await world.until('calls again', () => placed(numbers).length > before, 15_000);
    } finally {
      await db.destroy();
    }
  });

  it('a protected customer comes to his owner as a preview, and is the pacing’s again when he has none', async () => {
    const [mine = '', other = '', ...free] = block(60, 6);
    await open(Date.UTC(2026, 0, 5, 2), [{ numbers: [mine, other, ...free], previewMs: 600_000 }]);
    const { floor } = world;
    const [, owner = ''] = floor.data.agentIds;
    for (const number of [mine, other])
      await floor.sql(
        `with cu as (insert into customer (id, department_id, owner_id, created_at) values (gen_random_uuid(), $1, $2, now())
           returning id)
         update contact c set customer_id = cu.id from cu, phone p
         where p.id = c.phone_id and p.blind_index = decode($3, 'hex')`,
        [floor.data.departmentId, owner, floor.blindIndex(number)],
      );
    await work();
    const shown = () => floor.events.flatMap((e) => (e.type === 'preview' ? [e.agentId] : []));
    await world.until('a preview', () => shown().length > 0, 60_000);
    await world.until('the others', () => placed(free).length > 10, 60_000);
    expect(new Set(shown())).toEqual(new Set([owner]));
    expect(placed([mine, other])).toEqual([]);
    // Long overdue, he is still his owner's and no promise of his squad's.
    await floor.sql(`update contact set due_at = due_at - interval '2 hours' where owned`);
    await world.pass(10_000);
    expect(new Set(shown())).toEqual(new Set([owner]));
    await world.now(floor.sql('update customer set owner_id = null'));
    await world.until('one of them', () => placed([mine, other]).length > 0, 60_000);
  });

  it('a number is INVALID only when a second line denies it too; one line alone never says so', async () => {
    const numbers = [numberFor('invalid', 1)];
    const campaign = { numbers, maxAttempts: 5, retry: { UNREACHABLE: 120_000 } };
    await open(Date.UTC(2026, 0, 5, 2), [campaign], ['first', 'second']);
    const { floor } = world;
    const [first, second] = floor.data.trunkIds;
    const allow = (trunkId: string | undefined) => floor.sql('update trunk set enabled = (id = $1)', [trunkId]);
    const contact = async () => (await floor.sql('select state, attempts, last_result from contact'))[0];
    await allow(first);
    await work();
    for (const attempts of [1, 2]) {
      await world.until(`attempt ${attempts}`, () => placed(numbers).length === attempts, 130_000);
      await world.pass(3_000);
      expect(await world.now(contact())).toEqual({ state: 'open', attempts, last_result: 'UNREACHABLE' });
    }
    await world.now(allow(second));
    await world.until('the other line', () => placed(numbers).length === 3, 130_000);
    await world.pass(3_000);
    expect(await world.now(contact())).toEqual({ state: 'closed', attempts: 3, last_result: 'INVALID' });
    const rows = await floor.sql('select trunk_id, result from call_record order by placed_at');
    expect(rows).toEqual([
      { trunk_id: first, result: 'UNREACHABLE' },
      { trunk_id: first, result: 'UNREACHABLE' },
      { trunk_id: second, result: 'INVALID' },
    ]);
  });
});
