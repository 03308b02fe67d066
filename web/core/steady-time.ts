/** The most that one step counts where late looks are the rule: browsers look once a minute in tabs that were hidden for long. */
const mostThrottledMs = 65_000;

/**
 * Finds out at which times nothing went on: the machine slept, or its processes were stopped. Somebody looks at the clock about every so
 * often; where a step between two looks is longer than `longestMs`, that step is left out, since what was to look stood still.
 *
 * In a hidden tab looks may be late one after the other, and things go on all the same. So a late step counts if the
 * planned look before it was late as well: an endless loop is still ended there, and a machine that stalls is on time in between.
 */
export class SteadyTime {
  readonly #longestMs: () => number;
  #lookedAt: number;
  #plannedAt: number;
  /** Whether the last planned look was late. */
  #wasLate = false;
  #leftOutMs = 0;

  /** `longestMs`: more than looks are ever late while all goes well. */
  constructor(now: number, longestMs: () => number) {
    this.#longestMs = longestMs;
    this.#lookedAt = now;
    this.#plannedAt = now;
  }

  /** Milliseconds left out so far. */
  get leftOutMs(): number {
    return this.#leftOutMs;
  }

  /** Looks begin to be planned again: until now nobody may have looked. */
  planLooks(now: number): void {
    this.look(now);
    this.#plannedAt = now;
    this.#wasLate = false;
  }

  /** A planned look at the clock. Gives the milliseconds that are left out since the last look. */
  lookAsPlanned(now: number): number {
    const leftOut = this.look(now);
    this.#wasLate = now - this.#plannedAt > this.#longestMs();
    this.#plannedAt = now;
    return leftOut;
  }

  /** Any other look. Gives the milliseconds that are left out since the last one. */
  look(now: number): number {
    const step = now - this.#lookedAt;
    this.#lookedAt = now;
    if (step <= this.#longestMs()) return 0;
    const leftOut = this.#wasLate ? Math.max(0, step - mostThrottledMs) : step;
    this.#leftOutMs += leftOut;
    return leftOut;
  }
}
