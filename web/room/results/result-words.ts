import type { InputSource } from "../../core/job/inputs.ts";
import type { Describer } from "../../core/job/describer.ts";
import { cutWords, shownValue } from "../../core/values/shown-value.ts";
import { formatBytes } from "../../words/format.ts";
import type { Results } from "./results.ts";

/** A job as far as its tasks are put in words. */
export interface DescribedJob {
  readonly describer: Describer;
  readonly inputs: InputSource;
  readonly results: Results;
}

/** What the table and the log say of a task's result, in a few hundred characters at most; empty while there is none. */
export function resultInWords({ describer, results }: DescribedJob, task: number): string {
  const seen = results.glanceAt(task);
  switch (seen?.type) {
    case undefined:
      return "";
    case "value":
      return describer.describeResult(seen.value);
    case "large":
      return `${shownValue(seen.value)} (${formatBytes(seen.bytes)})`;
    case "unreadable":
      return cutWords(`unreadable: ${seen.reason}`);
    case "failed":
      return cutWords(`${seen.error.name}: ${seen.error.message}`);
  }
}

/** `Result: 8399 * 8399 = 70543201, runtime: 1s` */
export function resultLine(job: DescribedJob, task: number): string {
  const seconds = Math.round(job.results.runtimeMs(task) / 1_000);
  return `Result: ${resultInWords(job, task)}, runtime: ${seconds}s`;
}

/** `Failed: 8399 * 8399, RangeError: too large, attempts: 2` */
export function failureLine(job: DescribedJob, task: number): string {
  const outcome = job.results.at(task)?.outcome;
  const attempts = outcome?.type === "failed" ? outcome.failure.history.length : 0;
  const words = job.describer.describeTask(job.inputs.look(task));
  return `Failed: ${words}, ${resultInWords(job, task)}, attempts: ${attempts}`;
}
