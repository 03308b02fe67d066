import type { JobId } from "../core/ids.ts";
import type { Packed } from "../core/job/job.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import { plainInputAt } from "./plain-input.ts";

/** What a slot computes, for people: `8399 * 8399`. A task of no known workload, or of an input beyond words, has its number. */
export function taskInWords(
  jobName: string,
  { job, task, inputs, at }: { job: JobId; task: number; inputs: Packed; at: number },
): string {
  const workload = findWorkload(jobName);
  if (workload === undefined) return `${task} of job ${job}`;
  try {
    return workload.describeTask(plainInputAt(inputs, at));
  } catch {
    // It is too long or too special to be shown. Where it cannot be read at all, it fails in the slot, with the reason.
    return `${task} of job ${job}`;
  }
}
