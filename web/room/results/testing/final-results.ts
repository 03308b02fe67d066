import type { Tasks } from "../../../core/scheduler/tasks.ts";
import { ManualClock } from "../../../core/testing/manual-clock.ts";
import { noChanges } from "../changes.ts";
import { nothingRuns } from "../running-tasks.ts";
import { Results } from "../results.ts";
import type { Settlements } from "../settlements.ts";

/** Reads what is there, to which nothing will be added. */
export function finalResults(settlements: Settlements, tasks: Tasks, nameOf: (id: number) => string): Results {
  return new Results({
    settlements,
    tasks: () => tasks,
    names: { nameOf },
    running: nothingRuns,
    changes: noChanges,
    isFinal: () => true,
    clock: new ManualClock(),
  });
}
