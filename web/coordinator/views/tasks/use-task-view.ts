import { useSyncExternalStore } from "react";
import { taskViewIn, type TaskViewId } from "../../task-views.ts";

/** The way to look at tasks that the page's address names; the table where it names none. */
export function useTaskView(): TaskViewId {
  return useSyncExternalStore(subscribe, () => taskViewIn(location.hash) ?? "table");
}

function subscribe(notify: () => void): () => void {
  addEventListener("hashchange", notify);
  return () => removeEventListener("hashchange", notify);
}
