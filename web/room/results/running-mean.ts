/** Numbers below which no half-width is told: a standard deviation of few of them may be wrong by any factor. */
export const fewestNumbers = 30;

/** Of the normal distribution: 95 % of it lie within as many standard deviations on either side. */
const deviations = 1.96;

/**
 * Why no half-width is told. Of numbers that are all equal it would be 0, though the next one may differ: 0 and 1 with one 1 in a
 * thousand begin with hundreds of zeros. Numbers are too large where their sum or their squares are beyond what a double can hold,
 * and then no further one changes that.
 */
export type NoHalfWidth = "too-few" | "all-equal" | "too-large";

/** The mean of numbers that come one by one, and how precisely it is known. By Welford's method, which does not lose what large numbers have behind the point. */
export class RunningMean {
  #count = 0;
  #mean = 0;
  /** Sum of the squared distances from the mean. */
  #squares = 0;

  get count(): number {
    return this.#count;
  }

  /** 0 before the first number; null once it is too large. */
  get mean(): number | null {
    return Number.isFinite(this.#mean) ? this.#mean : null;
  }

  /**
   * Half of the interval around the mean in which, with a confidence of 95 %, the mean of all numbers lies: 1.96 · s / √n, with
   * the standard deviation s of the n numbers. Always finite and above 0.
   */
  get halfWidth(): number | NoHalfWidth {
    if (!Number.isFinite(this.#mean) || !Number.isFinite(this.#squares)) return "too-large";
    if (this.#count < fewestNumbers) return "too-few";
    const halfWidth = deviations * Math.sqrt(this.#squares / (this.#count - 1) / this.#count);
    return halfWidth === 0 ? "all-equal" : halfWidth;
  }

  add(number: number): void {
    this.#count += 1;
    const before = number - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (number - this.#mean);
  }
}
