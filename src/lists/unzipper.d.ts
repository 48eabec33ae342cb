declare module 'unzipper' {
  import type { Duplex, Readable } from 'node:stream';

  /** One file of the archive; must be read or drained before the next one comes. */
  export interface Entry extends Readable {
    path: string;
    autodrain(): void;
  }
  export function Parse(options: { forceStream: true }): Duplex;
}
