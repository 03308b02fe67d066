import type { Workload } from "../../../web/workloads/workload.ts";

/** A workload whose results the bench can check one by one. */
export interface BenchWorkload extends Workload {
  /** What the table shows for a task with this input once its right value has come. */
  expectedResult(input: unknown): string;
}
