import type { VolunteerId } from "../core/ids.ts";

/** A task as people see it. */
export interface TaskRow {
  readonly index: number;
  readonly input: string;
  /** Empty while there is none; the error's name and message where the task failed. */
  readonly result: string;
  readonly runtimeMs: number | null;
  /** Who computed the accepted attempt or holds the task now. */
  readonly volunteer: string | null;
  /** Executions begun, lost ones included. */
  readonly attempts: number;
  readonly state: ShownState;
  /** 1 for the first result that arrived; null while there is none. */
  readonly arrival: number | null;
}

/** In the order of the table: what is settled last. */
export const shownStates = ["pending", "leased", "done", "failed"] as const;

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

/** Which tasks, and in which order. */
export interface TaskQuery {
  readonly order: TaskOrder;
  readonly state: ShownState | null;
  readonly volunteer: VolunteerId | null;
  /** Stands somewhere in the task's number, input, volunteer, result or error, as far as the table shows them, in capitals or not; empty for any task. */
  readonly text: string;
}

/** The tasks of a query, in its order. */
export interface TaskRows {
  readonly length: number;
  /** The task of the row; positions go from 0 to `length - 1`. */
  at(position: number): number;
}

export interface QueryProgress {
  readonly doing: "searching" | "sorting";
  /** From 0 to 1. */
  readonly share: number;
}

/** A query under way, step by step: a step takes less than a millisecond unless a value is large. */
export type QuerySteps = Generator<QueryProgress, TaskRows>;

/** The tasks of the job shown, read row by row, so that a table draws only what is in sight. */
export interface TaskTable {
  readonly total: number;
  /** @throws RangeError where there is no such task. */
  row(task: number): TaskRow;
  /** Whoever has brought a result, by name; the same list as before while nobody has joined them. */
  volunteers(): readonly NamedVolunteer[];
  /** All tasks by number or by arrival, which need no search and always stand as of now; null for any other query. */
  live(query: TaskQuery): TaskRows | null;
  /**
   * By arrival: the arrived first in their order, then the others by index. Equal rows stay in the order of their
   * indices, and what is not there yet comes last in both directions. Ask again when `tableVersion` has changed.
   */
  select(query: TaskQuery): QuerySteps;
}
