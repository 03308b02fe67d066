/** The longest delay that `setTimeout` takes, in milliseconds; with a longer one it fires at once. */
const longestDelayMs = 0x7fff_ffff;

/**
 * One timer for the earliest of many deadlines, which change far more often than they pass: it is set anew only when a
 * deadline moves forward. A deadline that moved back is noticed when the timer fires.
 */
export class EarliestTimer {
  readonly #earliest: () => number | null;
  readonly #onPassed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerDeadline = 0;

  /**
   * `earliest` gives the next deadline by `performance.now()`, or null. `onPassed` is called when it has passed, and must
   * change what `earliest` gives.
   */
  constructor(earliest: () => number | null, onPassed: () => void) {
    this.#earliest = earliest;
    this.#onPassed = onPassed;
  }

  /** Call after each change that may have moved a deadline forward. */
  reschedule(): void {
    const deadline = this.#earliest();
    if (deadline === null || (this.#timer !== null && this.#timerDeadline <= deadline)) return;
    this.cancel();
    this.#timerDeadline = deadline;
    const delay = Math.min(Math.max(0, deadline - performance.now()), longestDelayMs);
    this.#timer = setTimeout(() => this.#onTimer(), delay);
    // In Node: the slots keep a process alive, and not their deadlines.
    Object(this.#timer).unref?.();
  }

  cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #onTimer(): void {
    this.#timer = null;
    const deadline = this.#earliest();
    if (deadline !== null && deadline <= performance.now()) this.#onPassed();
    this.reschedule();
  }
}
