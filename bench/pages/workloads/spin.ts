import { shownValue } from "../../../web/core/values/shown-value.ts";
import { benchOptions, type BenchWorkload } from "./bench-workload.ts";
import source from "./spin.task.js?raw";

/** The result of all rounds, computed in as many steps as their number has bits: two linear maps make one. */
export function spun(rounds: number): number {
  let [factor, summand, state] = [1_664_525, 1_013_904_223, 1];
  for (let left = rounds; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) state = (Math.imul(state, factor) + summand) | 0;
    summand = (Math.imul(summand, factor) + summand) | 0;
    factor = Math.imul(factor, factor);
  }
  return state;
}

/** Keeps one core busy for a number of rounds. */
export const spin: BenchWorkload = {
  id: "spin",
  title: "Spin",
  explanation: "Keeps a core busy.",
  fields: [
    { name: "count", label: "Count", unit: "tasks", smallest: 1, largest: 10_000_000, preset: 1 },
    { name: "rounds", label: "Rounds", smallest: 1, largest: Number.MAX_SAFE_INTEGER, preset: 1_000_000 },
  ],
  check: () => ({}),
  createJob: (values, chosen) => ({
    workload: "spin",
    program: { language: "javascript", source },
    inputs: { type: "range", start: values["rounds"] ?? 1, step: 0, count: values["count"] ?? 1 },
    options: benchOptions(chosen),
  }),
  describeInput: shownValue,
  describeTask: shownValue,
  describeResult: (_input, value) => shownValue(value),
  expectedResult: (input) => String(spun(Number(input))),
};
