import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDemoData } from '../../src/db/demo-data.ts';
import { ensurePartitions } from '../../src/db/partitions.ts';
import { PgPlanStore } from '../../src/db/plan-store.ts';
import { openPool } from '../../src/db/pool.ts';
import { createOffice } from '../../src/db/queries-office.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SeededRng } from '../../src/shared/rng.ts';
import { VirtualClock } from '../../src/shared/virtual-clock.ts';
import { createDatabase, type TestDatabase } from '../support/postgres.ts';
import { memoryLog, vault } from './db-fixture.ts';

let database: TestDatabase;
let db: ReturnType<typeof openPool>;
const clock = new VirtualClock();
const ids = new UuidV7Source(clock, new SeededRng(3));
const secretKey = 'the secret of the tests of the demo';
const numberFor = (n: number): string => `+86138${String(n).padStart(8, '0')}`;
const write = (more: object = {}) =>
  writeDemoData({
    ...{ db, vault, secretKey, ids, clock, rng: new SeededRng(5), numberFor },
    node: 'node1',
    trunkSipUri: 'sip:127.0.0.1:5080',
    ...more,
  });

beforeAll(async () => {
  database = await createDatabase();
  db = openPool(database.url, 'api', memoryLog());
  await ensurePartitions(db, clock.now());
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const count = async (
  table: 'app_user' | 'contact' | 'phone' | 'customer' | 'campaign' | 'agent_seat' | 'team' | 'audit',
) =>
  (
    await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

describe('the demo floor', () => {
  it('is the department of PRODUCT.md, and a second start keeps it and its password', async () => {
    const first = await write();
    const tables = ['app_user', 'contact', 'phone', 'customer', 'campaign', 'agent_seat', 'team', 'audit'] as const;
    const counts = await Promise.all(tables.map(count));
    expect(counts).toEqual([59, 5_000, 5_000, 5_000, 3, 48, 5, 1]);
    expect(first.agents).toHaveLength(48);
    expect(first.accounts.map((account) => account.role)).toEqual([
      ...[
        'agent',
        'team-manager',
        'sales-manager',
        'assistant',
        'reviewer',
        'campaign-manager',
        'ops',
        'administrator',
      ],
    ]);
    const again = await write({ trunkSipUri: 'sip:127.0.0.1:5999' });
    expect(again).toEqual(first);
    expect(await Promise.all(tables.map(count))).toEqual(counts);
    expect((await db.selectFrom('trunk').select('sip_uri').execute())[0]?.sip_uri).toBe('sip:127.0.0.1:5999');
    const settings = await db.selectFrom('setting').selectAll().execute();
    expect(JSON.stringify(settings)).not.toContain(first.agents[0]?.password);
  });

  it('lets everybody in with the printed password, and with another one when it is given', async () => {
    const toE164 = () => undefined;
    const { sessions } = createOffice({
      db,
      reports: db,
      clock,
      ids,
      vault,
      secretKey,
      toE164,
      readNumber: () => undefined,
    });
    const { accounts } = await write();
    for (const { username, password, role } of accounts) {
      const answer = await sessions.signIn({ staffNo: username, password, address: username });
      expect({ role, kind: answer.kind }).toEqual({ role, kind: 'in' });
    }
    const given = await write({ password: 'a password of the operator' });
    expect(new Set(given.accounts.map((account) => account.password))).toEqual(new Set(['a password of the operator']));
    const answer = await sessions.signIn({ staffNo: '1001', password: 'a password of the operator', address: 'x' });
    expect(answer.kind).toBe('in');
  });

  it('can dial at any hour: three running campaigns with lines and due contacts in one group', async () => {
    const plans = new PgPlanStore(db, { watch: () => () => undefined } as never, {
      clock,
      owner: 'test',
      floorZone: 'Asia/Shanghai',
    });
    const [group] = await plans.groups();
    expect(group).toMatchObject({ key: 'sales', node: 'node1' });
    const plan = await plans.load(group?.id ?? '');
    expect(plan?.mode).toBe('predictive');
    expect(plan?.campaigns.map((campaign) => campaign.running)).toEqual([true, true, true]);
    expect(new Set(plan?.campaigns.map((campaign) => campaign.weight))).toEqual(new Set([3, 2, 1]));
    for (const campaign of plan?.campaigns ?? []) {
      expect(campaign.trunkIds).toHaveLength(1);
      expect(campaign.callerIds).toHaveLength(5);
      expect(campaign.hours.legal).toEqual({ from: 0, to: 1_440 });
    }
  });

  it('has phones at given places', async () => {
    await write({
      contactUriFor: ({ sipUser, index }: { sipUser: string; index: number }) =>
        `sip:${sipUser}@127.0.0.1:${7000 + index}`,
    });
    const seats = await db.selectFrom('agent_seat').select(['sip_user', 'contact_uri']).orderBy('sip_user').execute();
    expect(seats[0]).toEqual({ sip_user: 'a1001', contact_uri: 'sip:a1001@127.0.0.1:7000' });
    expect(seats.at(-1)?.contact_uri).toBe('sip:a1048@127.0.0.1:7047');
  });
});
