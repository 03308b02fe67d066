import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */

/**
 * Milliseconds of a task, and tasks of each volunteer: about five seconds of computing. One volunteer leaves a core of a machine
 * with two to the coordinator and the browsers; two leave none.
 */
const sizes = [
  { volunteers: 1, taskMs: 1, tasks: 5_000 },
  { volunteers: 1, taskMs: 10, tasks: 500 },
  { volunteers: 1, taskMs: 100, tasks: 50 },
  { volunteers: 2, taskMs: 1, tasks: 5_000 },
  { volunteers: 2, taskMs: 10, tasks: 500 },
  { volunteers: 2, taskMs: 100, tasks: 50 },
  { volunteers: 2, taskMs: 1_000, tasks: 5 },
];

/** Warm-up of both sides, so that the bare Workers have loaded their script and called their function. */
const warming = { taskMs: 10, tasks: 4 };

/** Milliseconds of rest after the pages have been opened. Shorter than an idle Worker is kept after a job. */
const restMs = 1_500;

/** @typedef {import("../frame/types.ts").Remote<import("../pages/workers.ts").WorkersBench>} Bare */

/**
 * @param {Bench} bench @param {Bare} bare @param {number} roundsAMs @param {typeof sizes[number]} size
 * @returns {Promise<Measurement>}
 */
async function makespan(bench, bare, roundsAMs, { volunteers, taskMs, tasks }) {
  const each = bench.sized(tasks);
  const values = { count: volunteers * each, rounds: roundsAMs * taskMs };
  const room = await openRoom(bench, { volunteers });
  try {
    const browsers = [room.coordinatorBrowser, room.volunteerBrowser];
    const warmth = { count: warming.tasks, rounds: roundsAMs * warming.taskMs };
    await room.coordinator.runOneByOne("spin", warmth, 1, restMs);
    const [run] = await bench.profiled(`compute-${volunteers}-${taskMs}ms`, browsers, () =>
      room.coordinator.runOneByOne("spin", values, 1, restMs),
    );
    if (run === undefined) throw new Error("the job was not run");
    const limitMs = await bare.spinSplit(volunteers, each, values.rounds);
    return {
      figure: `${values.count.toLocaleString("en")} tasks of ${taskMs.toLocaleString("en")} ms, ${volunteers === 1 ? "one volunteer" : "two volunteers"}`,
      better: "less",
      ours: run.elapsedMs / 1_000,
      limit: {
        name: volunteers === 1 ? "a bare Web Worker" : "two bare Web Workers, halved evenly",
        value: limitMs / 1_000,
      },
    };
  } finally {
    await room.close();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "compute",
  unit: "s",
  about:
    "makespan of tasks of 1 to 1,000 ms of computing on one and two volunteers of one slot each, until all are on record",
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
