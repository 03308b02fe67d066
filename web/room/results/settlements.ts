import type { VolunteerId } from "../../core/ids.ts";
import type { ResultBlock, ThrownError } from "../../core/job/job.ts";
import type { TaskFailure } from "../../core/scheduler/task-failure.ts";
import { troubleInData } from "../../core/compute-trouble.ts";
import { errorOf } from "../../core/values/construct.ts";
import { glancedBytes } from "../../core/values/glance.ts";
import { thrownAt } from "../../core/values/packed.ts";
import { columnOf } from "../../core/values/value-column.ts";
import { thrownInWords } from "../../words/thrown-in-words.ts";
import type { AcceptedResults } from "../../journal/journal.ts";
import { Arrivals } from "./arrivals.ts";
import { ArrivedValues } from "./arrived-values.ts";

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
  /** Only the beginning of `value` has been read, of so many bytes. */
  | { readonly type: "large"; readonly value: unknown; readonly bytes: number };

/** Where results that came together were computed. */
export interface Origin {
  /** The slot of the volunteer, from 0; null where that is not known. */
  readonly slot: number | null;
  /** When the first task of the block began: milliseconds since the job's start, by the coordinator's clock. */
  readonly startedMs: number;
}

/** Results that one slot has computed one after the other. */
export interface Stretch extends Origin {
  /** Arrivals `first` to `end - 1`, counted from 0. */
  readonly first: number;
  readonly end: number;
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
  readonly #values = new ArrivedValues();
  readonly #failures = new Map<number, TaskFailure>();
  readonly #skipped = new Set<number>();
  /** Of each stretch, in their order. */
  readonly #firsts: number[] = [];
  readonly #startsMs: number[] = [];
  /** -1 for one that is not known. */
  readonly #slots: number[] = [];

  constructor(total: number) {
    this.arrivals = new Arrivals(total);
  }

  /** There are so many further tasks. `skipped`: those of them that will have no result. */
  grow(count: number, skipped: Iterable<number> = []): void {
    this.arrivals.grow(count);
    this.skip(skipped);
  }

  skip(tasks: Iterable<number>): void {
    for (const task of tasks) this.#skipped.add(task);
  }

  /** Whether no result will ever come of the task. */
  isSkipped(task: number): boolean {
    return this.#skipped.has(task);
  }

