import type { ArrivalOrder } from "./queryable.ts";
import type { TaskOrder, TaskRows } from "./table-query.ts";

/** All tasks by index, without an array of them. */
function byIndex(arrivals: ArrivalOrder, isDescending: boolean): TaskRows {
  return {
    get length() {
      return arrivals.total;
    },
    at: (position) => (isDescending ? arrivals.total - 1 - position : position),
  };
}

/** All tasks by arrival, then those without a result by index. Reads the order anew for each row, so that it is never outdated. */
function byArrival(arrivals: ArrivalOrder, isDescending: boolean): TaskRows {
  return {
    get length() {
      return arrivals.total;
    },
    at(position) {
      const { count } = arrivals;
      if (position >= count) return arrivals.waitingAt(position - count);
      return arrivals.taskAt(isDescending ? count - 1 - position : position);
    },
  };
}

/** All tasks in an order that need not be sorted and is never outdated; null for any other order. */
export function liveRows({ column, direction }: TaskOrder, arrivals: ArrivalOrder): TaskRows | null {
  const isDescending = direction === "descending";
  if (column === "index") return byIndex(arrivals, isDescending);
  return column === "arrival" ? byArrival(arrivals, isDescending) : null;
}
