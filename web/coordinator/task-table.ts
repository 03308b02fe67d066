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
  readonly state: "pending" | "leased" | "done" | "failed";
  /** 1 for the first result that arrived; null while there is none. */
  readonly arrival: number | null;
}

export type TaskColumn = "index" | "input" | "result" | "runtime" | "volunteer" | "attempts" | "state" | "arrival";

export interface TaskOrder {
  readonly column: TaskColumn;
  readonly direction: "ascending" | "descending";
}

/** The tasks of the job shown, read row by row, so that a table draws only what is in sight. */
export interface TaskTable {
  readonly total: number;
  /** @throws RangeError where there is no such task. */
  row(task: number): TaskRow;
  /**
   * Task indices in the wanted order, all of them. By arrival: the arrived first in their order, then the others by
   * index. Equal rows stay in the order of their indices. Costs O(n log n); ask again when `tableVersion` has changed.
   */
  order(by: TaskOrder): Uint32Array;
}
