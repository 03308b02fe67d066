/** Numbers below which no half-width is told: a standard deviation of few of them may be wrong by any factor. */
export const fewestNumbers = 30;

/** Of the normal distribution: 95 % of it lie within as many standard deviations on either side. */
const deviations = 1.96;

/** The mean of numbers that come one by one, and how precisely it is known. By Welford's method, which does not lose what large numbers have behind the point. */
export class RunningMean {
  #count = 0;
  #mean = 0;
  /** Sum of the squared distances from the mean. */
  #squares = 0;

  get count(): number {
    return this.#count;
  }

  /** 0 before the first number. */
  get mean(): number {
    return this.#mean;
  }

  /**
   * Half of the interval around the mean in which, with a confidence of 95 %, the mean of all numbers lies: 1.96 · s / √n, with
   * the standard deviation s of the n numbers. null while these are fewer than 30.
   */
  get halfWidth(): number | null {
    if (this.#count < fewestNumbers) return null;
    return deviations * Math.sqrt(this.#squares / (this.#count - 1) / this.#count);
  }

  add(number: number): void {
    this.#count += 1;
    const before = number - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (number - this.#mean);
  }
}
