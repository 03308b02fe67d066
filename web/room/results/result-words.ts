import type { InputSource } from "../../core/job/input-source.ts";
import { skippedWords, type SkippedWords } from "../../core/job/skipped-input.ts";
import { messageOf } from "../../core/message-of.ts";
import { unread } from "../../core/values/glance.ts";
import { cutWords, shownValue } from "../../core/values/shown-value.ts";
import { formatBytes } from "../../words/format.ts";
import type { Saying } from "../../words/sayings.ts";
import type { ReadableJob } from "./readable-job.ts";

/** What the table and the log say of a task's result, in a few hundred characters at most; empty while there is none. */
export function resultInWords({ describer, inputs, results }: ReadableJob, task: number): string {
  const seen = results.glanceAt(task);
  if (seen === null && results.state(task) === "skipped") return skippedAt(inputs, task)?.reason ?? "";
  switch (seen?.type) {
    case undefined:
      return "";
    case "value":
      return describer.describeResult(seen.value, inputAt(inputs, task));
    case "large": {
      // A text in quotation marks: where it ends, and its size begins, must be seen.
      const isText = typeof seen.value === "string";
      const words = isText ? shownValue(seen.value) : describer.describeResult(seen.value, inputAt(inputs, task));
      return `${words} (${formatBytes(seen.bytes)})`;
    }
    case "unreadable":
      return cutWords(`unreadable: ${seen.reason}`);
    case "failed":
      return cutWords(`${seen.error.name}: ${seen.error.message}`);
  }
}

/** undefined while it is not at hand. */
function inputAt(inputs: InputSource, task: number): unknown {
  try {
    const input = inputs.look(task);
    return input === unread ? undefined : input;
  } catch {
    // What is wrong with the input is said where it is needed.
    return undefined;
  }
}

/** null while the row is not at hand. */
export function skippedAt(inputs: InputSource, task: number): SkippedWords | null {
  try {
    const input = inputs.look(task);
    if (input === unread) return null;
    const { text, reason } = skippedWords(input);
    return { text: cutWords(text), reason: cutWords(reason) };
  } catch (error) {
    return { text: "", reason: cutWords(`unreadable: ${messageOf(error)}`) };
  }
}

/** `number`: that of the job, where several are open. */
export function sayResult(job: ReadableJob, task: number, number: number | null): Saying<"result"> {
  return { key: "result", job: number, words: resultInWords(job, task), runtimeMs: job.results.runtimeMs(task) };
}

export function sayFailure(job: ReadableJob, task: number, number: number | null): Saying<"failure"> {
  const outcome = job.results.at(task)?.outcome;
  const attempts = outcome?.type === "failed" ? outcome.failure.history.length : 0;
  return { key: "failure", job: number, task: taskInWords(job, task), error: resultInWords(job, task), attempts };
}

/** By its number where its input is not at hand: a line of the log is written once. */
function taskInWords({ describer, inputs }: ReadableJob, task: number): string {
  const input = inputAt(inputs, task);
  return input === undefined ? `task ${task}` : describer.describeTask(input);
}
