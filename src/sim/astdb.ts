/**
 * Asterisk's own little database: `family/key` → value. It lies on disk: it outlives a restart, and so does the evidence
 * that the abandoned-call dialplan writes into it (ASTERISK.md 4).
 */
export class AstDb {
  readonly #values = new Map<string, string>();

  get(path: string): string | undefined {
    return this.#values.get(path);
  }

  set(path: string, value: string): void {
    this.#values.set(path, value);
  }

  /** The value that was there, or undefined. */
  delete(path: string): string | undefined {
    const value = this.#values.get(path);
    this.#values.delete(path);
    return value;
  }

  /** The next path elements under a family, sorted, each once, comma separated; all families for an empty name. */
  keys(family: string): string {
    const prefix = family === '' ? '' : `${family}/`;
    const found = new Set<string>();
    for (const path of this.#values.keys()) {
      if (path.startsWith(prefix)) found.add(path.slice(prefix.length).split('/')[0] ?? '');
    }
    return [...found].sort().join(',');
  }
}
