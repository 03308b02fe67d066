import type { Precision } from "../../core/job/job.ts";
import type { Result } from "./result.ts";
import { RunningMean } from "./running-mean.ts";

/** What is asked of a job's results. */
interface OrderedResults {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): Pick<Result, "outcome"> | null;
}

/** What the results on record say of the mean of all. */
export interface MeanSoFar {
  /** Results that are finite numbers: the mean is theirs. */
  readonly numbers: number;
  /** Results that are none, failed tasks among them. */
  readonly others: number;
  readonly mean: number;
  /** On either side; null while there are too few numbers to say it. */
  readonly halfWidth: number | null;
  /** How small the half-width has to be. */
  readonly target: number;
}

/**
 * Reads a job's results in the order in which they got on record, each once, up to the first one with which their mean is known as
 * precisely as the job asks. The record alone decides, so another start of the room finds the same one.
 */
export class PrecisionReader {
  readonly #results: OrderedResults;
  readonly #precision: Precision;
  readonly #cursor: { next(): number | null };
  readonly #mean = new RunningMean();
  #others = 0;
  #reachedBy: number | null = null;

  constructor(results: OrderedResults, precision: Precision) {
    this.#results = results;
    this.#precision = precision;
    this.#cursor = results.cursor("completed");
  }

  /** The task with whose result the mean is known precisely enough; null while it is not. */
  get reachedBy(): number | null {
    return this.#reachedBy;
  }

  get resultsRead(): number {
    return this.#mean.count + this.#others;
  }

  get soFar(): MeanSoFar {
    const { count, mean, halfWidth } = this.#mean;
    return { numbers: count, others: this.#others, mean, halfWidth, target: this.#target };
  }

  get #target(): number {
    const { type, halfWidth } = this.#precision;
    return type === "absolute" ? halfWidth : (halfWidth / 100) * Math.abs(this.#mean.mean);
  }

  readAll(): void {
    while (this.#readNext());
  }

  /** Returns whether there may be more than the `most` results that are read. */
  readSome(most: number): boolean {
    for (let left = most; left > 0; left -= 1) if (!this.#readNext()) return false;
    return true;
  }

  #readNext(): boolean {
    const task = this.#reachedBy === null ? this.#cursor.next() : null;
    if (task === null) return false;
    const outcome = this.#results.at(task)?.outcome;
    if (outcome?.type === "value" && typeof outcome.value === "number" && Number.isFinite(outcome.value)) {
      this.#mean.add(outcome.value);
      const { halfWidth } = this.#mean;
      if (halfWidth !== null && halfWidth <= this.#target) this.#reachedBy = task;
    } else this.#others += 1;
    return true;
  }
}
