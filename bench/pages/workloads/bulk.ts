import { shownValue } from "../../../web/core/values/shown-value.ts";
import { benchOptions, type BenchWorkload } from "./bench-workload.ts";
import source from "./bulk.task.js?raw";

/** As in bulk.task.js. */
const period = 251;

/** Distance of the bytes that are checked: the table describes the rows that it draws, so the check must be cheap. */
const stride = 4_093;

function parts(input: unknown): { size: number; start: number } {
  const [size, start]: unknown[] = Array.isArray(input) ? input : [];
  return { size: Number(size), start: Number(start) };
}

function isRight(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < bytes.length; at += stride) {
    if (bytes[at] !== ((start + (at % period)) & 0xff)) return false;
  }
  return true;
}

/** Returns results of many bytes, faster than a channel carries them. */
export const bulk: BenchWorkload = {
  id: "bulk",
  title: "Bulk",
  explanation: "Makes results of many bytes.",
  fields: [
    { name: "count", label: "Count", unit: "tasks", smallest: 1, largest: 1_000_000, preset: 10 },
    { name: "size", label: "Size", unit: "bytes", smallest: 1, largest: 32_000_000, preset: 1_000_000 },
  ],
  check: () => ({}),
  createJob: (values, chosen) => ({
    workload: "bulk",
    program: { language: "javascript", source },
    inputs: {
      type: "random",
      seed: 1,
      count: values["count"] ?? 1,
      columns: [
        { smallest: values["size"] ?? 1, largest: values["size"] ?? 1 },
        { smallest: 0, largest: 255 },
      ],
    },
    options: benchOptions(chosen),
  }),
  describeInput: shownValue,
  describeTask: shownValue,
  describeResult(input, value) {
    if (!(value instanceof Uint8Array)) return shownValue(value);
    return `${value.length} bytes, ${isRight(value, parts(input).start) ? "right" : "wrong"}`;
  },
  expectedResult: (input) => `${parts(input).size} bytes, right`,
};
