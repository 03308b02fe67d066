import type { Arrivals } from "../../room/results/settling-order.ts";
import type { ShownState } from "../task-table.ts";

/** What queries read of the tasks, column by column. */
export interface TaskFacts {
  readonly total: number;
  readonly arrivals: Arrivals;
  state(task: number): ShownState;
  /** Whether nothing of it will change any more. */
  isSettled(task: number): boolean;
  /** Who computed it or holds it now; 0 for nobody. */
  volunteer(task: number): number;
  nameOf(volunteer: number): string;
  runtimeMs(task: number): number;
  attempts(task: number): number;
  inputText(task: number): string;
  /** Empty while there is none. */
  resultText(task: number): string;
}

/** Cheap rows that one step of a query goes through. */
export const rowsAStep = 8192;

/** Rows that one step reads the texts of, which are a few hundred characters each. */
export const textsAStep = 16;
