import { empty } from "./empty.ts";
import type { BenchWorkload } from "./bench-workload.ts";
import source from "./throwing.task.js?raw";

/** Computes nothing, like `empty`, and always throws. */
export const throwing: BenchWorkload = {
  ...empty,
  id: "throwing",
  title: "Throwing",
  explanation: "Throws an error.",
  createJob: (values, chosen) => ({
    ...empty.createJob(values, chosen),
    workload: "throwing",
    program: { language: "javascript", source },
  }),
  expectedResult: () => "Error: no luck",
};
