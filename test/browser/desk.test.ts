import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type OfficeStage, openOfficeStage } from '../support/office-stage.ts';
import { startSimNode } from '../support/sim-node.ts';
import { until } from '../support/until.ts';
import { dialOne } from './one-call.ts';
import { Person } from './person.ts';

/** The last four digits say what the callee does: 0200 answers at once and stays. */
const STAYS = (n: number): string => `138${String(2_000 + n)}0200`;

let browser: Browser;
let stage: OfficeStage;
let sim: Awaited<ReturnType<typeof startSimNode>>;
let campaigns = 0;
let staff = 1000;

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
// Each test has the floor to itself: nothing is dialed, and nobody of another test is there to be called.
beforeEach(async () => {
  await stage.sql(`update campaign set status = 'stopped'`);
  await stage.sql(
    `insert into agent_wish (id, agent_id, group_id, body, at)
     select w, agent_id, group_id, jsonb_build_object('id', w, 'agentId', agent_id, 'type', 'sign-out', 'at', 0), now()
     from (select gen_random_uuid() w, * from agent_seat where state <> 'offline') s`,
  );
  for (const { number } of sim.server.sim.carrier.log) sim.server.sim.carrier.hangUp(number);
  await until(async () => (await stage.sql(`select 1 from agent_seat where state <> 'offline'`)).length === 0, {
    timeoutMs: 60_000,
    what: 'everybody to have left',
  });
});

/** A campaign that dials one person. */
async function campaign(more: Record<string, unknown> = {}): Promise<void> {
  campaigns += 1;
  await dialOne(stage, { name: `任务 ${campaigns}`, number: STAYS(campaigns), ...more });
}

/** An agent at his desk, signed on and ready. */
async function atDesk(): Promise<Person> {
  const person = await Person.at(browser, stage.url);
  await person.signIn(String(++staff));
  await person.page.getByRole('heading', { name: '您尚未签入' }).waitFor();
  await person.shot('desk-offline-zh');
  await person.page.getByRole('button', { name: '签入' }).click();
  await state(person.page, 'idle');
  return person;
}

async function state(page: Page, wanted: string): Promise<void> {
  await page.locator(`[data-state=${wanted}]`).waitFor({ timeout: 45_000 });
}

/** Names of results that do not fit into their buttons. */
function cut(page: Page): Promise<string[]> {
  return page.locator('.choice-name').evaluateAll((names) =>
    names
      .filter((name) => {
        const [inner, outer] = [name.getBoundingClientRect(), name.closest('button')?.getBoundingClientRect()];
        return (
          outer === undefined ||
          inner.right > outer.right ||
          inner.bottom > outer.bottom ||
          inner.top < outer.top ||
          name.scrollWidth > name.clientWidth
        );
      })
      .map((name) => name.textContent ?? ''),
  );
}

async function disposition(name: string): Promise<string | null | undefined> {
  const rows = await stage.sql<{ disposition: string | null }>(
    `select r.disposition from call_record r join campaign c on c.id = r.campaign_id where c.name = $1`,
    [name],
  );
  return rows[0]?.disposition;
}

/** The result is written behind the agent's word, and 未填 may stand there until it is. */
async function resultIs(wanted: string): Promise<void> {
  await until(async () => (await disposition(`任务 ${campaigns}`)) === wanted, { what: `${wanted} in the record` });
}

/** By keys, from the wrap-up to the next call: who leaves a wrap-up open has left only once its time is over. */
async function giveResult(page: Page): Promise<void> {
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Control+Enter');
  await state(page, 'idle');
  await resultIs('SALE');
}

