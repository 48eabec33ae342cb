import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { type OfficeStage, openOfficeStage, PASSWORD } from '../support/office-stage.ts';
import { startSimNode } from '../support/sim-node.ts';
import { Person } from './person.ts';

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

it('signs in in Chinese, with a clear word where the password is wrong, and out again', async () => {
  const person = await Person.at(browser, stage.url);
  const { page } = person;
  await person.signIn('5001', 'not the password at all');
  await page.getByText('工号或密码不正确。').waitFor();
  await person.shot('sign-in-zh');
  await page.fill('#password', PASSWORD);
  await page.click('[type=submit]');
  await page.getByRole('heading', { name: '外呼任务' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/campaigns');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  const session = await page.evaluate(async () => (await fetch('/api/v1/session')).status);
  expect(session).toBe(401);
  expect(person.faults).toEqual([]);
  await person.close();
});

it('signs in in English, and keeps the language over a reload', async () => {
  const person = await Person.at(browser, stage.url);
  const { page } = person;
  await page.goto('/');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await person.shot('sign-in-en');
  await person.signIn('5001');
  await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(person.faults).toEqual([]);
  await person.close();
});

it('asks for another password before anything else, when it was given for once', async () => {
  await stage.sql(`update app_user set must_change_password = true where staff_no = '3101'`);
  const person = await Person.at(browser, stage.url);
  const { page } = person;
  await person.signIn('3101');
  await page.getByRole('heading', { name: '请先修改密码' }).waitFor();
  await person.shot('password-zh');
  await page.fill('#old-password', PASSWORD);
  await page.fill('#new-password', 'another long one');
  await page.fill('#new-password-again', 'another long two');
  await page.click('[type=submit]');
  await page.getByText('两次输入的新密码不一致。').waitFor();
  await page.fill('#new-password-again', 'another long one');
  await page.click('[type=submit]');
  await page.getByRole('heading', { name: '外呼任务' }).waitFor();
  const [row] = await stage.sql<{ must_change_password: boolean }>(
    `select must_change_password from app_user where staff_no = '3101'`,
  );
  expect(row?.must_change_password).toBe(false);
  expect(person.faults).toEqual([]);
  await person.close();
});
