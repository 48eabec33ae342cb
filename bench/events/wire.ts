/** What the measuring process and the measured ones say to each other, and the one clock of both. */

export interface Order {
  /** `each`: a frame of his own to each reader. `all`: one frame to all who watch. */
  do: 'each' | 'all' | 'cpu' | 'stop';
  round: number;
  /** For the bare server: the bytes to send, with STAMP in them. */
  text?: string;
}

export type Answer = { url: string } | { cpuMs: number };

/** Milliseconds of the machine with fractions; comparable between its processes. */
export function stampNow(): string {
  return (performance.timeOrigin + performance.now()).toFixed(3);
}

/** Stands where a frame tells when it was made; as long as a stamp. */
export const STAMP = /stamp:\d{13}\.\d{3}/;

export function stampOf(text: string): number | undefined {
  const found = STAMP.exec(text);
  return found === null ? undefined : Number(found[0].slice('stamp:'.length));
}
