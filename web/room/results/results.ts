import type { CallOff, Clock } from "../../core/clock.ts";
import { noVolunteer, type VolunteerId } from "../../core/ids.ts";
import { taskStates, type Tasks, type TaskState } from "../../core/scheduler/tasks.ts";
import type { ArrivalOrder, TaskColumns } from "../../table/queryable.ts";
import type { ShownState } from "../../table/table-query.ts";
import type { ChangesToRead } from "./changes.ts";
import type { Abortable } from "../../core/abortable.ts";
import { Follower } from "./follower.ts";
import { RecordedResult, type Result, type ResultParts } from "./result.ts";
import { ResultCursor, type ResultOrder } from "./result-cursor.ts";
import type { Glanced, Settled, Settlements, Stretch } from "./settlements.ts";
import type { RunningTasks } from "./running-tasks.ts";
import { StartTimes } from "./start-times.ts";

/** What volunteers are called, those of earlier starts of the room among them. */
export interface VolunteerNames {
  nameOf(volunteer: number): string;
}

/** At every moment done + failed + skipped + leased + pending + notNeeded = total. */
export interface Counts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly leased: number;
  readonly pending: number;
  readonly notNeeded: number;
  readonly skipped: number;
}

export interface FollowOptions {
  /** Ends the following without an error. */
  readonly signal?: Abortable;
  /** The place in the order to begin at: by index a task, as completed a number of results to pass over. */
  readonly from?: number;
}

/** Where results are read: nothing of it is copied. */
export interface ResultsSource {
  readonly settlements: Settlements;
  /** The columns that the scheduler keeps, of tasks without a result, too. Asked for when they are needed. */
  readonly tasks: () => Tasks;
  readonly names: VolunteerNames;
  readonly running: RunningTasks;
  readonly changes: ChangesToRead;
  /** Whether nothing more will get on record as far as this page will know. */
  readonly isFinal: () => boolean;
  readonly clock: Clock;
}

/** An accepted result that is not on record yet is shown as leased, a task whose input is on its way as pending. */
const shownStateOf: Readonly<Record<TaskState, ShownState> & Record<number, ShownState>> = {
  [taskStates.pending]: "pending",
  [taskStates.leased]: "leased",
  [taskStates.accepted]: "leased",
  [taskStates.done]: "done",
  [taskStates.failed]: "failed",
  [taskStates.loading]: "pending",
  [taskStates.notNeeded]: "not-needed",
  [taskStates.skipped]: "skipped",
};

/**
 * The one reader of a job's tasks and results, be the job under way, left unfinished or over: by task, in an order, live, or
 * column by column. Reads them where they lie, and decodes a value when it is looked at.
 */
export class Results implements TaskColumns {
  readonly #source: ResultsSource;
  readonly #parts: ResultParts;

