import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { phoneUri, trunkUri } from '../../scripts/asterisk/start.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { audit, type CampaignAudit } from '../support/campaign-audit.ts';
import { Floor } from '../support/floor.ts';
import { nodeOf } from '../support/node.ts';
import { until } from '../support/until.ts';

const AGENTS = 14;

/** 320 callees: what a list holds, in a mixed order. */
function list(): string[] {
  const shares = [
    ['person', 120, (i: number) => `${i % 4}${i % 5}`],
    ['stays', 6, (i: number) => `${i % 3}0`],
    ['hangsUpAtOnce', 16, (i: number) => `${i % 3}${i % 3}`],
    ['machine', 12, (i: number) => `1${i % 3}`],
    ['noAnswer', 40, () => '00'],
    ['neverReplies', 4, () => '00'],
    ['announcement', 6, () => '00'],
    ['announcementThenInvalid', 10, () => '01'],
    ['ringsThenBusy', 20, (i: number) => `0${i % 9}`],
    ['busy', 24, () => '00'],
    ['invalid', 24, () => '00'],
    ['congestion', 10, () => '00'],
    ['rejected', 14, () => '00'],
    ['powerOff', 14, () => '00'],
  ] as const;
  const numbers: string[] = [];
  let serial = 0;
  for (const [behaviour, count, nn] of shares)
    for (let i = 0; i < count; i++) numbers.push(numberFor(behaviour, serial++ * 7, nn(i)));
  return numbers.sort((a, b) => ((Number(a.slice(2, 7)) * 7919) % 1009) - ((Number(b.slice(2, 7)) * 7919) % 1009));
}

describe('a campaign on a real Asterisk', () => {
  let pair: AsteriskPair;
  let floor: Floor;
  let seen: CampaignAudit;
  const numbers = list();
  /** On the list too, and of people who would answer; each is on the do-not-call list, of another scope. */
  const forbidden = Array.from({ length: 4 }, (_, i) => numberFor('person', 9_000 + i * 7, '00'));

  beforeAll(async () => {
    pair = await startAsteriskPair();
    const node = nodeOf(pair.node);
    floor = await Floor.open({
      node,
      dispose: { result: 'NOINTEREST', afterMs: 300 },
      longestTalkMs: 8_000,
      plan: {
        groupKey: 'sales',
        node: node.name,
        mode: 'ratio',
        linesPerAgent: 1.6,
        trunks: [{ key: 'carrier', sipUri: trunkUri(pair.carrier), callsPerSecond: 15, channels: 60 }],
        agents: Array.from({ length: AGENTS }, (_, i) => ({ contactUri: phoneUri(pair.carrier, `${i + 1}`) })),
        campaigns: [
          {
            numbers: [...forbidden, ...numbers],
            ...{ ringTimeoutMs: 6_000, setupTimeoutMs: 4_000, retry: { CANCELLED: null, LOCAL_FAIL: null } },
          },
        ],
      },
    });
    const scopes = [`'global'`, `'department:' || department_id`, `'campaign:' || campaign_id`, `'list:' || list_id`];
    for (const [i, number] of forbidden.entries())
      await floor.sql(
        `insert into do_not_call (id, blind_index, scope, reason, source, created_at)
         select gen_random_uuid(), p.blind_index, ${scopes[i]}, 'asked', 'test', now()
         from contact c join phone p on p.id = c.phone_id where p.blind_index = decode($1, 'hex')`,
        [floor.blindIndex(number)],
      );
    await floor.start();
    await floor.staff();
    await until(async () => (await floor.sql(`select 1 from agent_seat where state = 'idle'`)).length >= 1, {
      timeoutMs: 60_000,
      what: 'an agent to be idle',
    });
    await until(async () => (await floor.sql(`select 1 from contact where state <> 'closed'`)).length === 0, {
      timeoutMs: 240_000,
      what: 'every contact to be done',
    });
    await until(async () => (await floor.counts()).open === 0, {
      timeoutMs: 60_000,
      what: 'every attempt to be closed',
    });
    // The carrier closes an agent's recording with his leg.
    for (const agentId of floor.data.agentIds) await floor.wish(agentId, { type: 'sign-out' });
    await until(() => readCarrierLog(pair.carrier.dir).filter(({ kind }) => kind === 'agent').length >= AGENTS, {
      what: 'the end of every agent’s leg at the carrier',
    });
    await floor.cut();
    seen = await audit(floor, pair);
  }, 400_000);

  afterAll(async () => {
    await floor?.close();
    await pair?.stop();
  });

  it('dials each number exactly once, and nobody else', () => {
    expect(seen.dialedTwice).toEqual([]);
    expect(seen.dialed.size).toBe(numbers.length);
    expect(numbers.filter((n) => !seen.dialed.has(n))).toEqual([]);
  });

  it('dials nobody of the list who is on the do-not-call list, by any scope', async () => {
    expect(forbidden.filter((number) => seen.dialed.has(number))).toEqual([]);
    const closed = await floor.sql(`select from contact where state = 'closed' and last_result = 'DNC'`);
    expect(closed).toHaveLength(forbidden.length);
  });

  it('keeps exactly one record for each attempt', async () => {
    const { attempts, records, open } = await floor.counts();
    expect({ attempts, records, open }).toEqual({ attempts: numbers.length, records: numbers.length, open: 0 });
  });

  it('writes the result that the carrier gave', () => {
    expect(seen.wrongResults).toEqual([]);
  });

  it('leaves no person who answered in silence: connected, or the message, or gone before', () => {
    expect(seen.neither).toEqual([]);
    expect(seen.connected).toBeGreaterThan(60);
  });

  it('carries audio both ways', () => {
    expect(seen.oneWay).toEqual([]);
    expect(seen.bothWays).toBeGreaterThan(40);
    // The other way, by recordings at the agents' ends: all of them heard customers, for a good part of the talks.
    expect(seen.agentsHeardMs).toHaveLength(AGENTS);
    expect(Math.min(...seen.agentsHeardMs)).toBeGreaterThan(1_000);
    expect(seen.agentsHeardMs.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(60_000);
  });

  it('tells of each answer that it joined how long the customer waited', () => {
    expect(floor.metrics.connectMs.length).toBeGreaterThan(60);
  });
});
