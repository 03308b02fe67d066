import type { JobDefinition } from "../../../web/core/job/job-definition.ts";
import { defaultJobOptions } from "../../../web/core/job/job.ts";
import { plainTable } from "../../../web/core/job/presentation.ts";

/** What a row of the bench sets of a job, by name: how many tasks, of which size. */
export type JobNumbers = Readonly<Record<string, number>>;

/** A kind of job whose results the bench checks one by one. */
export interface BenchJob {
  readonly id: string;
  /** What holds where a row sets nothing else. */
  readonly presets: JobNumbers;
  createJob(numbers: JobNumbers): JobDefinition;
  /** Whether this is what the task of the input had to return, or had to throw in words: `Error: no luck`. */
  isRight(input: unknown, result: unknown): boolean;
}

type OwnFields = Pick<JobDefinition, "title" | "inputs"> & { readonly source: string };

/** A definition with what all jobs of the bench have in common. */
export function benchDefinition({ title, inputs, source }: OwnFields): JobDefinition {
  return {
    title,
    inputs,
    unit: "task",
    program: { language: "javascript", source, files: {} },
    shared: null,
    options: defaultJobOptions,
    needs: [],
    view: plainTable,
  };
}
