import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { heard } from '../../scripts/asterisk/heard.ts';
import { behaviourOf, numberFor } from '../../scripts/asterisk/numbers.ts';
import { phoneUri, trunkUri } from '../../scripts/asterisk/start.ts';
import { createPhoneVault } from '../../src/db/crypto.ts';
import { AgentsByTable } from '../support/agents-by-table.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { audit, type CampaignAudit } from '../support/campaign-audit.ts';
import { FLOOR_SECRET, Floor } from '../support/floor.ts';
import { nodeOf } from '../support/node.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { until } from '../support/until.ts';

const AGENTS = 14;
/** Talks that must outlive the engine: longer than the gap. */
const LONGEST_TALK_MS = 40_000;

function list(): string[] {
  const shares = [
    // They ring 2 to 3.5 s, so that some of them answer into a gap.
    ['longTalker', 110, (i: number) => `${4 + (i % 4)}${i % 6 === 0 ? 2 : 0}`],
    ['noAnswer', 50, () => '00'],
    ['busy', 50, () => '00'],
    ['invalid', 40, () => '00'],
    ['ringsThenBusy', 50, (i: number) => `${2 + (i % 3)}${i % 9}`],
  ] as const;
  const numbers: string[] = [];
  let serial = 0;
  for (const [behaviour, count, nn] of shares)
    for (let i = 0; i < count; i++) numbers.push(numberFor(behaviour, serial++ * 11, nn(i)));
  return numbers.sort((a, b) => ((Number(a.slice(2, 7)) * 7919) % 1009) - ((Number(b.slice(2, 7)) * 7919) % 1009));
}

