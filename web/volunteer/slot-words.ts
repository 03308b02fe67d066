import type { JobId } from "../core/ids.ts";
import type { Packed } from "../core/job/job.ts";
import { valueAt } from "../core/wire/packed.ts";
import { findWorkload } from "../workloads/catalogue.ts";

/** What a slot computes, for people: `8399 * 8399`. A job of no known workload is named with its task's number. */
export function taskInWords(
  jobName: string,
  { job, task, inputs, at }: { job: JobId; task: number; inputs: Packed; at: number },
): string {
  const workload = findWorkload(jobName);
  if (workload === undefined) return `${task} of job ${job}`;
  try {
    return workload.describeTask(valueAt(inputs, at));
  } catch {
    // An input that cannot be read fails in the slot, with the reason; here it only has no words.
    return `${task} of job ${job}`;
  }
}
