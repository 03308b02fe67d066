import { inOwnMemory } from "../core/values/own-memory.ts";
import { revivedColumn, storedColumn, type StoredColumn } from "../core/values/stored-column.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { AcceptedResults } from "./journal.ts";
import { reviveFailures, storeFailures, type StoredFailures } from "./stored-failures.ts";

export interface StoredResults extends Omit<AcceptedResults, "block" | "failures" | "slot" | "startedMs"> {
  /** Missing, as `startedMs` is, in records of earlier versions. */
  readonly slot?: number | null;
  readonly startedMs?: number;
  readonly block: Omit<AcceptedResults["block"], "values"> & { readonly values: StoredColumn };
  /** A list in records of earlier versions. */
  readonly failures: StoredFailures | readonly TaskFailure[];
}

/** The same results in buffers of their own. */
export function compact(results: AcceptedResults): StoredResults {
  const { block, positions, attempts, failures } = results;
  const { indices, outcomes, runtimesMs, values } = block;
  return {
    ...results,
    positions: positions === null ? null : inOwnMemory(positions),
    attempts: inOwnMemory(attempts),
    block: {
      indices: inOwnMemory(indices),
      outcomes: inOwnMemory(outcomes),
      runtimesMs: inOwnMemory(runtimesMs),
      values: storedColumn(values),
    },
    failures: failures.length === 0 ? [] : storeFailures(failures),
  };
}

/** @throws Error if the bytes are not what was stored. */
export function revive(stored: StoredResults): AcceptedResults {
  const { values, ...columns } = stored.block;
  const failures = "tasks" in stored.failures ? reviveFailures(stored.failures) : stored.failures;
  const { slot = null, startedMs = latestStartMs(stored) } = stored;
  return { ...stored, block: { ...columns, values: revivedColumn(values) }, failures, slot, startedMs };
}

/** When the block began at the latest: it came when the last of its tasks was done. */
function latestStartMs({ block, elapsedMs }: StoredResults): number {
  const computedMs = block.runtimesMs.reduce((sum, runtimeMs) => sum + runtimeMs, 0);
  return Math.max(0, elapsedMs - computedMs);
}
