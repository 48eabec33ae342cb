import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PASSWORD } from '../support/office-stage.ts';

/** 1280×720, as UI.md asks of the desk. */
const VIEW = { width: 1280, height: 720 };
const OTHER_VIEWS = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
/** Devices believe to be elsewhere: pages show the floor's time all the same. */
const ELSEWHERE = 'America/New_York';

/** A person before a browser of his own, whose every console error is noted. */
export class Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly faults: string[];

  private constructor(context: BrowserContext, page: Page, faults: string[]) {
    this.context = context;
    this.page = page;
    this.faults = faults;
  }

  static async at(browser: Browser, url: string, locale = 'zh-CN'): Promise<Person> {
    const context = await browser.newContext({ viewport: VIEW, locale, baseURL: url, timezoneId: ELSEWHERE });
    const page = await context.newPage();
    const faults: string[] = [];
    watch(page, faults);
    return new Person(context, page, faults);
  }

  /** Another page of the same person: another tab. */
  async tab(): Promise<Page> {
    const page = await this.context.newPage();
    watch(page, this.faults);
    return page;
  }

  async signIn(staffNo: string, password = PASSWORD, path = '/'): Promise<void> {
    await this.page.goto(path);
    await this.page.fill('#staff-no', staffNo);
    await this.page.fill('#password', password);
    await this.page.click('[type=submit]');
  }

  /** For people who look at it: BODA_SHOTS names a folder outside the project. */
  async shot(name: string): Promise<void> {
    const folder = process.env.BODA_SHOTS;
    if (folder === undefined) return;
    for (const view of [...OTHER_VIEWS, VIEW]) {
      await this.page.setViewportSize(view);
      await this.page.screenshot({ path: `${folder}/${name}-${view.width}.png` });
    }
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

function watch(page: Page, faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    const where = message.location().url;
    // The browser itself notes every answer that is no success, also those that the page expects.
    const expected = /status of 40[19]/.test(message.text());
    if (!expected) faults.push(`${message.type()}: ${message.text()} (${where})`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
}
