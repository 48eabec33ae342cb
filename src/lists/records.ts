/**
 * Splits delimited text into records (RFC 4180, with the habits of real files), in one pass and bounded memory.
 *
 * Its own, because a broken row must cost that row and no more: after an unclosed quote or an over-long cell csv-parse
 * 7.0.3 (skip_records_with_error) swallows the rest of the file. Here reading goes on at the next line of the file.
 */
export interface RecordLimits {
  /** Characters of one record. */
  maxChars: number;
}

export type TextRecord =
  /** `row` as a person counts the rows of his sheet: 1-based, blank ones and the header included. */
  | { row: number; kind: 'cells'; cells: string[] }
  | { row: number; kind: 'broken'; why: 'quote' | 'too-long'; start: string };

/** `end`: the record's own, or how far one had to read to know that there is none. */
type Framed = { kind: 'cells'; cells: string[]; end: number } | { kind: 'more' | 'quote'; end: number };

const SHOWN = 60;

/** Feeds on chunks of any size. A blank line is a record of one empty cell. */
export class RecordSplitter {
  readonly #delimiter: string;
  readonly #limits: RecordLimits;
  #text = '';
  #row = 0;
  /** Skipping what is left of a broken line. */
  #skipping = false;
  /** A CR at the end of a chunk waits here: its LF may be on the way. */
  #held = '';

  constructor(delimiter: string, limits: RecordLimits) {
    this.#delimiter = delimiter;
    this.#limits = limits;
  }

  push(chunk: string): TextRecord[] {
    const text = this.#held + chunk;
    this.#held = text.endsWith('\r') ? '\r' : '';
    this.#text += this.#held === '' ? text : text.slice(0, -1);
    return this.#take(false);
  }

  end(): TextRecord[] {
    this.#text += this.#held;
    this.#held = '';
    return this.#take(true);
  }

  #take(atEnd: boolean): TextRecord[] {
    const found: TextRecord[] = [];
    let at = this.#skipping ? this.#skipLine(0) : 0;
    while (at < this.#text.length) {
      const framed = this.#frame(at, atEnd);
      const over = framed.end - at > this.#limits.maxChars;
      if (framed.kind === 'cells' && !over) {
        found.push({ row: ++this.#row, kind: 'cells', cells: framed.cells });
        at = framed.end;
        continue;
      }
      if (framed.kind === 'more' && !over) break;
      // A broken line is told with its beginning: wait for as much of it as is shown.
      if (!atEnd && this.#text.length - at < SHOWN && lineEnd(this.#text, at) === -1) break;
      found.push({ row: ++this.#row, kind: 'broken', ...this.#broken(at, over) });
      at = this.#skipLine(at);
    }
    this.#text = this.#text.slice(at);
    return found;
  }

  #broken(at: number, over: boolean): { why: 'quote' | 'too-long'; start: string } {
    const line = lineEnd(this.#text, at);
    // Only quotes make a record go on over the end of a line.
    const wraps = line !== -1 && line - at < this.#limits.maxChars;
    const end = Math.min(at + SHOWN, line === -1 ? this.#text.length : line);
    return { why: over && !wraps ? 'too-long' : 'quote', start: this.#text.slice(at, end) };
  }

  /** Where the next line begins; the rest of this one is thrown away, also what has not come yet. */
  #skipLine(at: number): number {
    const end = lineEnd(this.#text, at);
    this.#skipping = end === -1;
    return end === -1 ? this.#text.length : afterBreak(this.#text, end);
  }

  /** The record that begins at `start`. */
  #frame(start: number, atEnd: boolean): Framed {
    const text = this.#text;
    const cells: string[] = [];
    let at = start;
    for (;;) {
      const cell = text[at] === '"' ? quoted(text, at, atEnd) : this.#plain(at);
      if (cell === 'more') return { kind: 'more', end: text.length };
      if (cell === 'unclosed') return { kind: 'quote', end: text.length };
      cells.push(cell.value);
      at = cell.end;
      if (at >= text.length) return atEnd ? { kind: 'cells', cells, end: at } : { kind: 'more', end: at };
      if (isBreak(text, at)) return { kind: 'cells', cells, end: afterBreak(text, at) };
      if (text[at] !== this.#delimiter) return { kind: 'quote', end: at };
      at++;
    }
  }

  /** A cell without quotes; quotes inside it are just characters. */
  #plain(start: number): { value: string; end: number } {
    const text = this.#text;
    let end = start;
    while (end < text.length && text[end] !== this.#delimiter && !isBreak(text, end)) end++;
    return { value: text.slice(start, end), end };
  }
}

function quoted(text: string, start: number, atEnd: boolean): { value: string; end: number } | 'more' | 'unclosed' {
  let from = start + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) return atEnd ? 'unclosed' : 'more';
    if (close + 1 >= text.length && !atEnd) return 'more';
    if (text[close + 1] !== '"') return { value: text.slice(start + 1, close).replaceAll('""', '"'), end: close + 1 };
    from = close + 2;
  }
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function lineEnd(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  const cr = text.slice(from, lf === -1 ? undefined : lf).indexOf('\r');
  return cr === -1 ? lf : from + cr;
}

function afterBreak(text: string, at: number): number {
  return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
}
