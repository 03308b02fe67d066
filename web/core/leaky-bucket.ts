/** Counts how much of an allowance is used, less what time has freed. */
export class LeakyBucket {
  readonly #size: number;
  readonly #drainedAMs: number;
  #level = 0;
  #at = 0;

  constructor(size: number, drainedASecond: number) {
    this.#size = size;
    this.#drainedAMs = drainedASecond / 1000;
  }

  /** Whether so much still fits at that time, in milliseconds that never go back. */
  fits(amount: number, now: number): boolean {
    return this.#levelAt(now) + amount <= this.#size;
  }

  /** Adds to the bucket; false if it overflows. `now` in milliseconds, never going back. */
  addAmount(amount: number, now: number): boolean {
    this.#level = this.#levelAt(now) + amount;
    this.#at = now;
    return this.#level <= this.#size;
  }

  #levelAt(now: number): number {
    return Math.max(0, this.#level - (now - this.#at) * this.#drainedAMs);
  }
}
