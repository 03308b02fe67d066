import { defaultJobOptions, type JobOptions } from "../core/job/job.ts";
import type { ChosenOptions } from "./workload.ts";

/** A job's options as a person chose them; `autoMs` is the time limit where the choice is left to the workload. */
export function optionsOf(
  { timeLimitMs, ...chosen }: ChosenOptions,
  { autoMs = defaultJobOptions.timeLimitMs, seed = defaultJobOptions.seed } = {},
): JobOptions {
  return { ...defaultJobOptions, ...chosen, seed, timeLimitMs: timeLimitMs === "auto" ? autoMs : timeLimitMs };
}
