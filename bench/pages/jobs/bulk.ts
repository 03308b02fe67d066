import { benchDefinition, type BenchJob } from "./bench-job.ts";
import source from "./bulk.task.js?raw";

/** As in bulk.task.js. */
const period = 251;

/** Distance of the bytes that are checked: thousands of results are looked at, so the check must be cheap. */
const stride = 4_093;

function parts(input: unknown): { size: number; start: number } {
  const [size, start]: unknown[] = Array.isArray(input) ? input : [];
  return { size: Number(size), start: Number(start) };
}

function areRight(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < bytes.length; at += stride) {
    if (bytes[at] !== ((start + (at % period)) & 0xff)) return false;
  }
  return true;
}

/** Returns results of many bytes, faster than a channel carries them. */
export const bulk: BenchJob = {
  id: "bulk",
  presets: { count: 10, size: 1_000_000 },
  createJob: ({ count = 1, size = 1 }) =>
    benchDefinition({
      title: "Bulk",
      source,
      inputs: {
        type: "random",
        seed: 1,
        count,
        columns: [
          { smallest: size, largest: size },
          { smallest: 0, largest: 255 },
        ],
      },
    }),
  isRight(input, result) {
    const { size, start } = parts(input);
    return result instanceof Uint8Array && result.length === size && areRight(result, start);
  },
};
