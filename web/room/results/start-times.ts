import type { Tasks } from "../../core/scheduler/tasks.ts";
import type { Settlements } from "./settlements.ts";

/** The starts of one stretch's tasks, in the order of their arrival from `first` on. */
interface StretchStarts {
  readonly first: number;
  readonly end: number;
  readonly startsMs: Float64Array;
}

/** When tasks began: a task of a stretch begins when the stretch did, later by the runtimes of those before it. */
export class StartTimes {
  readonly #settlements: Settlements;
  readonly #tasks: () => Tasks;
  /** Of the stretch that was asked about last: its tasks are mostly asked about one after the other. */
  #known: StretchStarts = { first: 0, end: 0, startsMs: new Float64Array(0) };

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

  #startsAround(arrival: number): StretchStarts {
    const { first, end, startedMs } = this.#settlements.stretchOf(arrival);
    const { arrivals } = this.#settlements;
    const tasks = this.#tasks();
    const startsMs = new Float64Array(end - first);
    let at = startedMs;
    for (let nth = first; nth < end; nth += 1) {
      startsMs[nth - first] = at;
      at += tasks.runtimeMs(arrivals.taskAt(nth));
    }
    return { first, end, startsMs };
  }
}
