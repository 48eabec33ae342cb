/** Ids in order, so that "does a living one begin so?" costs no walk over all of them. */
export class IdIndex {
  #ids: string[] = [];

  add(id: string): void {
    this.#ids.splice(this.#at(id), 0, id);
  }

  delete(id: string): void {
    const at = this.#at(id);
    if (this.#ids[at] === id) this.#ids.splice(at, 1);
  }

  clear(): void {
    this.#ids = [];
  }

  /** Whether some id begins with `start` (or is it). */
  anyBeginsWith(start: string): boolean {
    return this.#ids[this.#at(start)]?.startsWith(start) ?? false;
  }

  /** The first place whose id is not before `id`. */
  #at(id: string): number {
    let low = 0;
    let high = this.#ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ids[middle] as string) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
