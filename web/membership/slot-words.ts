import type { Packed } from "../core/values/format.ts";
import { bytesAt } from "../core/values/value-column.ts";
import type { FindDescriber } from "../core/job/job-describer.ts";
import { cutWords } from "../core/values/shown-value.ts";
import { formatBytes } from "../words/format.ts";
import { isShowable, plainInputAt } from "./plain-input.ts";

/** A job in words: the title of its workload, or the name that it travels under. */
export function jobTitle(findDescriber: FindDescriber, name: string): string {
  return findDescriber(name)?.title ?? cutWords(name);
}

/**
 * The task that a slot computes, in words: `8399 * 8399`. A task of no known workload, or of an input beyond words, has its
 * number, and a long input its size: `17 of Squares (input of 31.5 MB)`.
 */
export function taskInWords(
  findDescriber: FindDescriber,
  jobName: string,
  { task, inputs, at }: { task: number; inputs: Packed; at: number },
): string {
  const numbered = `${task} of ${jobTitle(findDescriber, jobName)}`;
  const describer = findDescriber(jobName);
  if (describer === null) return numbered;
  if (!isShowable(inputs, at)) return `${numbered} (input of ${formatBytes(bytesAt(inputs, at))})`;
  try {
    return cutWords(describer.describeTask(plainInputAt(inputs, at)));
  } catch {
    // The input is of a kind that is not shown. An input that cannot be read at all fails in the slot, with the reason.
    return numbered;
  }
}
