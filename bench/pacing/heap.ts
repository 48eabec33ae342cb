/** Events by time, those of one millisecond in the order they were pushed. Typed arrays: nothing is allocated for an event. */
export class EventHeap {
  #at = new Float64Array(1024);
  #order = new Float64Array(1024);
  #kind = new Int32Array(1024);
  #id = new Int32Array(1024);
  #size = 0;
  #pushed = 0;
  /** Of the event that `pop` took off. */
  at = 0;
  kind = 0;
  id = 0;

  push(at: number, kind: number, id: number): void {
    if (this.#size === this.#at.length) this.#grow();
    const order = this.#pushed++;
    let i = this.#size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#later(parent, at, order)) break;
      this.#copy(parent, i);
      i = parent;
    }
    this.#set(i, at, order, kind, id);
  }

  /** @returns whether there was one */
  pop(): boolean {
    if (this.#size === 0) return false;
    this.at = this.#at[0] as number;
    this.kind = this.#kind[0] as number;
    this.id = this.#id[0] as number;
    const last = --this.#size;
    const at = this.#at[last] as number;
    const order = this.#order[last] as number;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= last) break;
      if (child + 1 < last && this.#later(child, this.#at[child + 1] as number, this.#order[child + 1] as number))
        child++;
      if (this.#later(child, at, order)) break;
      this.#copy(child, i);
      i = child;
    }
    if (last > 0) this.#set(i, at, order, this.#kind[last] as number, this.#id[last] as number);
    return true;
  }

  /** Whether item i comes after (at, order). */
  #later(i: number, at: number, order: number): boolean {
    const other = this.#at[i] as number;
    return other > at || (other === at && (this.#order[i] as number) > order);
  }

  #copy(from: number, to: number): void {
    this.#set(
      to,
      this.#at[from] as number,
      this.#order[from] as number,
      this.#kind[from] as number,
      this.#id[from] as number,
    );
  }

  #set(i: number, at: number, order: number, kind: number, id: number): void {
    this.#at[i] = at;
    this.#order[i] = order;
    this.#kind[i] = kind;
    this.#id[i] = id;
  }

  #grow(): void {
    const size = 2 * this.#at.length;
    const at = new Float64Array(size);
    at.set(this.#at);
    this.#at = at;
    const order = new Float64Array(size);
    order.set(this.#order);
    this.#order = order;
    const kind = new Int32Array(size);
    kind.set(this.#kind);
    this.#kind = kind;
    const id = new Int32Array(size);
    id.set(this.#id);
    this.#id = id;
  }
}
