import { LeakyBucket } from "./leaky-bucket.ts";

/** How many lines, and characters in them, may pass at once, and how many a second after that. */
export interface LineLimits {
  readonly linesAtOnce: number;
  readonly linesASecond: number;
  readonly charactersAtOnce: number;
  readonly charactersASecond: number;
}

/** Lets through as many lines as the limits allow, and counts the others. */
export class LineBudget {
  readonly #lines: LeakyBucket;
  readonly #characters: LeakyBucket;
  #dropped = 0;

  constructor(limits: LineLimits) {
    this.#lines = new LeakyBucket(limits.linesAtOnce, limits.linesASecond);
    this.#characters = new LeakyBucket(limits.charactersAtOnce, limits.charactersASecond);
  }

  /** Whether another line, even an empty one, would pass now. */
  isOpen(now: number): boolean {
    return this.#lines.fits(1, now) && this.#characters.fits(1, now);
  }

  /**
   * Whether the line may pass; one that may not is counted, unless it is empty and only tells of dropped ones. `now` in
   * milliseconds, never going back.
   */
  admitLine(characters: number, now: number): boolean {
    if (this.#lines.fits(1, now) && this.#characters.fits(characters, now)) {
      this.#lines.addAmount(1, now);
      this.#characters.addAmount(characters, now);
      return true;
    }
    if (characters > 0) this.#dropped += 1;
    return false;
  }

  /** Counts lines that were dropped for another reason, or elsewhere. */
  addDropped(lines: number): void {
    this.#dropped += lines;
  }

  /** Lines that did not pass since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }
}
