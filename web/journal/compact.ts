import { hasOwnMemory } from "../core/wire/own-memory.ts";
import type { AcceptedResults } from "./journal.ts";

/** A view that is part of a larger buffer would be stored with all of that buffer. */
function bytes(view: Uint8Array): Uint8Array {
  return hasOwnMemory(view) ? view : view.slice();
}

function numbers(view: Uint32Array): Uint32Array {
  return hasOwnMemory(view) ? view : view.slice();
}

/** The same results in buffers of their own. */
export function compact(results: AcceptedResults): AcceptedResults {
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
      values: { ends: numbers(values.ends), bytes: bytes(values.bytes) },
    },
    failures: failures.map(({ task, history }) => ({
      task,
      history: history.map((attempt) => ({ ...attempt, error: bytes(attempt.error) })),
    })),
  };
}
