import { outcomes } from "../../core/job/job.ts";
import type { RunId, RunResults } from "../compute.ts";
import { thrownError } from "../../core/values/thrown.ts";
import { packError } from "./packed-error.ts";

export type Death = typeof outcomes.timedOut | typeof outcomes.crashed;

/** What is reported of the one position that a slot died under. */
export function deathResults(
  run: RunId,
  position: number,
  death: Death,
  detail: string,
  elapsedMs: number,
): RunResults {
  const name = death === outcomes.timedOut ? "TimeLimitExceeded" : "SlotCrashed";
  return {
    run,
    first: position,
    outcomes: Uint8Array.of(death),
    runtimesMs: Float32Array.of(elapsedMs),
    values: packError(thrownError(name, detail)),
    busyMs: elapsedMs,
  };
}
