import { WebSocket } from 'ws';
import { until } from './until.ts';

export interface Frame {
  epoch: string;
  seq: number;
  type: string;
  at: string;
  // biome-ignore lint/suspicious/noExplicitAny: a frame as any client sees it
  data: any;
}

/** A page's side of the stream. */
export class Page {
  readonly frames: Frame[] = [];
  readonly ws: WebSocket;
  /** Close code; 0 while it is open. */
  code = 0;
  /** HTTP status when it was refused before the upgrade. */
  refused = 0;
  refusal = '';

  constructor(url: string, options: { origin?: string; headers?: Record<string, string>; autoPong?: boolean } = {}) {
    this.ws = new WebSocket(url, { ...options, perMessageDeflate: false });
    this.ws.on('message', (data) => this.frames.push(JSON.parse(String(data)) as Frame));
    this.ws.on('close', (code) => {
      this.code = code;
    });
    this.ws.on('error', () => undefined);
    this.ws.on('unexpected-response', (_request, response) => {
      this.refused = response.statusCode ?? 0;
      response.on('data', (part) => {
        this.refusal += String(part);
      });
      response.on('end', () => {
        this.code = -1;
      });
    });
  }

  get last(): Frame | undefined {
    return this.frames.at(-1);
  }

  /** `epoch.seq` of the last frame. */
  get place(): string {
    return `${this.last?.epoch}.${this.last?.seq}`;
  }

  types(): string[] {
    return this.frames.map((frame) => frame.type);
  }

  async frame(match: (frame: Frame) => boolean, what: string): Promise<Frame> {
    return await until(() => this.frames.find(match), { what: `a frame: ${what}` });
  }

  async open(): Promise<this> {
    await until(() => this.ws.readyState === WebSocket.OPEN || this.code !== 0, { what: 'the page to be answered' });
    return this;
  }

  async closed(): Promise<number> {
    await until(() => this.code !== 0, { what: 'the page to be closed' });
    return this.code;
  }

  /** The network is gone, without a word. */
  cut(): void {
    this.ws.terminate();
  }
}
