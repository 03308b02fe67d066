/** A timer's longest delay; later ones fire at once. */
const longestDelayMs = 0x7fff_ffff;

/** Calls back at the earliest of deadlines that change far more often than they pass. */
export class Watch {
  readonly #earliest: () => number | null;
  readonly #passed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #set = 0;

  /** `earliest` tells the next deadline by `performance.now()`; `passed` must see to it that it moves. */
  constructor(earliest: () => number | null, passed: () => void) {
    this.#earliest = earliest;
    this.#passed = passed;
  }

  /** After a change that may have brought a deadline forward. Deadlines that moved away are seen when the timer fires. */
  look(): void {
    const deadline = this.#earliest();
    if (deadline === null || (this.#timer !== null && this.#set <= deadline)) return;
    this.stop();
    this.#set = deadline;
    const delay = Math.min(Math.max(0, deadline - performance.now()), longestDelayMs);
    this.#timer = setTimeout(() => this.#fire(), delay);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #fire(): void {
    this.#timer = null;
    const deadline = this.#earliest();
    if (deadline !== null && deadline <= performance.now()) this.#passed();
    this.look();
  }
}
