import { benchDefinition, type BenchJob } from "./bench-job.ts";
import source from "./empty.task.js?raw";

/** Computes nothing: measures the way there and back. */
export const empty: BenchJob = {
  id: "empty",
  presets: { count: 1 },
  createJob: ({ count = 1 }) =>
    benchDefinition({ title: "Empty", source, inputs: { type: "range", start: 0, step: 1, count } }),
  isRight: (_input, result) => result === null,
};
