// Makespan against the lower bound, peers' strategies beside it in the same harness; the cost of one event.
import { importBundled } from "../scripts/bundle.mjs";

const { measureCost, measureMakespan, strategyNames } = await importBundled("web/simulation/makespan/bench.ts");

const crowds = process.argv.includes("--short") ? [10, 100, 1_000] : [10, 100, 1_000, 10_000];
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
const cells = (/** @type {readonly unknown[]} */ values, /** @type {readonly number[]} */ widths) =>
  values.map((value, at) => String(value).padStart(widths[at] ?? 10)).join("  ");

console.log("Makespan over the lower bound; speeds 1 to 20, 100 tasks a volunteer, 5 ms each way");
const widths = [10, 12, 6, 9, ...strategyNames.map((/** @type {string} */ name) => Math.max(8, name.length))];
console.log(cells(["volunteers", "runtimes", "churn", "bound", ...strategyNames], widths));
for (const volunteers of crowds) {
  for (const runtimes of ["constant", "uniform", "heavy-tailed"]) {
    for (const stayMs of [null, 20_000]) {
      const row = measureMakespan({ volunteers, tasksEach: 100, runtimes, stayMs, seed: 1 });
      const bound = `${(row.boundMs / 1_000).toFixed(1)} s`;
      console.log(
        cells([volunteers, runtimes, stayMs === null ? "no" : "yes", bound, ...row.over.map(percent)], widths),
      );
    }
  }
}

console.log("\nCost of the scheduler: batches of 100 tasks of 1 ms, answered whole");
const costWidths = [10, 10, 12, 12, 12];
console.log(cells(["tasks", "volunteers", "events", "µs an event", "bytes a task"], costWidths));
for (const [tasks, volunteers] of [
  [100_000, 100],
  [1_000_000, 100],
  [10_000_000, 100],
  [1_000_000, 10],
  [1_000_000, 1_000],
  [1_000_000, 10_000],
]) {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const cost = measureCost(tasks, volunteers, () => performance.now());
  const after = process.memoryUsage();
  const bytes = (after.arrayBuffers - before.arrayBuffers) / tasks;
  const micros = (1_000 * cost.ms) / cost.events;
  console.log(cells([tasks, volunteers, cost.events, micros.toFixed(2), bytes.toFixed(1)], costWidths));
}
