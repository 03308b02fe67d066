import type { VolunteerId } from "../core/ids.ts";
import type { ResultBlock, ThrownError } from "../core/job/job.ts";
import type { TaskFailure } from "../core/scheduler/effects.ts";
import { valueAt } from "../core/values/packed.ts";
import { Arrivals } from "./arrivals.ts";
import { ValueLog } from "./value-log.ts";

/** What a committed task came to. */
export type Settled =
  | { readonly type: "value"; readonly value: unknown }
  /** The bytes that came are no value. */
  | { readonly type: "unreadable"; readonly reason: string }
  | { readonly type: "failed"; readonly error: ThrownError; readonly failure: TaskFailure };

/**
 * The results of one job on record, in the order of their arrival: 12 bytes a task beside the encoded values. What the
 * scheduler's columns keep, such as runtimes, is not kept again. A value is decoded where somebody looks.
 */
export class JobRecord {
  readonly arrivals: Arrivals;
  /** Whoever has brought a result, by number. */
  readonly volunteers = new Set<VolunteerId>();
  /** As many as have arrived. */
  readonly #values = new ValueLog();
  readonly #failures = new Map<number, TaskFailure>();

  constructor(total: number) {
    this.arrivals = new Arrivals(total);
  }

  /** `positions` of the block, or all of it, are the results of their tasks, none of which is on record. */
  add({ indices, values }: ResultBlock, positions: Uint32Array | null, volunteer: VolunteerId): void {
    this.volunteers.add(volunteer);
    if (positions === null) {
      for (const task of indices) this.arrivals.add(task);
      this.#values.add(values);
    } else {
      for (const position of positions) this.arrivals.add(indices[position] ?? 0);
      this.#values.addSome(values, positions);
    }
  }

  addFailure(failure: TaskFailure): void {
    for (const { volunteer } of failure.history) this.volunteers.add(volunteer);
    this.arrivals.add(failure.task);
    this.#values.addNothing();
    this.#failures.set(failure.task, failure);
  }

  has(task: number): boolean {
    return this.arrivals.of(task) > 0;
  }

  hasFailed(task: number): boolean {
    return this.#failures.has(task);
  }

  /** null while nothing of the task is on record. Binary parts of a value are the record's own: to be looked at only. */
  settled(task: number): Settled | null {
    const arrival = this.arrivals.of(task);
    if (arrival === 0) return null;
    const failure = this.#failures.get(task);
    if (failure !== undefined) return { type: "failed", error: errorOf(failure), failure };
    try {
      return { type: "value", value: this.#values.at(arrival - 1) };
    } catch (error) {
      return { type: "unreadable", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

const lost: ThrownError = {
  name: "VolunteerLost",
  message: "every volunteer that had this task in hand died",
  stack: "",
};

/** The error of the last attempt that left one. */
function errorOf(failure: TaskFailure): ThrownError {
  const attempt = failure.history.findLast(({ outcome }) => outcome !== "lost");
  return attempt === undefined ? lost : readError(attempt.error);
}

/** The error that a volunteer has sent. */
export function readError(error: Uint8Array): ThrownError {
  try {
    return thrownError(valueAt({ ends: Uint32Array.of(error.length), bytes: error }, 0));
  } catch (reason) {
    return unreadable(reason);
  }
}

function unreadable(reason: unknown): ThrownError {
  return { name: "UnreadableError", message: String(reason), stack: "" };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function thrownError(value: unknown): ThrownError {
  if (typeof value !== "object" || value === null) return unreadable("the volunteer sent no description of it");
  const fields = new Map<string, unknown>(Object.entries(value));
  return {
    name: textOr(fields.get("name"), "Error"),
    message: textOr(fields.get("message"), ""),
    stack: textOr(fields.get("stack"), ""),
  };
}
