/** Puts one kind of job's tasks and results in words. */
export interface JobDescriber {
  readonly title: string;
  /** `8399` */
  describeInput(input: unknown): string;
  /** `8399 * 8399` */
  describeTask(input: unknown): string;
  /** `8399 * 8399 = 70543201`; a value that no honest volunteer can have sent is shown as it is. */
  describeResult(input: unknown, value: unknown): string;
}

/** Finds the describer of a job by the workload that its definition names; null where none is known. */
export type FindDescriber = (workload: string) => JobDescriber | null;
