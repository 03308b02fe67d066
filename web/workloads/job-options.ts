import { defaultJobOptions, type JobOptions } from "../core/job/job.ts";
import { maxTimeLimitMs } from "../core/wire/limits.ts";
import type { ChosenOptions } from "./workload.ts";

/** A job's options as a person chose them; `autoMs` is the time limit where the choice is left to the workload. */
export function optionsOf(
  { timeLimitMs, ...chosen }: ChosenOptions,
  { autoMs = defaultJobOptions.timeLimitMs, seed = defaultJobOptions.seed } = {},
): JobOptions {
  return { ...defaultJobOptions, ...chosen, seed, timeLimitMs: timeLimitMs === "auto" ? autoMs : timeLimitMs };
}

/**
 * A time limit for tasks that take that long at most: the usual one where it is enough, and no longer than any limit may be. Of tasks
 * that compute it is the time at a tenth of a laptop's speed, since a limit that slow phones reach ends and repeats their tasks for ever.
 */
export function limitFor(longestMs: number): number {
  return Math.min(maxTimeLimitMs, Math.max(defaultJobOptions.timeLimitMs, Math.ceil(longestMs)));
}