  /** Nobody asks any more for the tasks before the one, which are on record, nor for the first arrivals. What is kept of them goes. */
  letGo(tasks: number, arrivals: number): void {
    this.arrivals.letGo(tasks, arrivals);
    this.#values.letGo(arrivals);
    const gone = this.#firsts.findIndex((_, at) => (this.#firsts[at + 1] ?? Number.POSITIVE_INFINITY) > arrivals);
    for (const ofStretches of [this.#firsts, this.#startsMs, this.#slots]) ofStretches.splice(0, gone);
    for (const task of this.#failures.keys()) {
      if (task >= tasks) break;
      this.#failures.delete(task);
    }
  }

  #beginStretch(slot: number | null, startedMs: number): void {
    this.#firsts.push(this.arrivals.count);
    this.#startsMs.push(Math.max(0, startedMs));
    this.#slots.push(slot ?? -1);
  }

  /** The stretch that arrival `nth` belongs to, counted from 0: the last one that begins at or before it. */
  stretchOf(nth: number): Stretch {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= nth) low = middle;
      else high = middle - 1;
    }
    const slot = this.#slots[low] ?? -1;
    return {
      first: this.#firsts[low] ?? 0,
      end: this.#firsts[low + 1] ?? this.arrivals.count,
      slot: slot === -1 ? null : slot,
      startedMs: this.#startsMs[low] ?? 0,
    };
  }

  /** Takes in what was put on record together. */
  addAccepted(accepted: AcceptedResults): void {
    const { volunteer, block, positions, failures, slot, startedMs } = accepted;
    if ((positions ?? block.indices).length > 0) this.add(block, positions, volunteer, { slot, startedMs });
    if (failures.length === 0) return;
    const startsMs = failureStarts(accepted);
    for (const failure of failures) {
      this.addFailure(failure, { slot, startedMs: startsMs.get(failure.task) ?? latestStartMs(failure, accepted) });
    }
  }

  /** `positions` of the block, or all of it, are the results of their tasks, none of which is on record. */
  add(block: ResultBlock, positions: Uint32Array | null, volunteer: VolunteerId, origin: Origin): void {
    const { indices, values } = block;
    this.#countDone(volunteer, (positions ?? indices).length);
    if (positions === null) {
      this.#beginStretch(origin.slot, origin.startedMs);
      for (const task of indices) this.arrivals.add(task);
      this.#values.add(values);
    } else {
      this.#addSome(block, positions, origin);
      this.#values.addSome(values, positions);
    }
  }

  /** Between tasks that are not neighbours in the block lies the time of those that are left out. */
  #addSome({ indices, runtimesMs }: ResultBlock, positions: Uint32Array, { slot, startedMs }: Origin): void {
    let startsAt = startedMs;
    let next = 0;
    for (const [nth, position] of positions.entries()) {
      const isBeside = nth > 0 && position === next;
      for (; next < position; next += 1) startsAt += runtimesMs[next] ?? 0;
      if (!isBeside) this.#beginStretch(slot, startsAt);
      this.arrivals.add(indices[position] ?? 0);
      startsAt += runtimesMs[position] ?? 0;
      next = position + 1;
    }
  }

  #countDone(volunteer: VolunteerId, tasks: number): void {
    this.doneBy.set(volunteer, (this.doneBy.get(volunteer) ?? 0) + tasks);
  }

  addFailure(failure: TaskFailure, origin: Origin): void {
    this.#beginStretch(origin.slot, origin.startedMs);
    for (const { volunteer } of failure.history) this.#countDone(volunteer, 0);
    this.arrivals.add(failure.task);
    this.#values.addNothing();
    this.#failures.set(failure.task, failure);
  }

  has(task: number): boolean {
    return this.#arrivalOf(task) > 0;
  }

  /** As that of `arrivals`, but 0 for one that was let go. */
  #arrivalOf(task: number): number {
    const arrival = this.arrivals.of(task);
    return arrival > this.arrivals.kept.arrival ? arrival : 0;
  }

  failureOf(task: number): TaskFailure | undefined {
    return this.#failures.get(task);
  }

  /** null while nothing of the task is on record. Binary parts of a value are the record's own: to be looked at only. */
  settled(task: number): Settled | null {
    const arrival = this.#arrivalOf(task);
    return arrival === 0 ? null : (this.#failed(task) ?? readable(() => this.#values.at(arrival - 1)));
  }

  /** As `settled`, with a value that is the caller's own: it may be changed, and holds nothing else alive. */
  copied(task: number): Settled | null {
    const arrival = this.#arrivalOf(task);
    return arrival === 0 ? null : (this.#failed(task) ?? readable(() => this.#values.copyAt(arrival - 1)));
  }

  /** Bytes of the value as it travels; 0 for a short one, and where there is none. */
  bytesOf(task: number): number {
    const arrival = this.#arrivalOf(task);
    return arrival === 0 ? 0 : this.#values.bytesAt(arrival - 1);
  }

  /** The bytes that came as the task's value, which nobody has read yet: to be looked at only. null where it has none. */
  encoded(task: number): Uint8Array | null {
    const arrival = this.#arrivalOf(task);
    return arrival === 0 || this.#failures.has(task) ? null : this.#values.encodedAt(arrival - 1);
  }

  /** As `settled`, but for a large value only its beginning is read. */
  glanced(task: number): Glanced | null {
    const arrival = this.#arrivalOf(task);
    const bytes = this.bytesOf(task);
    if (bytes <= glancedBytes) return this.settled(task);
    const seen = readable(() => this.#values.glanceAt(arrival - 1));
    return seen.type === "value" ? { type: "large", value: seen.value, bytes } : seen;
  }

  /** As `settled`, but of a large value only what a person sees who has opened it. */
  opened(task: number): Glanced | null {
    const arrival = this.#arrivalOf(task);
    if (arrival === 0) return null;
    const failed = this.#failed(task);
    if (failed !== null) return failed;
    const read = readable(() => this.#values.openAt(arrival - 1));
    if (read.type === "unreadable") return read;
    const { value, bytes } = read.value;
    return bytes === null ? { type: "value", value } : { type: "large", value, bytes };
  }

  #failed(task: number): Settled | null {
    const failure = this.#failures.get(task);
    if (failure === undefined) return null;
    const thrown = thrownIn(failure);
    return { type: "failed", error: thrownInWords(thrown), thrown, failure };
  }
}

/** When the last attempts of failed tasks began, of those that are in the block. */
function failureStarts({ block, failures, startedMs }: AcceptedResults): ReadonlyMap<number, number> {
  const failed = new Set(failures.map(({ task }) => task));
  const startsMs = new Map<number, number>();
  let at = startedMs;
  for (const [position, task] of block.indices.entries()) {
    if (failed.has(task)) startsMs.set(task, at);
    at += block.runtimesMs[position] ?? 0;
  }
  return startsMs;
}

/** Of a task that no answer has given up, or that records of earlier versions have without its block. */
function latestStartMs({ history }: TaskFailure, { elapsedMs }: AcceptedResults): number {
  return elapsedMs - (history.at(-1)?.runtimeMs ?? 0);
}

type Read<Value> =
  | { readonly type: "value"; readonly value: Value }
  | Extract<Settled, { readonly type: "unreadable" }>;

function readable<Value>(read: () => Value): Read<Value> {
  try {
    return { type: "value", value: read() };
  } catch (error) {
    return { type: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** What the last attempt that left anything has thrown. */
function thrownIn(failure: TaskFailure): unknown {
  const attempt = failure.history.findLast(({ outcome }) => outcome !== "lost");
  if (attempt === undefined) return errorOf("VolunteerLost", troubleInData({ key: "volunteers-died" }), "");
  return readThrown(attempt.error);
}

/** What a volunteer says that was thrown. */
export function readThrown(error: Uint8Array): unknown {
  return thrownAt(columnOf(error), 0);
}
