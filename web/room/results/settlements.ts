import type { VolunteerId } from "../../core/ids.ts";
import type { ResultBlock, ThrownError } from "../../core/job/job.ts";
import type { TaskFailure } from "../../core/scheduler/task-failure.ts";
import { errorOf } from "../../core/values/construct.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { glancedBytes } from "../../core/values/glance.ts";
import { thrownAt } from "../../core/values/packed.ts";

import { Arrivals } from "./arrivals.ts";
import { ValueLog } from "./value-log.ts";

/** What a committed task came to. */
export type Settled =
  | { readonly type: "value"; readonly value: unknown }
  /** The bytes that came are no value. */
  | { readonly type: "unreadable"; readonly reason: string }
  /** `error` is `thrown` in words: what the last attempt that left anything has thrown. */
  | { readonly type: "failed"; readonly error: ThrownError; readonly thrown: unknown; readonly failure: TaskFailure };

/** What of it fits a table's cell. */
export type Glanced =
  | Settled
  /** Only the beginning of `value` has been read. */
  | { readonly type: "large"; readonly value: unknown; readonly bytes: number };

/** Results that came in one message: those of one slot, one after the other. */
export interface Parcel {
  /** Arrivals `first` to `end - 1`, counted from 0. */
  readonly first: number;
  readonly end: number;
  /** How long the job had been going when it came, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * The results of one job on record, in the order of their arrival: 12 bytes a task beside the encoded values. What the
 * scheduler's columns keep, such as runtimes, is not kept again. A value is decoded when it is read.
 */
export class Settlements {
  readonly arrivals: Arrivals;
  /** Tasks done, for each volunteer that has brought a result or a failure. */
  readonly doneBy = new Map<VolunteerId, number>();
  /** As many as have arrived. */
  readonly #values = new ValueLog();
  readonly #failures = new Map<number, TaskFailure>();
  /** Of each parcel, in their order. */
  readonly #firsts: number[] = [];
  readonly #elapsedMs: number[] = [];

  constructor(total: number) {
    this.arrivals = new Arrivals(total);
  }

  /** What is added from here on came in one message, when the job had been going for so long. */
  beginParcel(elapsedMs: number): void {
    this.#firsts.push(this.arrivals.count);
    this.#elapsedMs.push(elapsedMs);
  }

  /** The parcel that brought arrival `nth`, counted from 0: the last one that begins at or before it. */
  parcelOf(nth: number): Parcel {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= nth) low = middle;
      else high = middle - 1;
    }
    const end = this.#firsts[low + 1] ?? this.arrivals.count;
    return { first: this.#firsts[low] ?? 0, end, elapsedMs: this.#elapsedMs[low] ?? 0 };
  }

  /** `positions` of the block, or all of it, are the results of their tasks, none of which is on record. */
  add({ indices, values }: ResultBlock, positions: Uint32Array | null, volunteer: VolunteerId): void {
    this.#countDone(volunteer, (positions ?? indices).length);
    if (positions === null) {
      for (const task of indices) this.arrivals.add(task);
      this.#values.add(values);
    } else {
      for (const position of positions) this.arrivals.add(indices[position] ?? 0);
      this.#values.addSome(values, positions);
    }
  }

  #countDone(volunteer: VolunteerId, tasks: number): void {
    this.doneBy.set(volunteer, (this.doneBy.get(volunteer) ?? 0) + tasks);
  }

  addFailure(failure: TaskFailure): void {
    for (const { volunteer } of failure.history) this.#countDone(volunteer, 0);
    this.arrivals.add(failure.task);
    this.#values.addNothing();
    this.#failures.set(failure.task, failure);
  }

  has(task: number): boolean {
    return this.arrivals.of(task) > 0;
  }

  failureOf(task: number): TaskFailure | undefined {
    return this.#failures.get(task);
  }

  /** null while nothing of the task is on record. Binary parts of a value are the record's own: to be looked at only. */
  settled(task: number): Settled | null {
    const arrival = this.arrivals.of(task);
    return arrival === 0 ? null : (this.#failed(task) ?? readable(() => this.#values.at(arrival - 1)));
  }

  /** As `settled`, but for a large value only its beginning is read. */
  glanced(task: number): Glanced | null {
    const arrival = this.arrivals.of(task);
    const bytes = arrival === 0 ? 0 : this.#values.bytesAt(arrival - 1);
    if (bytes <= glancedBytes) return this.settled(task);
    const seen = readable(() => this.#values.glanceAt(arrival - 1));
    return seen.type === "value" ? { type: "large", value: seen.value, bytes } : seen;
  }

  #failed(task: number): Settled | null {
    const failure = this.#failures.get(task);
    if (failure === undefined) return null;
    const thrown = thrownIn(failure);
    return { type: "failed", error: describeThrown(thrown), thrown, failure };
  }
}

type Read = Extract<Settled, { type: "value" | "unreadable" }>;

function readable(read: () => unknown): Read {
  try {
    return { type: "value", value: read() };
  } catch (error) {
    return { type: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What the last attempt that left anything has thrown. */
function thrownIn(failure: TaskFailure): unknown {
  const attempt = failure.history.findLast(({ outcome }) => outcome !== "lost");
  if (attempt === undefined) return errorOf("VolunteerLost", "every volunteer that had this task in hand died", "");
  return readThrown(attempt.error);
}

/** What a volunteer says that was thrown. */
export function readThrown(error: Uint8Array): unknown {
  return thrownAt({ ends: Uint32Array.of(error.length), bytes: error }, 0);
}
