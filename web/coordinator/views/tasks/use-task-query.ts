import { useCallback, useLayoutEffect, useState, useSyncExternalStore } from "react";
import { browserClock } from "../../../environment/browser/browser-clock.ts";
import { useFrameStore } from "../../../ui/use-frame-store.ts";
import type { Results } from "../../../room/results/results.ts";
import type { Room } from "../../../room/room.ts";
import { noView, QueryRunner, type QueryView } from "../../../table/query-runner.ts";
import type { TaskQuery } from "../../../table/table-query.ts";

/** A query runner with a subscription for React. */
function createRunner(): { runner: QueryRunner; subscribe: (notify: () => void) => () => void } {
  const listeners = new Set<() => void>();
  const runner = new QueryRunner(browserClock, () => {
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

/** Draws again with a frame when there is something else to see of the results. Gives their edition. */
function useEdition(results: Results | null): number {
  const subscribe = useCallback((notify: () => void) => results?.subscribe(notify) ?? (() => {}), [results]);
  useSyncExternalStore(subscribe, () => results?.version ?? 0);
  return useSyncExternalStore(subscribe, () => results?.edition ?? 0);
}

/** The rows of a query on the job shown. Another `query` object is another query. */
export function useTaskQuery(room: Room, query: TaskQuery): QueryView {
  const [{ runner, subscribe }] = useState(createRunner);
  const table = useFrameStore(room.store, () => room.table);
  const edition = useEdition(useFrameStore(room.store, () => room.results));
  const view = useSyncExternalStore(subscribe, () => runner.view);

  useLayoutEffect(() => {
    if (table === null) return;
    runner.ask(table, query);
    return () => runner.stop();
  }, [runner, table, query]);
  useLayoutEffect(() => runner.refresh(edition), [runner, edition]);

  // Rows of another table would name tasks that this one does not have.
  return { ...(view.table === table ? view : noView), table };
}
