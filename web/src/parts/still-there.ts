/** How often a socket asks whether its other side is still there; two questions without an answer mean that it is not. */
const ASK_MS = 700;
const MOST_UNANSWERED = 2;

/**
 * Watches an open socket whose network may go without a word: no close comes then, and the browser hides the pings of the
 * protocol. Counted, not timed: a page in the background, whose timers stand still, must not take its socket for dead.
 */
export class StillThere {
  readonly #timer: number;
  #unanswered = 0;

  /** `ask` sends something that is answered; `gone` is called once, 1.4 to 2.1 s after the last thing that was heard. */
  constructor(ask: () => void, gone: () => void) {
    this.#timer = window.setInterval(() => {
      if (this.#unanswered >= MOST_UNANSWERED) {
        this.stop();
        gone();
        return;
      }
      this.#unanswered += 1;
      ask();
    }, ASK_MS);
  }

  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    window.clearInterval(this.#timer);
  }
}