it('shows the customer who answers, and takes the result by keys, in a field too', async () => {
  const agent = await atDesk();
  const { page } = agent;
  // Nothing runs yet: he is told so, rather than left to wonder.
  await page.locator('[data-waiting=paused]').getByText('本组没有运行中的外呼任务').waitFor();
  await page.getByText('今日 0 通 · 接通 0').waitFor();
  await agent.shot('desk-idle-zh');
  await campaign();
  await state(page, 'talking');
  await page.getByRole('heading', { name: /王芳/ }).waitFor();
  expect(await page.locator('.customer .number').innerText()).toBe('138****0200');
  expect(await page.content()).not.toContain(STAYS(campaigns));
  await page.getByText('深圳').first().waitFor();
  await agent.shot('desk-talking-zh');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Last contacts').waitFor();
  await page.getByText('Wrong number').waitFor();
  await agent.shot('desk-talking-en');
  expect(await cut(page)).toEqual([]);
  await page.getByRole('button', { name: '中文' }).click();

  // Hold, resume, keypad, each by its key while the note has the focus.
  await page.fill('#note', '');
  await page.locator('#note').focus();
  await page.keyboard.press('F4');
  await page.getByText('通话中（保持）').waitFor();
  await page.keyboard.press('F4');
  await page.getByText('通话中（保持）').waitFor({ state: 'detached' });
  await page.keyboard.press('F8');
  await page.locator('.keypad').waitFor();
  await page.keyboard.press('F8');

  // Once is a slip.
  await page.keyboard.press('F9');
  await page.getByText('再按一次 F9 挂断').waitFor();
  await page.getByText('再按一次 F9 挂断').waitFor({ state: 'detached' });
  await state(page, 'talking');
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await state(page, 'wrapup');
  await page.keyboard.type('想下周再谈');
  await page.keyboard.press('Alt+5');
  await page.keyboard.press('Control+Enter');
  await page.getByText('请选择回拨时间。').waitFor();
  await page.getByRole('button', { name: '1 小时后' }).click();
  await page.getByText('请选择回拨时间。').waitFor({ state: 'detached' });
  await agent.shot('desk-wrapup-zh');
  await page.keyboard.press('Control+Enter');
  await state(page, 'idle');
  await resultIs('CALLBACK');
  await page.getByText('预约回拨').first().waitFor();
  // The floor's clock, though this device is set to New York.
  const [floor] = await stage.sql<{ time: string }>(
    `select to_char(placed_at at time zone 'Asia/Shanghai', 'HH24:MI') as time from call_record`,
  );
  expect(await page.locator('.between .contacts time').first().innerText()).toBe(floor?.time);
  await page.getByText('今日 1 通 · 接通 1').click();
  await page.locator('.numbers').getByText('预约回拨').waitFor();
  await agent.shot('desk-day-zh');
  expect(agent.faults).toEqual([]);
  await agent.close();
});

it('F7: a colleague is consulted while the customer waits, is joined by him, and takes him over', async () => {
  const agent = await atDesk();
  const colleague = await atDesk();
  const [one, other] = [agent.page, colleague.page];
  await campaign();
  await state(one, 'talking');
  await one.locator('#note').focus();
  await one.keyboard.press('F7');
  await one.locator('.colleagues [data-free=true]').first().waitFor();
  await agent.shot('desk-colleagues-zh');
  await one.getByRole('button', { name: /^咨\s*询$/ }).click();
  await state(other, 'talking');
  await other.getByRole('heading', { name: /王芳/ }).waitFor();
  await other.getByText(/^您已加入 .+ 的通话，结果由对方填写$/).waitFor();
  expect(await other.locator('#note').count()).toBe(0);
  await one.getByText(/^正在咨询 /).waitFor();
  await one.getByText('通话中（保持）').waitFor();
  await colleague.shot('desk-guest-zh');
  await one.keyboard.press('F4');
  await one.getByText(/^与 .+ 三方通话中$/).waitFor();
  await one.keyboard.press('F7');
  await one.locator('button:focus', { hasText: /^转给 / }).waitFor();
  await one.keyboard.press('Enter');
  await state(one, 'idle');
  // His own now: the result is asked of him.
  await other.locator('#note').waitFor();
  await other.keyboard.press('F9');
  await other.keyboard.press('F9');
  await state(other, 'wrapup');
  await giveResult(other);
  expect([...agent.faults, ...colleague.faults]).toEqual([]);
  await agent.close();
  await colleague.close();
});

it('keeps what was written over a reload in the wrap-up, and gives more time once', async () => {
  const agent = await atDesk();
  const { page } = agent;
  await campaign();
  await state(page, 'talking');
  sim.server.sim.carrier.hangUp(STAYS(campaigns));
  await state(page, 'wrapup');
  await page.keyboard.press('F10');
  await page.getByText('已延长一次').waitFor();
  await page.fill('#note', '客户要求发资料');
  await page.keyboard.press('Alt+2');
  // At once: what was typed last is saved by the page that goes.
  await page.reload();
  await state(page, 'wrapup');
  await page.getByRole('heading', { name: /王芳/ }).waitFor();
  await until(async () => (await page.inputValue('#note')) === '客户要求发资料', { what: 'the note to be back' });
  expect(await page.locator('[data-result=INTENT_A]').getAttribute('aria-checked')).toBe('true');
  await page.keyboard.press('Control+Enter');
  await state(page, 'idle');
  await resultIs('INTENT_A');
  expect(agent.faults).toEqual([]);
  await agent.close();
});

