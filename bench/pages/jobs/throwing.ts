import { benchDefinition, type BenchJob } from "./bench-job.ts";
import source from "./throwing.task.js?raw";

/** Computes nothing, like `empty`, and always throws. */
export const throwing: BenchJob = {
  id: "throwing",
  presets: { count: 1 },
  createJob: ({ count = 1 }) =>
    benchDefinition({ title: "Throwing", source, inputs: { type: "range", start: 0, step: 1, count } }),
  isRight: (_input, result) => result === "Error: no luck",
};
