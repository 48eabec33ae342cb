import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { openPage } from '../../test/support/live-api.ts';
import { until } from '../../test/support/until.ts';
import type { Answer, Order } from './wire.ts';
import { stampOf } from './wire.ts';

export interface Spread {
  rounds: number;
  readers: number;
  bytes: number;
  /** From a frame's making to its reading, ms. */
  p50Ms: number;
  p99Ms: number;
  /** From the first frame's making to the last one's reading, median of the rounds, ms. */
  wholeMs: number;
  /** CPU of the serving process for a thousand frames, ms. */
  cpuMs: number;
}

/** One of the two servers with its readers in this process. */
export class Side {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly url: string;
  #sockets: WebSocket[] = [];
  #heard: { stamp: number; at: number; text: string }[] = [];

  private constructor(name: string, child: ChildProcess, url: string) {
    this.name = name;
    this.#child = child;
    this.url = url;
  }

  static async open(name: 'boda' | 'bare', args: readonly string[]): Promise<Side> {
    const file = fileURLToPath(new URL(`./${name}-server.ts`, import.meta.url));
    const child = fork(file, [...args], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const first = await next(child);
    if (!('url' in first)) throw new Error(`${name} said something else than where it listens`);
    return new Side(name, child, first.url);
  }

  /** `open` gives the i-th reader's open socket. */
  async gather(readers: number, open: (i: number) => Promise<WebSocket>): Promise<void> {
    for (let i = 0; i < readers; i += 50)
      await Promise.all(
        Array.from({ length: Math.min(50, readers - i) }, async (_, j) => this.#listen(await open(i + j))),
      );
  }

  /** Takes over a socket that is open. */
  #listen(socket: WebSocket): void {
    socket.on('message', (data) => {
      const text = String(data);
      const stamp = stampOf(text);
      if (stamp !== undefined) this.#heard.push({ stamp, at: performance.timeOrigin + performance.now(), text });
    });
    this.#sockets.push(socket);
  }

  /** Any frame of the last round, to be sent as it is by the other side. */
  get sample(): string {
    return this.#heard.at(-1)?.text ?? '';
  }

  async spread(what: 'each' | 'all', rounds: number, text?: string): Promise<Spread> {
    const readers = this.#sockets.length;
    const waits: number[] = [];
    const wholes: number[] = [];
    const before = await this.#cpu();
    for (let round = 0; round < rounds; round++) {
      this.#heard = [];
      this.#send({ do: what, round, ...(text === undefined ? {} : { text }) });
      await until(() => this.#heard.length >= readers, { what: `${readers} frames on the side of ${this.name}` });
      waits.push(...this.#heard.map(({ stamp, at }) => at - stamp));
      const last = Math.max(...this.#heard.map(({ at }) => at));
      wholes.push(last - Math.min(...this.#heard.map(({ stamp }) => stamp)));
    }
    const cpu = (await this.#cpu()) - before;
    return {
      ...{ rounds, readers, bytes: Buffer.byteLength(this.sample) },
      ...{ p50Ms: quantile(waits, 0.5), p99Ms: quantile(waits, 0.99), wholeMs: quantile(wholes, 0.5) },
      cpuMs: tenths((cpu / (rounds * readers)) * 1_000),
    };
  }

  leave(): void {
    for (const socket of this.#sockets) socket.terminate();
    this.#sockets = [];
    this.#heard = [];
  }

  async close(): Promise<void> {
    this.leave();
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#send({ do: 'stop', round: 0 });
    await gone;
  }

  async #cpu(): Promise<number> {
    this.#send({ do: 'cpu', round: 0 });
    const answer = await next(this.#child);
    return 'cpuMs' in answer ? answer.cpuMs : 0;
  }

  #send(order: Order): void {
    this.#child.send(order);
  }
}

function next(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`a server ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as Answer);
    });
  });
}

export async function bareSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return socket;
}

/** A page's socket, with its last place (for coming back). */
export async function bodaSocket(url: string, token: string, query = ''): Promise<WebSocket> {
  return (await openPage(url, token, query)).ws;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return tenths(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0);
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
