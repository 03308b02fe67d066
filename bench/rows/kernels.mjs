import { readFileSync } from "node:fs";
import { openBareFunction } from "../frame/bare-function.mjs";
import { openRoom } from "../frame/room.mjs";
import { root } from "../../scripts/preconditions.mjs";

/** In the order of bench/pages/jobs/kernels.task.js. */
const names = ["an integer loop", "a float loop", "typed arrays", "strings", "objects", "WebAssembly"];

const taskMs = 100;
const tasks = 50;

/** Both sides compute in turn, this often; the best of each counts: what else the machine does takes time from either. */
const turns = 3;

/** Milliseconds of rest before each job. Shorter than an idle Worker is kept after a job. */
const restMs = 500;

/** Tasks that either side computes first. */
const warmingTasks = 2;

/** Rounds to begin with when a task's are looked for. */
const fewRounds = 10_000;

/** @typedef {Awaited<ReturnType<typeof openBareFunction>>} Bare */

/**
 * Rounds that take a bare Worker the time of a task.
 * @param {Bare} bare @param {number} kernel
 */
async function roundsOfATask(bare, kernel) {
  let rounds = fewRounds;
  for (;;) {
    // Once to warm up.
    const { ms } = await bare.compute([[kernel, rounds]]).then(() => bare.compute([[kernel, rounds]]));
    if (ms >= taskMs) return Math.round((rounds * taskMs) / ms);
    rounds *= 2;
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "kernels",
  unit: "s",
  about: "makespan of tasks of 100 ms of six kinds of computing in one sandboxed slot, beside a bare Worker",
  async measure(bench) {
    const count = bench.sized(tasks);
    const room = await openRoom(bench, { volunteers: 1 });
    const source = readFileSync(`${root}/bench/pages/jobs/kernels.task.js`, "utf8");
    // Not the one that is measured: a function that was called with ever more rounds is compiled to faster code than ours would be.
    const scout = await openBareFunction(room.volunteerBrowser, source);
    const bare = await openBareFunction(room.volunteerBrowser, source);
    try {
      const measurements = [];
      for (const [kernel, name] of names.entries()) {
        const rounds = await roundsOfATask(scout, kernel);
        const values = { kernel, rounds };
        await room.coordinator.runOneByOne("kernels", { ...values, count: warmingTasks }, 1, restMs);
        await bare.compute(Array.from({ length: warmingTasks }, () => [kernel, rounds]));
        const ours = [];
        const limits = [];
        for (let turn = 0; turn < turns; turn += 1) {
          const runs = await room.coordinator.runOneByOne("kernels", { ...values, count }, 1, restMs);
          ours.push(...runs.map(({ elapsedMs }) => elapsedMs));
          const { ms } = await bare.compute(Array.from({ length: count }, () => [kernel, rounds]));
          limits.push(ms);
        }
        const limit = { name: "a bare Web Worker", value: Math.min(...limits) / 1_000 };
        measurements.push({
          figure: name,
          better: /** @type {const} */ ("less"),
          ours: Math.min(...ours) / 1_000,
          limit,
        });
      }
      return measurements;
    } finally {
      await room.close();
    }
  },
};
