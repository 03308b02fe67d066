import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { requireNone } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */

const volunteers = 2;

/** How long a task computes, and how many of them: about ten seconds of computing for two. */
const sizes = [
  { taskMs: 1, tasks: 10_000 },
  { taskMs: 10, tasks: 1_000 },
  { taskMs: 100, tasks: 100 },
  { taskMs: 1_000, tasks: 10 },
];

/** @typedef {import("../frame/types.ts").Remote<import("../pages/workers.ts").WorkersBench>} Bare */

/**
 * @param {Bench} bench @param {Bare} bare @param {number} roundsAMs @param {{ taskMs: number, tasks: number }} size
 * @returns {Promise<Measurement>}
 */
async function makespan(bench, bare, roundsAMs, { taskMs, tasks }) {
  const each = bench.sized(tasks / volunteers);
  const values = { count: volunteers * each, rounds: roundsAMs * taskMs };
  const room = await openRoom(bench, { volunteers });
  try {
    const browsers = [room.coordinatorBrowser, room.volunteerBrowser];
    const run = await bench.profiled(`compute-${taskMs}ms`, browsers, () => room.coordinator.run("spin", values));
    requireNone("rows of the table", await room.coordinator.wrongRows("spin", values));
    const limitMs = await bare.spinSplit(volunteers, each, values.rounds);
    return {
      figure: `${values.count.toLocaleString("en")} tasks of ${taskMs.toLocaleString("en")} ms, two volunteers`,
      better: "less",
      ours: run.wallMs / 1_000,
      limit: { name: "two bare Web Workers, halved evenly", value: limitMs / 1_000 },
    };
  } finally {
    await room.close();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "compute",
  unit: "s",
  about: "makespan of tasks of 1, 10, 100 and 1,000 ms of computing on two volunteers of one slot each",
  async measure(bench) {
    const browser = await bench.launch();
    /** @type {{ api: Bare }} */
    const { api } = await openBenchPage(browser, bench.origin, "workers");
    const roundsAMs = await api.roundsAMillisecond();
    const measurements = [];
    for (const size of sizes) measurements.push(await makespan(bench, api, roundsAMs, size));
    return measurements;
  },
};
