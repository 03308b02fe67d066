import type { ArrivalOrder } from "./queryable.ts";
import type { TaskColumn, TaskOrder } from "./table-query.ts";

/** Columns by whose order all tasks lie already: a choice of tasks that is made in it need not be sorted. */
type KnownColumn = Extract<TaskColumn, "index" | "arrival">;

interface KnownOrder extends TaskOrder {
  readonly column: KnownColumn;
}

export interface SortedOrder extends TaskOrder {
  readonly column: Exclude<TaskColumn, KnownColumn>;
}

export function isKnownOrder(order: TaskOrder): order is KnownOrder {
  return order.column === "index" || order.column === "arrival";
}

export function isSortedOrder(order: TaskOrder): order is SortedOrder {
  return !isKnownOrder(order);
}

/**
 * Each task once, in the order of the moment in which the first one is asked for, though results come meanwhile. null at a
 * place that is passed over, so that each place costs as little as any other. `places`: how many there are of both kinds.
 */
export function tasksInOrder(
  { column, direction }: KnownOrder,
  arrivals: ArrivalOrder,
): { readonly places: number; readonly walk: Iterable<number | null> } {
  const isDescending = direction === "descending";
  const { total, count } = arrivals;
  if (column === "index") return { places: total, walk: byIndex(total, isDescending) };
  // Once all have arrived, no task needs a look whether it has.
  const waiting = count === total ? 0 : total;
  return { places: count + waiting, walk: byArrival(arrivals, { count, waiting, isDescending }) };
}

function* byIndex(total: number, isDescending: boolean): Generator<number> {
  for (let nth = 0; nth < total; nth += 1) yield isDescending ? total - 1 - nth : nth;
}

/** `waiting`: the number of tasks among which those without a result are looked for. */
function* byArrival(
  arrivals: ArrivalOrder,
  {
    count,
    waiting,
    isDescending,
  }: { readonly count: number; readonly waiting: number; readonly isDescending: boolean },
): Generator<number | null> {
  for (let nth = 0; nth < count; nth += 1) yield arrivals.taskAt(isDescending ? count - 1 - nth : nth);
  for (let task = 0; task < waiting; task += 1) {
    const arrival = arrivals.of(task);
    yield arrival === 0 || arrival > count ? task : null;
  }
}
