import { useLayoutEffect, useState, useSyncExternalStore } from "react";
import { pageClock } from "../../../ui/page-clock.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Coordinator } from "../../coordinator.ts";
import { noView, QueryRunner, type QueryView } from "../../../table/query-runner.ts";
import type { TaskQuery } from "../../../table/table-query.ts";

/** A runner as a store that React can follow. */
function createRunner(): { runner: QueryRunner; subscribe: (notify: () => void) => () => void } {
  const listeners = new Set<() => void>();
  const runner = new QueryRunner(pageClock, () => {
    for (const notify of listeners) notify();
  });
  return {
    runner,
    subscribe: (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
  };
}

/** The tasks of the job shown that a query asks for, in its order. `query` must be the same object while it is the same. */
export function useTaskOrder(coordinator: Coordinator, query: TaskQuery): QueryView {
  const [{ runner, subscribe }] = useState(createRunner);
  const version = useFrameStore(coordinator.store, (state) => state.tableVersion);
  // A new job is a new table.
  useFrameStore(coordinator.store, (state) => state.job?.id ?? null);
  const { table } = coordinator;
  const view = useSyncExternalStore(subscribe, () => runner.view);

  useLayoutEffect(() => {
    if (table === null) return;
    runner.ask(table, query);
    return () => runner.stop();
  }, [runner, table, query]);
  useLayoutEffect(() => runner.refresh(version), [runner, version]);

  // Rows of another table would name tasks that this one has not.
  return { ...(view.table === table ? view : noView), table };
}
