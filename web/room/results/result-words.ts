import type { InputSource } from "../../core/job/inputs.ts";
import { cutWords, shownValue } from "../../core/values/shown-value.ts";
import { formatBytes } from "../../words/format.ts";
import type { Workload } from "../../workloads/workload.ts";
import type { JobRecord } from "./job-results.ts";

interface Parts {
  readonly workload: Workload;
  readonly inputs: InputSource;
  readonly record: JobRecord;
}

/** What the table and the log say of a task's result, in a few hundred characters at most; empty while there is none. */
export function resultInWords({ workload, inputs, record }: Parts, task: number): string {
  const seen = record.glanced(task);
  switch (seen?.type) {
    case undefined:
      return "";
    case "value":
      return cutWords(workload.describeResult(inputs.look(task), seen.value));
    case "large":
      return `${shownValue(seen.value)} (${formatBytes(seen.bytes)})`;
    case "unreadable":
      return cutWords(`unreadable: ${seen.reason}`);
    case "failed":
      return cutWords(`${seen.error.name}: ${seen.error.message}`);
  }
}
