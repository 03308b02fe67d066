import { shownValue } from "../../../web/core/values/shown-value.ts";
import { benchOptions, type BenchWorkload } from "./bench-workload.ts";
import source from "./empty.task.js?raw";

/** Computes nothing: measures the way there and back. */
export const empty: BenchWorkload = {
  id: "empty",
  title: "Empty",
  explanation: "Computes nothing.",
  fields: [{ name: "count", label: "Count", unit: "tasks", smallest: 1, largest: 10_000_000, preset: 1 }],
  check: () => ({}),
  createJob: (values, chosen) => ({
    workload: "empty",
    program: { language: "javascript", source },
    inputs: { type: "range", start: 0, step: 1, count: values["count"] ?? 1 },
    options: benchOptions(chosen),
  }),
  describeInput: shownValue,
  describeTask: shownValue,
  describeResult: (_input, value) => shownValue(value),
  expectedResult: () => "null",
};
