import { defaultJobOptions, type JobOptions } from "../../../web/core/job/job.ts";
import type { ChosenOptions, Workload } from "../../../web/workloads/workload.ts";

/** A workload whose results the bench can check one by one. */
export interface BenchWorkload extends Workload {
  /** What the table shows for a task with this input once its right value has come. */
  expectedResult(input: unknown): string;
}

/** What nobody has set otherwise. */
export const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

/** The options of a job whose workload has no time limit of its own in mind. */
export function benchOptions({ timeLimitMs, ...chosen }: ChosenOptions): JobOptions {
  const limitMs = timeLimitMs === "auto" ? defaultJobOptions.timeLimitMs : timeLimitMs;
  return { ...defaultJobOptions, ...chosen, timeLimitMs: limitMs };
}
