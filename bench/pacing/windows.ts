const DAY_MS = 86_400_000;
/** A window with fewer answers says nothing yet (issue 4: every run of ≥ 200 answers). */
export const FEWEST = 200;

/**
 * The worst of all legal windows of one campaign: abandoned ÷ answers of each span of 24 h that ends at an answer. Runs are shorter
 * than a calendar month, so the windows from a fixed start on are those that begin with the run; both kinds are watched.
 */
export class Windows {
  readonly #at: number[] = [];
  readonly #lost: (0 | 1)[] = [];
  #first = 0;
  #inDay = 0;
  #all = 0;
  /** The highest share seen; undefined before any window held 200 answers. */
  worst: number | undefined;

  add(at: number, abandoned: 0 | 1): void {
    this.#at.push(at);
    this.#lost.push(abandoned);
    this.#inDay += abandoned;
    this.#all += abandoned;
    while ((this.#at[this.#first] ?? at) <= at - DAY_MS) this.#inDay -= this.#lost[this.#first++] ?? 0;
    this.#look(this.#inDay, this.#at.length - this.#first);
    this.#look(this.#all, this.#at.length);
  }

  #look(abandoned: number, answers: number): void {
    if (answers >= FEWEST) this.worst = Math.max(this.worst ?? 0, abandoned / answers);
  }
}
