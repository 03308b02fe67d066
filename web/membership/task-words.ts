import { describeTask } from "../core/job/describer.ts";
import type { Template } from "../core/job/template.ts";
import type { Packed } from "../core/values/format.ts";
import { bytesAt } from "../core/values/value-column.ts";
import { sayCommon } from "../words/say-common.ts";
import { isShowable, plainInputAt } from "./plain-input.ts";

/** What of a job a volunteer was told for people. */
interface ToldJob {
  readonly title: string;
  readonly taskTemplate: Template | null;
}

/**
 * The task that a slot computes, in words: `8399 * 8399`. A task of an input beyond words has its number, and a long input its
 * size: `17 of Squares (input of 31.5 MB)`.
 */
export function taskInWords(
  { title, taskTemplate }: ToldJob,
  { task, inputs, at, largeBytes = null }: { task: number; inputs: Packed; at: number; largeBytes?: number | null },
): string {
  if (largeBytes !== null || !isShowable(inputs, at)) {
    return sayCommon({ key: "task-of-job", task, title, bytes: largeBytes ?? bytesAt(inputs, at) });
  }
  try {
    return describeTask(taskTemplate, plainInputAt(inputs, at));
  } catch {
    // The input is of a kind that is not shown. An input that cannot be read at all fails in the slot, with the reason.
    return sayCommon({ key: "task-of-job", task, title, bytes: null });
  }
}
