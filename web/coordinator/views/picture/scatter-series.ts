/** Most dots of a picture: more than a screen can tell apart. */
const mostDots = 8_192;

export interface Dot {
  readonly task: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Places of any number of tasks in the same memory: where there are more than can be told apart, every second task's is left
 * out, and then every fourth one's. Which ones are there does not hang on the order in which they came.
 */
export class ScatterSeries {
  /** Tasks that are drawn: each whose index is a multiple. A power of two. */
  #step = 1;
  #dots = new Map<number, Dot>();

  get step(): number {
    return this.#step;
  }

  add(dot: Dot): void {
    if (dot.task % this.#step === 0) this.#dots.set(dot.task, dot);
    while (this.#dots.size > mostDots) {
      this.#step *= 2;
      for (const one of this.#dots.keys()) if (one % this.#step !== 0) this.#dots.delete(one);
    }
  }

  /** From left to right. */
  dots(): readonly Dot[] {
    return [...this.#dots.values()].toSorted((a, b) => a.x - b.x);
  }
}
