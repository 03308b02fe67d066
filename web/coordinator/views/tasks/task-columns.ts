import type { TaskColumn, TaskOrder } from "../../../table/table-query.ts";

interface Column {
  readonly column: TaskColumn;
  readonly label: string;
  readonly number: boolean;
}

export const taskColumns: readonly Column[] = [
  { column: "index", label: "Task", number: true },
  { column: "input", label: "Input", number: true },
  { column: "result", label: "Result", number: false },
  { column: "runtime", label: "Runtime", number: true },
  { column: "volunteer", label: "Volunteer", number: false },
  { column: "attempts", label: "Attempts", number: true },
  { column: "state", label: "State", number: false },
  { column: "arrival", label: "Arrival", number: true },
];

/** The order of a table that has just been opened. */
export const byArrival: TaskOrder = { column: "arrival", direction: "ascending" };

/** The order after a click on a column's header: a second click turns it round. */
export function orderAfterClick(order: TaskOrder, column: TaskColumn): TaskOrder {
  const turned = order.column === column && order.direction === "ascending";
  return { column, direction: turned ? "descending" : "ascending" };
}
