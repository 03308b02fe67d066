import type { VolunteerId } from "../../core/ids.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { Tasks } from "../../core/scheduler/tasks.ts";
import type { Glanced, Parcel, Settled, Settlements } from "./settlements.ts";

/** What a task has come to, and how. */
export interface Result {
  readonly outcome: Settled;
  /** Milliseconds of computing of the attempt that counts. */
  readonly runtimeMs: number;
  /** The name of the volunteer that computed it. */
  readonly volunteer: string;
  /** Executions begun, lost ones included. */
  readonly attempts: number;
  /** 1 for the first result on record. */
  readonly arrival: number;
}

export interface ArrivedResult extends Result {
  readonly task: number;
  /** Milliseconds since the job's start, by the coordinator's clock. */
  readonly startedMs: number;
}

/** What volunteers are called, those of earlier starts of the room among them. */
export interface VolunteerNames {
  nameOf(volunteer: number): string;
}

/** A job whose results can be read, be it under way or long over. */
export interface ReadableJob {
  readonly definition: JobDefinition;
  readonly results: Results;
}

/** A job's results on record: one reader over the scheduler's columns, the values and failures, and the volunteers' names. */
export class Results {
  readonly #settlements: Settlements;
  readonly #tasks: Tasks;
  readonly #names: VolunteerNames;

  constructor(settlements: Settlements, tasks: Tasks, names: VolunteerNames) {
    this.#settlements = settlements;
    this.#tasks = tasks;
    this.#names = names;
  }

  get settlements(): Settlements {
    return this.#settlements;
  }

  /** The columns that the scheduler keeps, of tasks without a result, too. */
  get tasks(): Tasks {
    return this.#tasks;
  }

  get total(): number {
    return this.#tasks.total;
  }

  /** How many tasks are on record, done or failed. */
  get count(): number {
    return this.#settlements.arrivals.count;
  }

  /** By volunteer, the tasks done; volunteers that brought nothing but failures have none. */
  get doneBy(): ReadonlyMap<VolunteerId, number> {
    return this.#settlements.doneBy;
  }

  /** null while nothing of the task is on record. Binary parts of a value are the room's own: to be looked at only. */
  at(task: number): Result | null {
    const outcome = this.#settlements.settled(task);
    if (outcome === null) return null;
    return {
      outcome,
      runtimeMs: this.#tasks.runtimeMs(task),
      volunteer: this.nameOf(this.#tasks.volunteer(task)),
      attempts: this.#tasks.attempts(task),
      arrival: this.#settlements.arrivals.of(task),
    };
  }

  /** What the task has come to, as far as it fits a line: of a large value only the beginning is read. */
  glanceAt(task: number): Glanced | null {
    return this.#settlements.glanced(task);
  }

  hasFailed(task: number): boolean {
    return this.#settlements.failureOf(task) !== undefined;
  }

  runtimeMs(task: number): number {
    return this.#tasks.runtimeMs(task);
  }

  nameOf(volunteer: number): string {
    return this.#names.nameOf(volunteer);
  }

  /** In the order in which they got on record. */
  *byArrival(): Generator<ArrivedResult> {
    for (const parcel of this.#settlements.parcels()) {
      const started = this.#startsOf(parcel);
      for (let nth = parcel.first; nth < parcel.end; nth += 1) {
        const task = this.#settlements.arrivals.taskAt(nth);
        const result = this.at(task);
        if (result !== null) yield { ...result, task, startedMs: started[nth - parcel.first] ?? 0 };
      }
    }
  }

  /**
   * When each task of a parcel began: one slot has computed them, one after the other, and sent them when the last was done.
   * So it is when the parcel came, less their own runtimes: late by its time on the way.
   */
  #startsOf({ first, end, elapsedMs }: Parcel): Float64Array {
    const starts = new Float64Array(end - first);
    let at = elapsedMs;
    for (let nth = end - 1; nth >= first; nth -= 1) {
      at -= this.#tasks.runtimeMs(this.#settlements.arrivals.taskAt(nth));
      starts[nth - first] = Math.max(0, at);
    }
    return starts;
  }
}
