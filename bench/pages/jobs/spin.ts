import { benchDefinition, type BenchJob } from "./bench-job.ts";
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
export const spin: BenchJob = {
  id: "spin",
  presets: { count: 1, rounds: 1_000_000 },
  createJob: ({ count = 1, rounds = 1 }) =>
    benchDefinition({ title: "Spin", source, inputs: { type: "range", start: rounds, step: 0, count } }),
  isRight: (input, result) => result === spun(Number(input)),
};
