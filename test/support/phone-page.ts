import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { samples, TONE, wav } from '../../scripts/asterisk/tones.ts';
import { startBrowser } from './browser.ts';
import { AGENT_PASSWORD } from './office-on-floor.ts';
import { freshFolder } from './run-folder.ts';
import { bundleSoftphone } from './softphone/bundle.ts';

interface Energy {
  heard: number;
  sent: number;
  packetsIn: number;
  packetsOut: number;
}

interface Seen {
  registered: number;
  failed: string[];
  calls: number;
  ended: number;
  closed: number[];
}

/** What the page of test/support/softphone offers; named here because it runs in another world. */
interface PhoneWindow {
  phone: {
    api(method: string, path: string, body?: unknown): Promise<unknown>;
    connect(): Promise<void>;
    energy(): Promise<Energy>;
    dial(target: string): Promise<string>;
    isRegistered(): boolean;
    seen: Seen;
  };
}

/** Adds the page of the least phone to a service. */
export async function servePhonePage(): Promise<(app: FastifyInstance) => void> {
  const script = await bundleSoftphone();
  return (app) => {
    app.get('/phone.js', (_request, reply) => reply.type('text/javascript').send(script));
    app.get('/phone', (_request, reply) => reply.type('text/html').send('<script src="/phone.js"></script>'));
  };
}

/** A browser whose microphone says the agents' 700 Hz. */
export async function startAgentBrowser(): Promise<Browser> {
  const microphone = join(freshFolder('microphone'), 'agent.wav');
  writeFileSync(microphone, wav(samples([{ hz: TONE.agent, ms: 10_000 }])));
  return await startBrowser({ microphone });
}

/** An agent in front of the least page that is a phone. */
export class PhonePage {
  readonly page: Page;
  readonly #address: string;

  private constructor(page: Page, address: string) {
    this.page = page;
    this.#address = address;
  }

  static async open(browser: Browser | BrowserContext, address: string): Promise<PhonePage> {
    const page = await browser.newPage();
    await page.goto(`${address}/phone`);
    return new PhonePage(page, address);
  }

  async signIn(username: string): Promise<void> {
    await this.api('POST', '/session', { username, password: AGENT_PASSWORD });
    await this.api('PUT', '/agents/me/state', { state: 'ready' });
  }

  api(method: string, path: string, body?: unknown): Promise<unknown> {
    const order = { method, path, body };
    return this.page.evaluate((o) => (globalThis as unknown as PhoneWindow).phone.api(o.method, o.path, o.body), order);
  }

  /** Registers through the service; resolves when it has. */
  async connect(): Promise<void> {
    await this.page.evaluate(() => (globalThis as unknown as PhoneWindow).phone.connect());
    await this.page.waitForFunction(() => (globalThis as unknown as PhoneWindow).phone.isRegistered());
  }

  async reload(): Promise<void> {
    await this.page.goto(`${this.#address}/phone`);
    await this.connect();
  }

  energy(): Promise<Energy> {
    return this.page.evaluate(() => (globalThis as unknown as PhoneWindow).phone.energy());
  }

  seen(): Promise<Seen> {
    return this.page.evaluate(() => (globalThis as unknown as PhoneWindow).phone.seen);
  }

  dial(target: string): Promise<string> {
    return this.page.evaluate((to) => (globalThis as unknown as PhoneWindow).phone.dial(to), target);
  }
}
