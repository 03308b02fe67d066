import { defaultJobOptions, type JobOptions } from "../../../web/core/job/job.ts";
import type { ChosenOptions, Workload } from "../../../web/workloads/workload.ts";

/** A workload whose results the bench checks one by one. */
export interface BenchWorkload extends Workload {
  /** The text that the table shows for a right value of this input. */
  expectedResult(input: unknown): string;
}

/** Default options. */
export const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

/** Options of a job whose workload sets no time limit. */
export function benchOptions({ timeLimitMs, ...chosen }: ChosenOptions): JobOptions {
  const limitMs = timeLimitMs === "auto" ? defaultJobOptions.timeLimitMs : timeLimitMs;
  return { ...defaultJobOptions, ...chosen, timeLimitMs: limitMs };
}