describe('the service is killed, then frozen, in the middle of a campaign on a real Asterisk', () => {
  let pair: AsteriskPair;
  let floor: Floor;
  let service: ServiceProcess;
  let people: AgentsByTable;
  let seen: CampaignAudit;
  let talkingAtKill: string[] = [];
  const gaps: { from: number; to: number; what: string }[] = [];
  const numbers = list();

  const busyTalking = async (): Promise<string[]> =>
    (
      await floor.sql<{ attempt_id: string }>(
        `select attempt_id from agent_seat where state = 'talking' and attempt_id is not null`,
      )
    ).map((row) => row.attempt_id);
  const closed = async (): Promise<number> =>
    Number((await floor.sql<{ n: string }>(`select count(*) n from contact where state = 'closed'`))[0]?.n);

  /**
   * Persons whose phones ring: they are going to answer while nobody is there. Dialed long enough ago that the call has left
   * (the intent is committed before), and not so long ago that they answer before the fault.
   */
  const aboutToAnswer = async (): Promise<number> => {
    const rows = await floor.sql<{ ciphertext: Buffer }>(
      `select p.ciphertext from attempt a join phone p on p.id = a.phone_id
       where a.state = 'open' and a.placed_at between $1 and $2`,
      [new Date(Date.now() - 1_500), new Date(Date.now() - 400)],
    );
    const vault = createPhoneVault(FLOOR_SECRET);
    return rows.filter((row) => behaviourOf(vault.open(row.ciphertext).replace('+86', '')) === 'longTalker').length;
  };

  beforeAll(async () => {
    pair = await startAsteriskPair();
    const node = nodeOf(pair.node);
    floor = await Floor.open({
      node,
      plan: {
        groupKey: 'sales',
        node: node.name,
        mode: 'ratio',
        linesPerAgent: 1.8,
        trunks: [{ key: 'carrier', sipUri: trunkUri(pair.carrier), callsPerSecond: 15, channels: 60 }],
        agents: Array.from({ length: AGENTS }, (_, i) => ({ contactUri: phoneUri(pair.carrier, `${i + 1}`) })),
        campaigns: [
          {
            numbers,
            ringTimeoutMs: 6_000,
            setupTimeoutMs: 4_000,
            retry: { CANCELLED: null, LOCAL_FAIL: null, UNKNOWN: null },
          },
        ],
      },
    });
    service = new ServiceProcess({ databaseUrl: floor.databaseUrl, redisUrl: floor.redis.url, node });
    people = new AgentsByTable(floor, LONGEST_TALK_MS);
    service.start();
    await floor.staff();

    await until(async () => (await closed()) > 60 && (await busyTalking()).length >= 5, {
      timeoutMs: 120_000,
      what: 'a busy floor',
    });
    await until(async () => (await aboutToAnswer()) > 1, {
      timeoutMs: 60_000,
      what: 'somebody who is about to answer',
    });
    talkingAtKill = await busyTalking();
    let from = Date.now();
    await service.kill();
    // The gap is the fault itself: answers that come now must find the dialplan's own message.
    await until(() => Date.now() - from > 10_000, { timeoutMs: 60_000, what: 'the gap to be long enough' });
    service.start();
    await until(async () => (await floor.sql(`select 1 from group_lease where epoch > 1`)).length > 0, {
      timeoutMs: 60_000,
      what: 'the group to be taken again',
    });
    gaps.push({ from, to: Date.now(), what: 'killed' });

    const before = await closed();
    await until(async () => (await closed()) > before + 60 && (await busyTalking()).length >= 5, {
      timeoutMs: 120_000,
      what: 'a busy floor again',
    });
    await until(async () => (await aboutToAnswer()) > 1, {
      timeoutMs: 60_000,
      what: 'somebody who is about to answer',
    });
    from = Date.now();
    service.signal('SIGSTOP');
    await until(() => Date.now() - from > 20_000, { timeoutMs: 60_000, what: 'the freeze to be over' });
    service.signal('SIGCONT');
    gaps.push({ from, to: Date.now(), what: 'frozen' });

    await until(async () => (await floor.sql(`select 1 from contact where state <> 'closed'`)).length === 0, {
      timeoutMs: 240_000,
      what: 'every contact to be done',
    });
    await until(async () => (await floor.counts()).open === 0, {
      timeoutMs: 60_000,
      what: 'every attempt to be closed',
    });
    service.signal('SIGTERM');
    await service.ended();
    seen = await audit(floor, pair, { mayBeGoneMs: 4_600, alsoUnknown: true });
  }, 600_000);

  afterAll(async () => {
    people?.stop();
    await service?.kill();
    await floor?.close();
    await pair?.stop();
  });

  it('dials nobody twice', () => {
    expect(seen.dialedTwice).toEqual([]);
  });

  it('keeps one record for each attempt, and one attempt for each number', async () => {
    const { attempts, records, open } = await floor.counts();
    expect({ attempts, records, open }).toEqual({ attempts: numbers.length, records: numbers.length, open: 0 });
  });

  it('writes results that agree with the carrier', () => {
    expect(seen.wrongResults).toEqual([]);
  });

  it('lets the talks go on while it is dead', async () => {
    const calls = readCarrierLog(pair.carrier.dir);
    const cut: string[] = [];
    const gap = gaps[0];
    expect(talkingAtKill.length).toBeGreaterThanOrEqual(5);
    const rows = await floor.sql<{ attempt_id: string; ended_at: Date; ended_by: string }>(
      `select attempt_id, ended_at, ended_by from call_record where attempt_id = any($1::uuid[])`,
      [talkingAtKill],
    );
    expect(rows.length).toBe(talkingAtKill.length);
    // Nobody who talked when the service died was hung up on by us while it was dead.
    for (const call of calls)
      if (
        call.kind !== 'agent' &&
        gap &&
        call.answeredAt !== undefined &&
        call.answeredAt < gap.from - 1_000 &&
        call.endedAt > gap.from &&
        call.endedAt < gap.to &&
        call.endedBy === 'caller'
      )
        cut.push(call.number);
    expect(cut).toEqual([]);
  });

  it('speaks to those who answer while it is dead or frozen', () => {
    const calls = readCarrierLog(pair.carrier.dir).filter((call) => call.kind !== 'agent');
    const counts = gaps.map((gap) => {
      const inGap = calls.filter(
        (c) => c.answeredAt !== undefined && c.answeredAt > gap.from && c.answeredAt < gap.to - 5_000,
      );
      const spoken = inGap.filter((c) => c.heardFile !== undefined && heard(c.heardFile).messageMs > 0);
      return { what: gap.what, answered: inGap.length, spoken: spoken.length };
    });
    for (const { answered, spoken } of counts) expect(spoken).toBe(answered);
    // The fault itself must have happened, both times.
    for (const { answered } of counts) expect(answered).toBeGreaterThan(0);
    expect(seen.neither).toEqual([]);
  });
});
