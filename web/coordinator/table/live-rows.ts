import type { Arrivals } from "../../room/results/settling-order.ts";
import type { TaskOrder, TaskRows } from "../task-table.ts";

/** All tasks by their number; costs nothing, however many there are. */
function byIndex(total: number, isDescending: boolean): TaskRows {
  return { length: total, at: (position) => (isDescending ? total - 1 - position : position) };
}

/** The arrived first, then those that wait, by index; a further arrival costs nothing. */
function byArrival(arrivals: Arrivals, isDescending: boolean): TaskRows {
  return {
    length: arrivals.total,
    at(position) {
      const { count } = arrivals;
      if (position >= count) return arrivals.waitingAt(position - count);
      return arrivals.taskAt(isDescending ? count - 1 - position : position);
    },
  };
}

/** All tasks, always as of now; null for an order that has to be sorted. */
export function liveRows({ column, direction }: TaskOrder, arrivals: Arrivals): TaskRows | null {
  const isDescending = direction === "descending";
  if (column === "index") return byIndex(arrivals.total, isDescending);
  return column === "arrival" ? byArrival(arrivals, isDescending) : null;
}
