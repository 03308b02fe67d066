import type { JobDescriber } from "../core/job/job-describer.ts";

/** Puts the tasks of the planned jobs in words. */
export const sampleDescriber: JobDescriber = {
  title: "Sample",
  describeInput: String,
  describeTask: (input) => `task ${String(input)}`,
  describeResult: (input, value) => `task ${String(input)} = ${String(value)}`,
};
