import { defaultJobOptions } from "../job.ts";
import type { JobDefinition } from "../job-definition.ts";
import { plainTable } from "../presentation.ts";

/** A job of ten tasks that lacks nothing, with other fields where a test wants them. */
export function sampleJob(fields: Partial<JobDefinition> = {}): JobDefinition {
  return {
    title: "Sample",
    unit: "number",
    program: { language: "javascript", source: "export default (n) => n * n", files: {} },
    inputs: { type: "range", start: 0, step: 1, count: 10 },
    shared: null,
    options: defaultJobOptions,
    needs: [],
    view: plainTable,
    ...fields,
  };
}
