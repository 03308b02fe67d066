import type { ArrivalOrder } from "../queryable.ts";

/** An order of arrival by look-up in lists: `arrived` has the tasks whose results came, in this order. */
export function arrivalsOf(total: number, arrived: readonly number[]): ArrivalOrder {
  const waiting = Array.from({ length: total }, (_, task) => task).filter((task) => !arrived.includes(task));
  return {
    total,
    count: arrived.length,
    of: (task) => arrived.indexOf(task) + 1,
    taskAt: (nth) => arrived[nth] ?? 0,
    waitingAt: (nth) => waiting[nth] ?? 0,
  };
}