it('takes no letter of a pinyin sentence for a key', async () => {
  const agent = await atDesk();
  const { page } = agent;
  await campaign();
  await state(page, 'talking');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' && !request.url().endsWith('/draft'))
      sent.push(`${request.method()} ${request.url()}`);
  });
  await page.locator('#note').focus();
  // As an input method does it: each key arrives as part of a composition, then the sentence is committed.
  const cdp = await page.context().newCDPSession(page);
  let typed = '';
  for (const key of 'f2f4f6f7f8f9f10 zuotian1 xiawu5 gei9 kehu3 huifu enter alt ctrl') {
    typed += key;
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key: 'Process',
      code: /[a-z]/.test(key) ? `Key${key.toUpperCase()}` : /\d/.test(key) ? `Digit${key}` : 'Space',
      windowsVirtualKeyCode: 229,
    });
    await cdp.send('Input.imeSetComposition', {
      text: typed,
      selectionStart: typed.length,
      selectionEnd: typed.length,
    });
  }
  await cdp.send('Input.insertText', { text: '昨天下午给客户回复' });
  await page.keyboard.type('F2 F4 F6 F9 F9 alt+1 ctrl+enter 1234567890');
  await page.locator('[data-draft=saved]').waitFor();
  expect(sent).toEqual([]);
  await state(page, 'talking');
  expect(await page.locator('[aria-checked=true]').count()).toBe(0);
  expect(await page.inputValue('#note')).toContain('昨天下午给客户回复');
  sim.server.sim.carrier.hangUp(STAYS(campaigns));
  await state(page, 'wrapup');
  await giveResult(page);
  expect(agent.faults).toEqual([]);
  await agent.close();
});

it('shows a customer first where the campaign asks for it, and dials or skips him', async () => {
  const agent = await atDesk();
  const { page } = agent;
  await campaign({ mode: 'preview', previewMs: 60_000 });
  await state(page, 'preview');
  await page.getByRole('heading', { name: /王芳/ }).waitFor();
  await agent.shot('desk-preview-zh');
  await page.keyboard.press('F2');
  await state(page, 'talking');
  await page.keyboard.press('F9');
  await page.keyboard.press('F9');
  await state(page, 'wrapup');
  await page.keyboard.press('Alt+6');
  await page.keyboard.press('Control+Enter');
  await state(page, 'idle');
  await campaign({ mode: 'preview', previewMs: 60_000 });
  await state(page, 'preview');
  await page.getByRole('button', { name: '跳过' }).click();
  await page.getByText('时间不合适').click();
  await state(page, 'idle');
  const skips = () => stage.sql<{ reason: string }>(`select reason from preview_skip`);
  await until(async () => (await skips()).length === 1, { what: 'the skip to be written down' });
  expect(await skips()).toEqual([{ reason: '时间不合适' }]);
  expect(agent.faults).toEqual([]);
  await agent.close();
});

it('asks for the missing result before it goes on, and stops when a newer page takes over', async () => {
  const agent = await atDesk();
  const { page } = agent;
  await campaign({ wrapUpMs: 1_000 });
  await state(page, 'talking');
  sim.server.sim.carrier.hangUp(STAYS(campaigns));
  await page.getByText('示忙（未填结果）').waitFor({ timeout: 45_000 });
  await page.getByText(/上一通电话还没有结果/).waitFor();
  // Whom it is of, and the results to choose from, as the service has them.
  await page.getByRole('heading', { name: /王芳/ }).waitFor();
  await page.locator('[data-result=SALE]').waitFor();
  await agent.shot('desk-unfilled-zh');
  await giveResult(page);

  const newer = await agent.tab();
  await newer.goto('/desk');
  await state(newer, 'idle');
  await page.getByText('已在新的页面登录').waitFor();
  await agent.shot('desk-replaced-zh');
  await newer.getByRole('button', { name: '空闲' }).click();
  await newer.getByText('小休 · 就餐').click();
  await state(newer, 'paused');
  await newer.getByText('小休 · 就餐').first().waitFor();
  expect(agent.faults).toEqual([]);
  await agent.close();
});
