import { troubleInData, type ComputeTrouble } from "../../core/compute-trouble.ts";
import { outcomes } from "../../core/job/job.ts";
import type { RunId, RunResults } from "../compute.ts";
import { thrownError } from "../../core/values/thrown.ts";
import { packError } from "../../core/values/packed-error.ts";

export type Death = typeof outcomes.timedOut | typeof outcomes.crashed;

const errorNames = {
  [outcomes.timedOut]: "TimeLimitExceeded",
  [outcomes.crashed]: "SlotCrashed",
  [outcomes.notLoaded]: "ProgramNotLoaded",
} as const;

/** The results of one position that its slot died under, or whose program could not be loaded. `elapsedMs` is its runtime. */
export function deathResults(
  run: RunId,
  position: number,
  death: keyof typeof errorNames,
  trouble: ComputeTrouble,
  elapsedMs: number,
): RunResults {
  return {
    run,
    first: position,
    outcomes: Uint8Array.of(death),
    runtimesMs: Float32Array.of(elapsedMs),
    values: packError(thrownError(errorNames[death], troubleInData(trouble))),
    busyMs: elapsedMs,
  };
}
