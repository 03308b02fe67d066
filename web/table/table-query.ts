import type { VolunteerId } from "../core/ids.ts";

/** A task as people see it. */
export interface TaskRow {
  readonly index: number;
  readonly input: string;
  /** The result in words, or the error's name and message; empty while there is neither. */
  readonly result: string;
  /** Milliseconds that the accepted attempt took; null while there is none. */
  readonly runtimeMs: number | null;
  /** Name of the volunteer that computed the accepted attempt or holds the task now; null for none. */
  readonly volunteer: string | null;
  /** Executions begun, lost ones included. */
  readonly attempts: number;
  readonly state: ShownState;
  /** How much of the task its volunteer says is done, from 0 to 1; null where it has not said. */
  readonly part: number | null;
  /** 1 for the first result that arrived; null while there is none. */
  readonly arrival: number | null;
}

/** States in the order in which the table sorts them: settled ones last. */
export const shownStates = ["pending", "leased", "not-needed", "skipped", "done", "failed"] as const;

export type ShownState = (typeof shownStates)[number];

export type TaskColumn = "index" | "input" | "result" | "runtime" | "volunteer" | "attempts" | "state" | "arrival";

export interface TaskOrder {
  readonly column: TaskColumn;
  readonly direction: "ascending" | "descending";
}

export interface NamedVolunteer {
  readonly id: VolunteerId;
  readonly name: string;
}

/** Which tasks are asked for, and in which order. */
export interface TaskQuery {
  readonly order: TaskOrder;
  readonly state: ShownState | null;
  readonly volunteer: VolunteerId | null;
  /**
   * Text that the task's number, input, volunteer, result or error contains as the table shows it, in capitals or not; empty
   * for any task.
   */
  readonly text: string;
}

/** The tasks of a query, in its order. */
export interface TaskRows {
  /** Of rows that are never outdated it rises while the job grows. */
  readonly length: number;
  /** The index of the task in a row; positions go from 0 to `length - 1`. */
  at(position: number): number;
}

export interface QueryProgress {
  readonly doing: "searching" | "sorting";
  /** From 0 to 1. */
  readonly share: number;
}

/** A query in steps, each of less than a millisecond unless a value is large. A promise: inputs that are waited for. */
export type QuerySteps = Generator<QueryProgress | Promise<unknown>, TaskRows>;

/** The tasks of a job, read row by row, so that a page draws only the rows in sight. */
export interface TaskTable {
  /** Rises while the job grows. */
  readonly total: number;
  /** @throws RangeError where there is no such task. */
  row(task: number): TaskRow;
  /** Settles when the input of the task's row is at hand, or cannot be had; null where it is at hand. */
  bringInput(task: number): Promise<unknown> | null;
  /** Volunteers that have brought a result or a failure, by name; the same array until there is one more. */
  volunteers(): readonly NamedVolunteer[];
  /** All tasks by index or by arrival: rows that need no search and are never outdated. null for any other query. */
  live(query: TaskQuery): TaskRows | null;
  /**
   * Finds and sorts the tasks of a query. By arrival, those without a result follow by index. Equal rows stay in the order
   * of their indices, and rows that have nothing to be sorted by yet come last in both directions. The rows are those of
   * now: ask again when results have come.
   */
  select(query: TaskQuery): QuerySteps;
}
