import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zh } from '../../web/src/i18n/zh-CN.ts';
import { startBrowser } from '../support/browser.ts';
import { type OfficeStage, openOfficeStage } from '../support/office-stage.ts';
import { startSimNode } from '../support/sim-node.ts';
import { until } from '../support/until.ts';
import { Person } from './person.ts';

/** The last four digits say what the callee does: 0200 answers at once and stays. */
const LIST = [
  '手机,姓名,城市',
  ...Array.from({ length: 30 }, (_, i) => `138${String(1_000 + i)}0200,客户${i},深圳`),
  '12345,坏行,广州',
  '13810000200,重复,北京',
].join('\n');

/** Why not more calls, where nothing else forbids them (src/pacing/predictive.ts). */
const OF_THE_PACER = ['agents', 'budget', 'cold-start', 'max-lines'] as const;

let browser: Browser;
let stage: OfficeStage;
let sim: Awaited<ReturnType<typeof startSimNode>>;

beforeAll(async () => {
  sim = await startSimNode();
  [browser, stage] = await Promise.all([
    startBrowser(),
    openOfficeStage({ node: sim.node, trunkSipUri: 'sip:127.0.0.1:5060', phoneOf: (_, user) => `sip:${user}@phones` }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
  await sim?.server.close();
});

/** An agent at work through the REST interface, as a program would be. */
async function staff(staffNo: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ username: staffNo, password: 'the stage has one password' });
  const { token } = (await (await fetch(`${stage.url}/api/v1/session`, { method: 'POST', headers, body })).json()) as {
    token: string;
  };
  const answer = await fetch(`${stage.url}/api/v1/agents/me/state`, {
    method: 'PUT',
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: JSON.stringify({ state: 'ready' }),
  });
  expect(answer.status).toBe(202);
}

it('makes a campaign from a file, starts it, and shows it moving with the reason of its pace', async () => {
  for (const staffNo of ['1001', '1002', '1003', '1004']) await staff(staffNo);
  const manager = await Person.at(browser, stage.url);
  const { page } = manager;
  await manager.signIn('5001');
  await page.getByRole('heading', { name: '外呼任务' }).waitFor();
  await manager.shot('campaigns-zh');
  await page.getByRole('button', { name: '新建任务' }).click();
  await page.getByRole('button', { name: '创建任务' }).click();
  // Group and line are filled in as soon as they are read; only the name is lacking then.
  await until(async () => (await page.getByText('此项必填。').count()) === 1, { what: 'the name to be asked for' });
  await page.getByLabel('任务名称').fill('双十一回访');
  await page.getByLabel('呼叫时段').click();
  await page.getByText('全天（仅限测试）').click();
  await manager.shot('new-campaign-zh');
  await page.getByRole('button', { name: '创建任务' }).click();
  await page.getByRole('heading', { name: '双十一回访' }).waitFor();

  await page.setInputFiles('input[type=file]', {
    name: '名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(LIST, 'utf8'),
  });
  const batch = { 数据来源: '展会登记', 供应商: '自有', '价格（元，整批）': '0', 合法依据: '本人同意', 凭证: '登记表' };
  for (const [label, text] of Object.entries(batch)) await page.getByLabel(label).fill(text);
  await page.getByRole('button', { name: '上传名单' }).click();
  await page.getByText('共 32 行：导入 30，重复 1，拒绝 1。').waitFor();
  await page.getByText('不是有效的电话号码。').waitFor();
  await page.getByText('30 位客户').waitFor();
  expect(await page.getByText('12345').count()).toBe(0);
  await manager.shot('live-uploaded-zh');

  await page.getByRole('button', { name: '启动' }).click();
  await page.locator('[data-status=running]').waitFor();
  const figure = (name: string) => page.locator(`[data-figure=${name}] b`).innerText();
  await until(async () => Number(await figure('talking')) >= 3, {
    timeoutMs: 60_000,
    what: 'the page to show three agents talking',
  });
  const samples = () => page.locator('[data-samples]').getAttribute('data-samples');
  await until(async () => Number(await samples()) >= 5, { timeoutMs: 60_000, what: 'the chart to move' });
  await page.getByText('真人接听').first().waitFor();
  // The pacer's own word, as the engine of the service gives it while all its agents talk.
  await until(async () => Number(await figure('talking')) === 4, { timeoutMs: 60_000, what: 'all four to talk' });
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const reason = await until(
    async () => {
      const answer = await manager.context.request.get(`/api/v1/campaigns/${id}/live`);
      const { engine } = (await answer.json()) as { engine: { pacing: { limitedBy: string } } | null };
      const shown = await page.locator('[data-limited]').getAttribute('data-limited');
      return OF_THE_PACER.find((word) => word === shown && word === engine?.pacing.limitedBy);
    },
    { timeoutMs: 60_000, what: 'page and engine to give one of the pacer’s reasons' },
  );
  await page.locator(`[data-limited=${reason}]`).getByText(zh.live.limited[reason]).waitFor();
  await page.getByRole('button', { name: '计算依据' }).hover();
  await page.getByText('预计接听数').waitFor();
  await manager.shot('live-zh');
  await page.mouse.move(5, 400);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Why not more calls').waitFor();
  // The numbers too are in the new language, each with a name.
  await page.getByRole('button', { name: 'The numbers behind it' }).hover();
  await page.getByText('Expected answers').waitFor();
  await manager.shot('live-en');
  const names = await page.locator('[data-number] dt').allInnerTexts();
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => /[a-z][A-Z]|:|[^ -~]/.test(name))).toEqual([]);
  await page.mouse.move(5, 400);

  // What the page says is what stands in the database and at the carrier.
  const [row] = await stage.sql<{ n: string }>(`select count(*) n from agent_seat where state = 'talking'`);
  await until(async () => (await figure('talking')) === row?.n, { timeoutMs: 60_000, what: 'page and seats to agree' });
  expect(sim.server.sim.carrier.log.filter((call) => call.answeredAt !== undefined).length).toBeGreaterThanOrEqual(3);

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('[data-status=paused]').waitFor();
  await page.getByText('No campaign of this group is running.').waitFor();
  await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
  await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
  await manager.shot('campaigns-en');
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Look first');
  expect(await page.getByLabel('Time to look (seconds)').count()).toBe(0);
  await page.getByLabel('Dialing', { exact: true }).click();
  await page.getByTitle('Preview').click();
  await page.getByLabel('Time to look (seconds)').fill('90');
  await page.getByLabel('When it is over').click();
  await page.getByTitle('Skip').click();
  await manager.shot('new-campaign-en');
  await page.getByRole('button', { name: 'Create campaign' }).click();
  await page.getByRole('heading', { name: 'Look first' }).waitFor();
  expect(await stage.sql(`select mode, preview_ms, preview_then from campaign where name = 'Look first'`)).toEqual([
    { mode: 'preview', preview_ms: 90_000, preview_then: 'skip' },
  ]);
  expect(manager.faults).toEqual([]);
  await manager.close();
});
