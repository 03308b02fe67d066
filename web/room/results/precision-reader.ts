import type { Precision } from "../../core/job/job.ts";
import { RunningMean, type NoHalfWidth } from "./running-mean.ts";
import { ResultCursor } from "./result-cursor.ts";
import type { Glanced, Settlements } from "./settlements.ts";

/** What is asked of a job's results. */
interface OrderedResults {
  cursor(order: "completed"): { next(): number | null };
  glanceAt(task: number): Glanced | null;
}

/** Results between two steps of a reading in slices: well below a millisecond of work. */
const resultsAStep = 1_000;

/** What the results on record say of the mean of all. */
export interface MeanSoFar {
  /** Results that are finite numbers: the mean is theirs. */
  readonly numbers: number;
  /** Results that are none, failed tasks among them. */
  readonly others: number;
  /** 0 before the first number; null where it is too large. */
  readonly mean: number | null;
  /** On either side; or why it cannot be said. */
  readonly halfWidth: number | NoHalfWidth;
  /** How small the half-width has to be; null where that is a share of a mean that is too large. */
  readonly target: number | null;
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

  get #target(): number | null {
    const { type, halfWidth } = this.#precision;
    if (type === "absolute") return halfWidth;
    const { mean } = this.#mean;
    return mean === null ? null : (halfWidth / 100) * Math.abs(mean);
  }

  get #isPrecise(): boolean {
    const { halfWidth } = this.#mean;
    const target = this.#target;
    return typeof halfWidth === "number" && target !== null && halfWidth <= target;
  }

  readAll(): void {
    while (this.#readNext());
  }

  /** The same in steps. */
  *reading(): Generator<void, void> {
    while (this.readSome(resultsAStep)) yield;
  }

  /** Returns whether there may be more than the `most` results that are read. */
  readSome(most: number): boolean {
    for (let left = most; left > 0; left -= 1) if (!this.#readNext()) return false;
    return true;
  }

  #readNext(): boolean {
    const task = this.#reachedBy === null ? this.#cursor.next() : null;
    if (task === null) return false;
    // A value too large for a glance is no number.
    const glanced = this.#results.glanceAt(task);
    if (glanced?.type === "value" && typeof glanced.value === "number" && Number.isFinite(glanced.value)) {
      this.#mean.add(glanced.value);
      if (this.#isPrecise) this.#reachedBy = task;
    } else this.#others += 1;
    return true;
  }
}

/** For a job's own results; null where it does not ask for a precision. */
export function precisionReaderOf(precision: Precision | undefined, settlements: Settlements): PrecisionReader | null {
  if (precision === undefined) return null;
  const source = { arrivals: settlements.arrivals, isSkipped: () => false, isFinal: () => false };
  const results = {
    cursor: (order: "completed") => new ResultCursor(source, order, 0),
    glanceAt: (task: number) => settlements.glanced(task),
  };
  return new PrecisionReader(results, precision);
}
