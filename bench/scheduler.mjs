// Makespan against the lower bound, peers' strategies beside it in the same harness; the cost of one event.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { importBundled } from "../scripts/bundle.mjs";

const { measureCost, measureEarning, measureMakespan, measureReplay, strategyNames } = await importBundled(
  "web/simulation/makespan/bench.ts",
);

const isShort = process.argv.includes("--short");
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
const mean = (/** @type {readonly number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const seconds = (/** @type {number} */ ms) => `${(ms / 1_000).toFixed(2)} s`;
const cells = (/** @type {readonly unknown[]} */ values, /** @type {readonly number[]} */ widths) =>
  values.map((value, at) => String(value).padStart(widths[at] ?? 10)).join("  ");

/** Crowds and the number of draws of each. With heavy-tailed runtimes, one draw of few tasks says little. */
const crowds = [
  { volunteers: 10, draws: 10 },
  { volunteers: 100, draws: 5 },
  { volunteers: 1_000, draws: 1 },
  ...(isShort ? [] : [{ volunteers: 10_000, draws: 1 }]),
];

/** Seeds that no constant of the scheduler was tuned with. */
const firstSeed = 101;

console.log(
  `Makespan over the lower bound; speeds 1 to 20, 100 tasks a volunteer, 5 ms each way; means of so many draws, seeds from ${firstSeed} on`,
);
const widths = [10, 12, 6, 6, 9, ...strategyNames.map((/** @type {string} */ name) => Math.max(8, name.length))];
console.log(cells(["volunteers", "runtimes", "churn", "draws", "bound", ...strategyNames], widths));
for (const { volunteers, draws } of crowds) {
  for (const runtimes of ["constant", "uniform", "heavy-tailed"]) {
    for (const stayMs of [null, 20_000]) {
      const rows = Array.from({ length: draws }, (_, draw) =>
        measureMakespan({ volunteers, tasksEach: 100, runtimes, stayMs, seed: firstSeed + draw }),
      );
      const bound = `${(mean(rows.map((row) => row.boundMs)) / 1_000).toFixed(1)} s`;
      const over = strategyNames.map((/** @type {string} */ _, /** @type {number} */ at) =>
        percent(mean(rows.map((row) => row.over[at] ?? Number.NaN))),
      );
      console.log(cells([volunteers, runtimes, stayMs === null ? "no" : "yes", draws, bound, ...over], widths));
    }
  }
}

/** Rooms of machines with several cores: the first demo on one and on three laptops, a class, and one large machine. */
const rooms = [
  { name: "ten tasks of 0 to 3 s, 7 slots", slots: [7], tasks: 10, leastMs: 0, mostMs: 3_000 },
  { name: "ten tasks of 0 to 3 s, 3 × 7 slots", slots: [7, 7, 7], tasks: 10, leastMs: 0, mostMs: 3_000 },
  { name: "100 tasks of 1 s, 8 slots", slots: [8], tasks: 100, leastMs: 1_000, mostMs: 1_000 },
  { name: "1,000 tasks of 1 s, 30 × 7 slots", slots: Array(30).fill(7), tasks: 1_000, leastMs: 1_000, mostMs: 1_000 },
  { name: "1,000 tasks of 1 s, 64 slots", slots: [64], tasks: 1_000, leastMs: 1_000, mostMs: 1_000 },
  { name: "100,000 tasks of 5 to 15 ms, 64 slots", slots: [64], tasks: 100_000, leastMs: 5, mostMs: 15 },
];
console.log("\nMakespan where slots are earned, and where all are used at once; means of ten draws");
const roomWidths = [40, 10, 10, 8];
console.log(cells(["room", "earned", "at once", "more"], roomWidths));
for (const { name, ...room } of rooms) {
  const draws = Array.from({ length: 10 }, (_, draw) => measureEarning({ ...room, seed: firstSeed + draw }));
  const [earned, atOnce] = [mean(draws.map((draw) => draw.earnedMs)), mean(draws.map((draw) => draw.atOnceMs))];
  console.log(cells([name, seconds(earned), seconds(atOnce), percent(earned / atOnce - 1)], roomWidths));
}

setFlagsFromString("--expose-gc");
/** @type {() => void} */
const collect = runInNewContext("gc");

/** Bytes of heap and buffers in use. */
function used() {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Milliseconds of processor time of this process, without other processes. */
const computingMs = () => process.cpuUsage().user / 1_000;

const micros = (/** @type {{ events: number, ms: number }} */ { events, ms }) => ((1_000 * ms) / events).toFixed(1);

console.log(
  "\nCost of one event by the size of the job: batches of 100 tasks of 1 ms, answered whole; memory once it is done",
);
const costWidths = [10, 10, 12, 12, 12];
console.log(cells(["tasks", "volunteers", "events", "µs an event", "bytes a task"], costWidths));
// Warms the compiler up.
measureCost(1_000_000, 100, computingMs);

/**
 * A function of its own, so that no memory of one measurement is alive in the next.
 * @param {number} tasks @param {number} volunteers
 */
function costRow(tasks, volunteers) {
  // A small job ends before it can be measured.
  const others = Array.from({ length: Math.max(0, 1_000_000 / tasks - 1) }, () => {
    const { events, ms } = measureCost(tasks, volunteers, computingMs);
    return { events, ms };
  });
  const before = used();
  const cost = measureCost(tasks, volunteers, computingMs);
  const bytes = (used() - before) / tasks;
  // Keeps the scheduler alive until here.
  if (cost.scheduler.jobs.size !== 1) throw new Error("the job is gone");
  const sum = (/** @type {"events" | "ms"} */ of) => others.reduce((total, other) => total + other[of], cost[of]);
  return [tasks, volunteers, cost.events, micros({ events: sum("events"), ms: sum("ms") }), bytes.toFixed(1)];
}

for (const [tasks, volunteers] of [
  [100_000, 100],
  [1_000_000, 100],
  [10_000_000, 100],
  [10_000_000, 10],
  [10_000_000, 1_000],
  [10_000_000, 10_000],
]) {
  console.log(cells(costRow(tasks ?? 0, volunteers ?? 0), costWidths));
}

/**
 * Jobs of twenty tasks a volunteer, 200,000 tasks in all.
 * @param {number} volunteers @param {string} runtimes
 */
function replayRow(volunteers, runtimes) {
  const plans = Array.from({ length: 10_000 / volunteers }, (_, draw) => ({
    volunteers,
    tasksEach: 20,
    runtimes,
    stayMs: null,
    seed: firstSeed + draw,
  }));
  const { body, tail } = measureReplay(plans, computingMs);
  return [volunteers, runtimes, body.events, micros(body), tail.events, micros(tail)];
}

console.log(
  "\nCost of one event by the size of the room: recorded jobs of 200,000 tasks in all, told to the scheduler again",
);
const replayWidths = [10, 12, 12, 12, 12, 12];
console.log(cells(["volunteers", "runtimes", "events", "µs an event", "at the end", "µs an event"], replayWidths));
// Warms the compiler up.
replayRow(1_000, "uniform");
for (const runtimes of ["uniform", "heavy-tailed"]) {
  for (const volunteers of [10, 100, 1_000, 10_000]) console.log(cells(replayRow(volunteers, runtimes), replayWidths));
}
