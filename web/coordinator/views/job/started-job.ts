import type { FieldValues } from "../../../workloads/field.ts";
import type { FieldProblems, Workload } from "../../../workloads/workload.ts";

/** What a card or a picture has started a job with. Another object for each, and once more where it was refused. */
export interface StartedJob {
  readonly workload: Workload;
  readonly values: FieldValues;
  /** Why it was not started, by field; empty where it was, and until that is known. */
  readonly problems: FieldProblems;
}
