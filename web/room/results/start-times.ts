import type { Tasks } from "../../core/scheduler/tasks.ts";
import type { Settlements } from "./settlements.ts";

/** The starts of one parcel's tasks, in the order of their arrival from `first` on. */
interface ParcelStarts {
  readonly first: number;
  readonly end: number;
  readonly startsMs: Float64Array;
}

/**
 * When tasks began. One slot has computed those of a parcel, one after the other, and sent them when the last was done. So a
 * task's start is when the parcel came, less the runtimes from the task on: late by the parcel's time on the way.
 */
export class StartTimes {
  readonly #settlements: Settlements;
  readonly #tasks: () => Tasks;
  /** Of the parcel that was asked about last: its tasks are mostly asked about one after the other. */
  #known: ParcelStarts = { first: 0, end: 0, startsMs: new Float64Array(0) };

  constructor(settlements: Settlements, tasks: () => Tasks) {
    this.#settlements = settlements;
    this.#tasks = tasks;
  }

  /** Milliseconds since the job's start, by the coordinator's clock, at which a task on record began. */
  startedMs(task: number): number {
    const nth = this.#settlements.arrivals.of(task) - 1;
    if (nth < this.#known.first || nth >= this.#known.end) this.#known = this.#startsAround(nth);
    return this.#known.startsMs[nth - this.#known.first] ?? 0;
  }

  #startsAround(arrival: number): ParcelStarts {
    const { first, end, elapsedMs } = this.#settlements.parcelOf(arrival);
    const { arrivals } = this.#settlements;
    const tasks = this.#tasks();
    const startsMs = new Float64Array(end - first);
    let at = elapsedMs;
    for (let nth = end - 1; nth >= first; nth -= 1) {
      at -= tasks.runtimeMs(arrivals.taskAt(nth));
      startsMs[nth - first] = Math.max(0, at);
    }
    return { first, end, startsMs };
  }
}
