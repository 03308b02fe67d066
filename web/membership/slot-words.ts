import type { Packed } from "../core/values/format.ts";
import { formatBytes } from "../words/format.ts";
import { bytesAt } from "../core/values/value-column.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import { isShowable, plainInputAt } from "./plain-input.ts";

/** A job as people read it: the title of its workload, or the name that it travels under. */
export function jobTitle(name: string): string {
  return findWorkload(name)?.title ?? cutWords(name);
}

/**
 * What a slot computes, for people: `8399 * 8399`. A task of no known workload, or of an input beyond words, has its
 * number, and a long input its size: `17 of Squares (input of 31.5 MB)`.
 */
export function taskInWords(
  jobName: string,
  { task, inputs, at }: { task: number; inputs: Packed; at: number },
): string {
  const numbered = `${task} of ${jobTitle(jobName)}`;
  const workload = findWorkload(jobName);
  if (workload === undefined) return numbered;
  if (!isShowable(inputs, at)) return `${numbered} (input of ${formatBytes(bytesAt(inputs, at))})`;
  try {
    return cutWords(workload.describeTask(plainInputAt(inputs, at)));
  } catch {
    // It is too special to be shown. Where it cannot be read at all, it fails in the slot, with the reason.
    return numbered;
  }
}
