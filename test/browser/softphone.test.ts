import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCarrierLog } from '../../scripts/asterisk/carrier-log.ts';
import { heard } from '../../scripts/asterisk/heard.ts';
import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { trunkUri } from '../../scripts/asterisk/start.ts';
import { CONNECT_PHASE_MS } from '../../src/domain/call.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { Floor } from '../support/floor.ts';
import { nodeOf } from '../support/node.ts';
import { type OfficeOnFloor, openOffice } from '../support/office-on-floor.ts';
import { PhonePage, servePhonePage, startAgentBrowser } from '../support/phone-page.ts';
import { until } from '../support/until.ts';

/** Callees who stay until they are hung up on: one for each talk. */
const [FIRST, SECOND] = [numberFor('stays', 71), numberFor('stays', 72)];
/** webrtc-stats totalAudioEnergy of a second of our tones is about 0.06; of silence it is 0. */
const AUDIBLE = 0.02;
/** DESIGN.md promise 6. */
const BACK_MS = 5_000;

describe('an agent whose phone is the browser, on a real Asterisk', () => {
  let pair: AsteriskPair;
  let floor: Floor;
  let office: OfficeOnFloor;
  let browser: Browser;
  let phone: PhonePage;
  const seatIs = async (state: string, timeoutMs = 60_000): Promise<void> => {
    await until(async () => (await floor.sql(`select 1 from agent_seat where state = $1`, [state])).length === 1, {
      timeoutMs,
      what: `the agent to be ${state}`,
    });
  };
  const talk = async (campaign: number): Promise<string> => {
    const before = floor.events.length;
    await floor.sql(`update campaign set status = 'running' where id = $1`, [floor.data.campaignIds[campaign]]);
    const offer = await until(
      () =>
        floor.events.slice(before).find((event) => event.type === 'offer' && event.agentId === floor.data.agentIds[0]),
      { timeoutMs: 60_000, what: 'a customer to be joined' },
    );
    return offer.type === 'offer' ? offer.attemptId : '';
  };
  /** Both ways for a while: what the page hears and what it sends. */
  const hearsAndSpeaks = async (): Promise<void> => {
    const from = await until(async () => (await phone.energy()).packetsIn > 0 && (await phone.energy()), {
      what: 'audio to arrive',
    });
    await until(
      async () => {
        const now = await phone.energy();
        return now.heard - from.heard > AUDIBLE && now.sent - from.sent > AUDIBLE;
      },
      { what: 'audio energy both ways' },
    );
  };
  /** An agent lost right after joining would have the customer given to another (FAULTS 25). */
  const wellUnderWay = async (): Promise<void> => {
    const from = Date.now();
    await until(() => Date.now() - from > CONNECT_PHASE_MS, { what: 'the talk to be well under way' });
  };
  const callStates = (attemptId: string): string[] =>
    floor.events.flatMap((event) => (event.type === 'call' && event.attemptId === attemptId ? [event.state] : []));

  beforeAll(async () => {
    pair = await startAsteriskPair();
    const node = nodeOf(pair.node);
    floor = await Floor.open({
      node,
      plan: {
        groupKey: 'sales',
        node: node.name,
        mode: 'predictive',
        trunks: [{ key: 'carrier', sipUri: trunkUri(pair.carrier) }],
        agents: [{ contactUri: undefined }],
        campaigns: [
          { numbers: [FIRST], status: 'stopped', wrapUpMs: 60_000 },
          { numbers: [SECOND], status: 'stopped', wrapUpMs: 60_000 },
        ],
      },
    });
    await floor.start();
    office = await openOffice(floor, node, await servePhonePage());
    browser = await startAgentBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await office?.close();
    await floor?.close();
    await pair?.stop();
  });

  it('registers through the service, and is idle once the engine has called it', async () => {
    phone = await PhonePage.open(browser, office.address);
    await phone.signIn('sales-1');
    await phone.connect();
    await seatIs('idle');
    expect(await phone.seen()).toMatchObject({ registered: 1, calls: 1, ended: 0, failed: [] });
  });

  it('cannot dial out of the browser', async () => {
    expect(await phone.dial('sip:13800000000@boda.invalid')).toBe('Rejected');
    expect(office.logged.filter((line) => line.includes('not within a call from the node'))).toHaveLength(1);
  });

  it('talks with a customer of a predictive campaign, reloads in the middle, and has the same customer back', async () => {
    const attemptId = await talk(0);
    await hearsAndSpeaks();
    await seatIs('talking');
    await wellUnderWay();

    const reloaded = Date.now();
    await phone.reload();
    await until(() => callStates(attemptId).includes('held'), { what: 'the customer to be held' });
    await until(() => callStates(attemptId).at(-1) === 'talking', {
      timeoutMs: Math.max(100, reloaded + BACK_MS - Date.now()),
      what: 'the agent to be back within 5 s',
    });
    console.log(`back with the customer ${Date.now() - reloaded} ms after the reload began`);
    expect(await phone.seen()).toMatchObject({ registered: 1, calls: 1, ended: 0 });
    await hearsAndSpeaks();

    await phone.api('POST', `/calls/${attemptId}/hangup`);
    await seatIs('wrapup');
    await phone.api('POST', `/calls/${attemptId}/disposition`, { result: 'NOINTEREST' });
    await seatIs('idle');
    expect(callStates(attemptId).filter((state) => state === 'talking' || state === 'held')).toEqual([
      'talking',
      'held',
      'talking',
    ]);
  });

  it('left one call at the carrier and one record; the customer heard his agent before and after, and no hang-up', async () => {
    const calls = await until(
      () => {
        const found = readCarrierLog(pair.carrier.dir);
        return found.length > 0 && found;
      },
      { what: 'the carrier’s log' },
    );
    expect(calls.map(({ number, endedBy }) => ({ number, endedBy }))).toEqual([{ number: FIRST, endedBy: 'caller' }]);
    const ears = heard(calls[0]?.heardFile ?? '');
    expect(ears.agentMs).toBeGreaterThan(1_500);
    expect(ears.messageMs).toBe(0);
    // The record is written in batches, the agent's word after it.
    type Row = { ended_by: string; disposition: string | null };
    const records = () => floor.sql<Row>('select ended_by, disposition from call_record');
    await until(async () => (await records()).some((record) => record.disposition !== null), {
      what: 'the result in the record',
      timeoutMs: 30_000,
    });
    expect(await records()).toEqual([{ ended_by: 'agent', disposition: 'NOINTEREST' }]);
  });

  it('57: loses socket, registration, password and customer with the session, who hears the message', async () => {
    const attemptId = await talk(1);
    await hearsAndSpeaks();
    await wellUnderWay();
    const [seat] = await floor.sql<{ sip_user: string }>('select sip_user from agent_seat');
    const user = seat?.sip_user ?? '';
    expect(await pair.node.rx(`pjsip show auth ${user}`)).toContain('ParameterName');

    await floor.sql('update session set revoked_at = now()');
    await until(async () => (await phone.seen()).closed.length === 1, {
      timeoutMs: 2_000,
      what: 'the socket to close',
    });
    await until(async () => !(await pair.node.rx(`pjsip show auth ${user}`)).includes('ParameterName'), {
      timeoutMs: 2_000,
      what: 'the password to be gone from the node',
    });
    expect(await pair.node.rx(`pjsip show endpoint ${user}`)).toContain('Unable to find object');
    await seatIs('offline', 30_000);
    expect(callStates(attemptId).slice(-5)).toEqual(['talking', 'held', 'announcing', 'ended', 'closed']);
    const call = await until(() => readCarrierLog(pair.carrier.dir).find(({ number }) => number === SECOND), {
      what: 'the end of the customer’s call',
    });
    expect(heard(call.heardFile ?? '').messageMs).toBeGreaterThanOrEqual(800);
    // Records are written in batches, a moment behind the call.
    await until(async () => (await floor.counts()).records === 2, { what: 'the second record' });
    expect((await floor.counts()).attempts).toBe(2);
  });
});
