import type { Arrivals } from "./arrivals.ts";

/** `completed`: as results get on record. `index`: in the order of the tasks. */
export type ResultOrder = "index" | "completed";

export interface CursorSource {
  readonly arrivals: Pick<
    Arrivals,
    "total" | "count" | "kept" | "of" | "taskAt" | "nextArrived" | "previousArrived" | "nextWaiting"
  >;
  /** Whether no result will ever come of the task, which holds up nothing. */
  readonly isSkipped: (task: number) => boolean;
  /** Whether nothing more will get on record as far as this page will know. */
  readonly isFinal: () => boolean;
}

/**
 * A place in the line of a job's results: one number, whatever the job's size. By index a task without a result holds up
 * those behind it as long as it may still get one; once nothing more comes, it is passed over.
 */
export class ResultCursor {
  readonly #source: CursorSource;
  readonly #order: ResultOrder;
  /** By index the next task, as completed the number of results before the next one. */
  #next: number;

  constructor(source: CursorSource, order: ResultOrder, from: number) {
    this.#source = source;
    this.#order = order;
    this.#next = from;
  }

  /** Where another cursor of the same order has to begin to go on from here. */
  get place(): number {
    return this.#next;
  }

  /** The next task whose result is on record; null while there is none. Each is given once. */
  next(): number | null {
    const { arrivals, isSkipped, isFinal } = this.#source;
    // Results that were let go are passed over.
    const { task, arrival } = arrivals.kept;
    this.#next = Math.max(this.#next, this.#order === "completed" ? arrival : task);
    if (this.#order === "completed") {
      if (this.#next >= arrivals.count) return null;
      this.#next += 1;
      return arrivals.taskAt(this.#next - 1);
    }
    if (isFinal()) this.#next = arrivals.nextArrived(this.#next);
    while (this.#next < arrivals.total && isSkipped(this.#next)) this.#next += 1;
    if (this.#next >= arrivals.total || arrivals.of(this.#next) === 0) return null;
    this.#next += 1;
    return this.#next - 1;
  }

  /** Passes over all that `next` would give now, but for the last `most`. */
  skipToNewest(most: number): void {
    this.#next = Math.max(this.#next, this.#newest(most));
  }

  /** The first task that has no result yet and is to have one. */
  #nextWaiting(): number {
    const { arrivals, isSkipped } = this.#source;
    let waiting = arrivals.nextWaiting(this.#next);
    while (waiting < arrivals.total && isSkipped(waiting)) waiting = arrivals.nextWaiting(waiting + 1);
    return waiting;
  }

  #newest(most: number): number {
    const { arrivals, isFinal } = this.#source;
    if (this.#order === "completed") return arrivals.count - most;
    if (!isFinal()) return this.#nextWaiting() - most;
    let task = arrivals.total;
    for (let left = most; left > 0 && task > this.#next; left -= 1) task = arrivals.previousArrived(task);
    return task;
  }
}
