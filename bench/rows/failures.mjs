import { openRoom } from "../frame/room.mjs";
import { requireNone } from "../frame/verify.mjs";

const tasks = 20_000;

/** Two: a task that throws fails after errors on two distinct volunteers, so both compute each task. */
const volunteers = 2;

/** Jobs of either kind before the measured ones. */
const warmingRounds = 2;

/**
 * Tasks a second by the page's clock, from the start until all are on record.
 * @param {import("../frame/types.ts").Bench} bench @param {import("../frame/types.ts").OpenRoom} room
 * @param {string} workload @param {number} count @param {"done" | "failed"} settled
 */
async function rateOf(bench, room, workload, count, settled) {
  const { coordinator, coordinatorBrowser, volunteerBrowser } = room;
  const run = await bench.profiled(`failures-${workload}`, [coordinatorBrowser, volunteerBrowser], () =>
    coordinator.run(workload, { count }),
  );
  requireNone(`tasks of ${workload}`, await coordinator.wrongRows(workload, { count }, settled));
  return (1_000 * count) / run.elapsedMs;
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "failures",
  unit: "/s",
  about: "tasks that throw beside tasks that return, a second, two volunteers",
  async measure(bench) {
    const count = bench.sized(tasks);
    const room = await openRoom(bench, { volunteers });
    try {
      // The first jobs make every page and slot compile its code.
      for (let round = 0; round < warmingRounds; round += 1) {
        await rateOf(bench, room, "empty", count, "done");
        await rateOf(bench, room, "throwing", count, "failed");
      }
      const returning = await rateOf(bench, room, "empty", count, "done");
      const throwing = await rateOf(bench, room, "throwing", count, "failed");
      return [
        {
          figure: `${count.toLocaleString("en")} tasks that throw, two volunteers`,
          better: "more",
          ours: throwing,
          peers: [{ name: "as many that return", value: returning }],
        },
      ];
    } finally {
      await room.close();
    }
  },
};
