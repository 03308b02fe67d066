import { hasOwnMemory } from "../core/values/own-memory.ts";
import { fromShaped } from "../core/values/shaped.ts";
import { ShapedValues } from "../core/values/shaped-values.ts";
import type { Packed } from "../core/job/job.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { AcceptedResults } from "./journal.ts";
import { reviveFailures, storeFailures, type StoredFailures } from "./stored-failures.ts";

/** Values as they are stored: those of one shape as they travelled. */
type StoredValues = Packed | { readonly shaped: Uint8Array; readonly count: number };

export interface StoredResults extends Omit<AcceptedResults, "block" | "failures"> {
  readonly block: Omit<AcceptedResults["block"], "values"> & { readonly values: StoredValues };
  /** A list in records of earlier versions. */
  readonly failures: StoredFailures | readonly TaskFailure[];
}

/** A view that is part of a larger buffer would be stored with all of that buffer. */
function bytes(view: Uint8Array): Uint8Array {
  return hasOwnMemory(view) ? view : view.slice();
}

function numbers(view: Uint32Array): Uint32Array {
  return hasOwnMemory(view) ? view : view.slice();
}

/** The same results in buffers of their own. */
export function compact(results: AcceptedResults): StoredResults {
  const { block, positions, attempts, failures } = results;
  const { indices, outcomes, runtimesMs, values } = block;
  return {
    ...results,
    positions: positions === null ? null : numbers(positions),
    attempts: bytes(attempts),
    block: {
      indices: numbers(indices),
      outcomes: bytes(outcomes),
      runtimesMs: hasOwnMemory(runtimesMs) ? runtimesMs : runtimesMs.slice(),
      values: compactValues(values),
    },
    failures: failures.length === 0 ? [] : storeFailures(failures),
  };
}

function compactValues(values: Packed): StoredValues {
  if (values instanceof ShapedValues) return { shaped: bytes(values.travelled), count: values.count };
  return { ends: numbers(values.ends), bytes: bytes(values.bytes) };
}

/** @throws Error where the bytes are not what was stored. */
export function revive(stored: StoredResults): AcceptedResults {
  const { values, ...columns } = stored.block;
  const failures = "tasks" in stored.failures ? reviveFailures(stored.failures) : stored.failures;
  return { ...stored, block: { ...columns, values: reviveValues(values) }, failures };
}

function reviveValues(values: StoredValues): Packed {
  if ("ends" in values) return values;
  const revived = fromShaped(values.shaped, values.count);
  if (revived === undefined) throw new Error("a record in the journal cannot be read");
  return revived;
}
