import { benchDefinition, type BenchJob } from "./bench-job.ts";
import runKernel from "./kernels.task.js";
import source from "./kernels.task.js?raw";
import { spun } from "./spin.ts";

/** Those whose loop is that of `spin`: the page itself may not compile WebAssembly. */
const spinning: ReadonlySet<number> = new Set([0, 5]);

let computed: { readonly input: string; readonly result: number } | null = null;

function expected(kernel: number, rounds: number): number {
  if (spinning.has(kernel)) return spun(rounds);
  const input = `${kernel} ${rounds}`;
  // All tasks of a job have the same input.
  if (computed?.input !== input) computed = { input, result: runKernel([kernel, rounds]) };
  return computed.result;
}

/** Keeps one core busy, each kernel with another part of the language. */
export const kernels: BenchJob = {
  id: "kernels",
  presets: { count: 1, kernel: 0, rounds: 1_000 },
  createJob: ({ count = 1, kernel = 0, rounds = 1 }) =>
    benchDefinition({
      title: "Kernels",
      source,
      inputs: {
        type: "random",
        seed: 1,
        count,
        columns: [
          { smallest: kernel, largest: kernel },
          { smallest: rounds, largest: rounds },
        ],
      },
    }),
  isRight(input, result) {
    const [kernel, rounds]: unknown[] = Array.isArray(input) ? input : [];
    return result === expected(Number(kernel), Number(rounds));
  },
};