  constructor(source: ResultsSource) {
    const { settlements, tasks, names } = source;
    const starts = new StartTimes(settlements, tasks);
    this.#source = source;
    this.#parts = {
      outcomeOf: (task) => settled(settlements, task),
      startedMs: (task) => starts.startedMs(task),
      runtimeMs: (task) => tasks().runtimeMs(task),
      volunteerOf: (task) => {
        const by = tasks().volunteer(task);
        return by === noVolunteer ? "" : names.nameOf(by);
      },
      attempts: (task) => tasks().attempts(task),
      arrivalOf: (task) => settlements.arrivals.of(task),
      slotOf: (task) => settlements.stretchOf(settlements.arrivals.of(task) - 1).slot,
    };
  }

  get total(): number {
    return this.#source.settlements.arrivals.total;
  }

  get counts(): Counts {
    const { total, done, failed, leased, pending, notNeeded, skipped } = this.#source.tasks();
    return { total, done, failed, leased, pending, notNeeded, skipped };
  }

  /** Whether nothing more will get on record as far as this page will know: the job is over, or this tab runs it no more. */
  get isFinal(): boolean {
    return this.#source.isFinal();
  }

  /** null while nothing of the task is on record. */
  at(task: number): Result | null {
    return this.#source.settlements.has(task) ? new RecordedResult(task, this.#parts) : null;
  }

  /** What the task has come to, with a value that is the caller's own; null while nothing of it is on record. */
  copyAt(task: number): Settled | null {
    return this.#source.settlements.copied(task);
  }

  /** What the task has come to, as far as it fits a line: of a large value only the beginning is read. */
  glanceAt(task: number): Glanced | null {
    return this.#source.settlements.glanced(task);
  }

  /** What the task has come to, as far as it fits a page. */
  openAt(task: number): Glanced | null {
    return this.#source.settlements.opened(task);
  }

  /** Bytes of the value as it travels; 0 for a short one, and where there is none. */
  bytesAt(task: number): number {
    return this.#source.settlements.bytesOf(task);
  }

  /** The bytes of the task's value, which may be no sound value: to be looked at only. null where it has none. */
  encodedAt(task: number): Uint8Array | null {
    return this.#source.settlements.encoded(task);
  }

  hasFailed(task: number): boolean {
    return this.#source.settlements.failureOf(task) !== undefined;
  }

  /**
   * Gives each result on record and then each one that comes, once, until the job is over, the signal aborts or the room
   * ends. By index a task without a result holds up those behind it while it may still get one.
   *
   * @throws RangeError where `from` is no place in an order.
   */
  follow(order: ResultOrder, { signal, from }: FollowOptions = {}): AsyncIterableIterator<Result, undefined> {
    const cursor = this.cursor(order, from);
    const take = (): Result | null => {
      const task = cursor.next();
      return task === null ? null : new RecordedResult(task, this.#parts);
    };
    const { changes, clock, isFinal } = this.#source;
    return new Follower({ take, isFinal, changes, clock, signal: signal ?? null });
  }

  /**
   * A place in an order, for a reader that comes back when something has changed, and takes its own slices.
   *
   * @throws RangeError where `from` is no place in an order.
   */
  cursor(order: ResultOrder, from = 0): ResultCursor {
    if (!Number.isSafeInteger(from) || from < 0) {
      throw new RangeError(`results are followed from ${from}: must be a whole number from 0 on`);
    }
    const { settlements, isFinal } = this.#source;
    const isSkipped = (task: number): boolean => settlements.isSkipped(task);
    return new ResultCursor({ arrivals: settlements.arrivals, isSkipped, isFinal }, order, from);
  }

  /** Resolves once `isFinal` is true. */
  whenFinal(): Promise<void> {
    const { changes, isFinal } = this.#source;
    return new Promise((resolve) => {
      const look = (): void => {
        if (isFinal()) resolve();
        else changes.awaitChange(look);
      };
      look();
    });
  }

  /** Calls `changed` with the next frame after tasks or the job have changed, once for many changes. */
  subscribe(changed: () => void): CallOff {
    return this.#source.changes.subscribe(changed);
  }

  /** Another number whenever subscribers are told. */
  get version(): number {
    return this.#source.changes.version;
  }

  /** Another number after changes of tasks: what was found among them before may be outdated. */
  get edition(): number {
    return this.#source.changes.edition;
  }

  /** The first task, and the number of the first arrival, that were not let go. */
  get kept(): { readonly task: number; readonly arrival: number } {
    return this.#source.settlements.arrivals.kept;
  }

  get arrivals(): ArrivalOrder {
    return this.#source.settlements.arrivals;
  }

  /** Where and when arrival `nth`, from 0, was computed, with those that came with it. */
  stretchOf(nth: number): Stretch {
    return this.#source.settlements.stretchOf(nth);
  }

  get doneBy(): ReadonlyMap<VolunteerId, number> {
    return this.#source.settlements.doneBy;
  }

  state(task: number): ShownState {
    return shownStateOf[this.#source.tasks().state(task)] ?? "pending";
  }

  isSettled(task: number): boolean {
    const state = this.#source.tasks().state(task);
    return state === taskStates.done || state === taskStates.failed;
  }

  volunteer(task: number): number {
    return this.isSettled(task) ? this.#source.tasks().volunteer(task) : (this.#source.running.holderOf(task) ?? 0);
  }

  nameOf(volunteer: number): string {
    return this.#source.names.nameOf(volunteer);
  }

  partDone(task: number): number | null {
    return this.isSettled(task) ? null : this.#source.running.partOf(task);
  }

  runtimeMs(task: number): number {
    return this.#source.tasks().runtimeMs(task);
  }

  attempts(task: number): number {
    return this.#source.tasks().attempts(task);
  }
}

/** @throws Error where nothing of the task is on record. */
function settled(settlements: Settlements, task: number): Settled {
  const outcome = settlements.settled(task);
  if (outcome === null) throw new Error(`nothing of task ${task} is on record`);
  return outcome;
}
