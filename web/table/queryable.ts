import type { VolunteerId } from "../core/ids.ts";
import type { ShownState } from "./table-query.ts";

/** The order in which results came. */
export interface ArrivalOrder {
  /** Number of tasks, arrived or not. */
  readonly total: number;
  /** Number of results that have arrived. */
  readonly count: number;
  /** 1 for the task whose result came first; 0 while it has none. */
  of(task: number): number;
  /** The task whose result came after `nth` others. */
  taskAt(nth: number): number;
  /** The task without a result that has `nth` others before it, by index. */
  waitingAt(nth: number): number;
}

/** What is known of a job's tasks without their values, column by column. */
export interface TaskColumns {
  readonly total: number;
  readonly arrivals: ArrivalOrder;
  state(task: number): ShownState;
  /** Whether the task's row can no longer change. */
  isSettled(task: number): boolean;
  /** The volunteer that computed the task or holds it now; 0 for none. */
  volunteer(task: number): number;
  nameOf(volunteer: number): string;
  /** How much of a task that is computed is done, from 0 to 1; null where that is not known. */
  partDone(task: number): number | null;
  runtimeMs(task: number): number;
  /** Executions begun, lost ones included. */
  attempts(task: number): number;
}

/** The columns of a job, and who has brought its results. */
export interface TableColumns extends TaskColumns {
  /** Tasks done, by volunteer: 0 for one that has brought nothing but failures. */
  readonly doneBy: ReadonlyMap<VolunteerId, number>;
}

/** An input's text; null where the input is not at hand; why it cannot be had, which may be otherwise the next time. */
export type InputText = string | null | { readonly unreadable: string };

/** As people see it. */
export function inputInWords(input: InputText): string {
  return typeof input === "string" ? input : (input?.unreadable ?? "");
}

/** What people read of a task, cut to what a cell holds. */
export interface TaskTexts {
  inputText(task: number): InputText;
  /** Settles when the input is at hand, or cannot be had; null where it is at hand. */
  bringInput(task: number): Promise<unknown> | null;
  /** The result or the error; empty while there is neither. */
  resultText(task: number): string;
}

/** The tasks of a job as queries read them. */
export type Queryable = TaskColumns & TaskTexts;

/** Rows in one step of a query that reads numbers only: well under a millisecond. */
export const rowsAStep = 8192;

/** Rows in one step of a query that reads their texts, of a few hundred characters each. */
export const textsAStep = 16;
