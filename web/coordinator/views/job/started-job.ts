import type { FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";

/** What a card or a picture has started a job with. Another object for each. */
export interface StartedJob {
  readonly workload: Workload;
  readonly values: FieldValues;
}
