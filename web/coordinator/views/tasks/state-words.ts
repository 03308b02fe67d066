import type { ShownState } from "../../../table/table-query.ts";

/** A task's state as people read it. */
export const stateWords: Readonly<Record<ShownState, string>> = {
  pending: "pending",
  leased: "leased",
  "not-needed": "not needed",
  done: "done",
  failed: "failed",
};
