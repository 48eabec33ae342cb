import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * A signed chain over the rows of a file: each hash covers its own row and the hash before it, so no row can be changed,
 * left out, put in or moved by who has not the key (docs/OPERATING.md, "Evidence of abandoned calls").
 */
export class EvidenceChain {
  readonly #key: Uint8Array;
  #before = '';

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** The hash of the next row (hex), over its cells as they stand in the file. */
  next(kind: string, cells: readonly string[]): string {
    const text = JSON.stringify([this.#before, kind, ...cells]);
    this.#before = createHmac('sha256', this.#key).update(text, 'utf8').digest('hex');
    return this.#before;
  }
}

/** A row of an evidence file as read back. `kind`: `file` (whose it is, the first), `call`, `window`, `totals` (the last). */
export interface EvidenceRow {
  kind: string;
  cells: readonly string[];
  hash: string;
}

export type EvidenceVerdict = { sound: true; calls: number } | { sound: false; row: number; why: string };

/** Whether the rows are as they were signed; `row` counts from 1. */
export function verifyEvidence(key: Uint8Array, rows: readonly EvidenceRow[]): EvidenceVerdict {
  const chain = new EvidenceChain(key);
  for (const [i, { kind, cells, hash }] of rows.entries()) {
    if (!same(chain.next(kind, cells), hash))
      return { sound: false, row: i + 1, why: 'it, or a row before it, is not as it was signed' };
  }
  const calls = rows.filter(({ kind }) => kind === 'call').length;
  if (rows[0]?.kind !== 'file') return { sound: false, row: 1, why: 'the file has no head' };
  const last = rows.at(-1);
  if (last?.kind !== 'totals')
    return { sound: false, row: rows.length, why: 'the file is cut off: its totals are missing' };
  // Both are under the signature; a file of ours that disagrees with itself would be a fault of ours.
  if (last.cells[0] !== String(calls)) return { sound: false, row: rows.length, why: 'the totals are of other rows' };
  return { sound: true, calls };
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
