import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CONNECT_PHASE_MS } from '../../src/domain/call.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { startBrowser } from '../support/browser.ts';
import { nodeOf } from '../support/node.ts';
import { type OfficeStage, openOfficeStage } from '../support/office-stage.ts';
import { SilentWire } from '../support/silent-wire.ts';
import { until } from '../support/until.ts';
import { dialOne } from './one-call.ts';
import { Person } from './person.ts';

let browser: Browser;
let stage: OfficeStage;
let pair: AsteriskPair;
let wire: SilentWire;

beforeAll(async () => {
  pair = await startAsteriskPair();
  browser = await startBrowser();
  stage = await openOfficeStage({
    node: nodeOf(pair.node),
    trunkSipUri: `sip:127.0.0.1:${pair.carrier.sipPort}`,
    phoneOf: () => undefined,
  });
  wire = await SilentWire.to(stage.url);
});
afterAll(async () => {
  await browser?.close();
  wire?.close();
  await stage?.close();
  await pair?.stop();
});

it('registers the desk’s softphone on a real Asterisk, and is back at work after a reload', async () => {
  const agent = await Person.at(browser, stage.url);
  const { page } = agent;
  await page.context().grantPermissions(['microphone']);
  await agent.signIn('1001');
  await page.getByRole('button', { name: '签入' }).click();
  await page.getByRole('button', { name: '启用软电话' }).click();
  await page.locator('[data-phone=registered]').waitFor({ timeout: 30_000 });
  // Its leg is called and answered by the page: without it nobody becomes idle.
  await page.locator('[data-state=idle]').waitFor({ timeout: 30_000 });
  await page.locator('.level').waitFor();
  await agent.shot('desk-softphone-zh');
  await page.reload();
  await page.locator('[data-phone=registered]').waitFor({ timeout: 30_000 });
  await page.locator('[data-state=idle]').waitFor({ timeout: 30_000 });
  // He leaves, so that no other test's call goes to him.
  await page.getByRole('button', { name: '空闲' }).click();
  await page.getByText('签出').click();
  await page.locator('[data-state=offline]').waitFor();
  expect(agent.faults).toEqual([]);
  await agent.close();
});

/** Sound that came from the node and that the microphone gave, as the newest connection of the page counts it. */
const HEARD = `(async () => {
  const stats = [...(await globalThis.connections.at(-1).getStats()).values()];
  const energy = (type) => stats.find((one) => one.type === type && one.kind === 'audio')?.totalAudioEnergy ?? 0;
  const sent = stats.find((one) => one.type === 'outbound-rtp')?.packetsSent ?? 0;
  return { came: energy('inbound-rtp'), given: energy('media-source'), sent };
})()`;
/** Keeps the page's connections where the test can ask them. */
const KEEP = `globalThis.connections = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...args) { super(...args); globalThis.connections.push(this); }
};`;

/** The microphone's packets stop, as on a network that is gone. */
const SILENT = `Promise.all(globalThis.connections.at(-1).getSenders().map((sender) => sender.replaceTrack(null)))`;

it('talks by the softphone with sound both ways, and is back with the same customer after a reload and a dead network', async () => {
  const agent = await Person.at(browser, wire.url);
  const { page } = agent;
  await page.context().grantPermissions(['microphone']);
  await page.addInitScript(KEEP);
  await agent.signIn('1002');
  await page.getByRole('button', { name: '签入' }).click();
  await page.getByRole('button', { name: '启用软电话' }).click();
  await page.locator('[data-state=idle]').waitFor({ timeout: 30_000 });
  await dialOne(stage, { name: '真机', number: '13810000200' });
  const talking = () => page.locator('[data-state=talking]').waitFor({ timeout: 30_000 });
  const sounds = async (): Promise<void> => {
    type Heard = { came: number; given: number; sent: number };
    const before = (await page.evaluate(HEARD)) as Heard;
    await until(
      async () => {
        const now = (await page.evaluate(HEARD)) as Heard;
        return now.came > before.came && now.given > before.given && now.sent > before.sent;
      },
      { timeoutMs: 20_000, what: 'sound to come and to go' },
    );
  };
  await talking();
  await sounds();
  // An agent lost right after joining would have the customer given to another (FAULTS 25).
  const connectedAt = async () =>
    (await stage.sql<{ ms: number }>(`select extract(epoch from connected_at)::float8 * 1000 as ms from attempt`))[0]
      ?.ms;
  await until(async () => Date.now() - ((await connectedAt()) ?? Number.POSITIVE_INFINITY) > CONNECT_PHASE_MS, {
    what: 'the talk to be well under way',
  });
  await page.reload();
  await talking();
  await page.getByRole('heading', { name: /王芳/ }).waitFor();
  await page.locator('[data-phone=registered]').waitFor({ timeout: 30_000 });
  await until(async () => Number(await page.evaluate('globalThis.connections.length')) > 0, {
    timeoutMs: 20_000,
    what: 'the leg to be called again',
  });
  await sounds();

  // The network goes without a word: no socket closes, no packet comes. Page and service find out by themselves.
  await page.evaluate(SILENT);
  const legs = Number(await page.evaluate('globalThis.connections.length'));
  wire.silence();
  const lost = Date.now();
  await until(async () => Number(await page.evaluate('globalThis.connections.length')) > legs, {
    what: 'the leg to be called again',
  });
  await sounds();
  console.log(`sound both ways again ${Date.now() - lost} ms after the network went without a word`);
  await page.locator('[data-phone=registered]').waitFor({ timeout: 30_000 });
  await talking();
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await page.locator('[data-state=wrapup]').waitFor({ timeout: 30_000 });
  await page.keyboard.press('Alt+6');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-state=idle]').waitFor({ timeout: 30_000 });
  const records = () => stage.sql<{ disposition: string | null }>('select disposition from call_record');
  await until(async () => (await records())[0]?.disposition != null, { what: 'the result in the record' });
  // One call, through the reload and all.
  expect(await records()).toEqual([{ disposition: 'NOINTEREST' }]);
  expect(agent.faults).toEqual([]);
  await agent.close();
});
