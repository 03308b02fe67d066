import { useLayoutEffect, useRef, useState } from "react";
import { useFrameStore } from "../../ui/use-frame-store.ts";
import type { Coordinator } from "../coordinator.ts";
import type { TaskOrder, TaskTable } from "../task-table.ts";

/** Sorting may take this share of the page's time: a million rows cost more than a frame. */
const sortingShare = 0.2;

export interface OrderedTasks {
  readonly table: TaskTable;
  readonly order: Uint32Array;
  /** Rises with each change of a row, also where the order is still an older one. */
  readonly version: number;
}

interface Sorted {
  readonly table: TaskTable;
  readonly by: TaskOrder;
  readonly order: Uint32Array;
}

/** The tasks of the job shown in the wanted order; null before the first job. */
export function useTaskOrder(coordinator: Coordinator, by: TaskOrder): OrderedTasks | null {
  const version = useFrameStore(coordinator.store, (state) => state.tableVersion);
  // A new job is a new table.
  useFrameStore(coordinator.store, (state) => state.job?.id ?? null);
  const { table } = coordinator;
  const [sorted, setSorted] = useState<Sorted | null>(null);
  const restUntilMs = useRef(0);

  const stale = sorted === null || sorted.table !== table || sorted.by !== by;
  useLayoutEffect(() => {
    if (table === null) return;
    const sort = (): void => {
      const beganMs = performance.now();
      const order = table.order(by);
      const endedMs = performance.now();
      restUntilMs.current = endedMs + (endedMs - beganMs) * (1 / sortingShare - 1);
      setSorted({ table, by, order });
    };
    const restMs = restUntilMs.current - performance.now();
    // A person who asks for another order does not wait.
    if (stale || restMs <= 0) return sort();
    const timer = setTimeout(sort, restMs);
    return () => clearTimeout(timer);
    // `version` says when to sort again; `stale` only how soon.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [table, by, version]);

  return sorted === null || sorted.table !== table ? null : { table, order: sorted.order, version };
}
