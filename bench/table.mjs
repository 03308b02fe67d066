// How smooth the table of a large job is, and what the coordinator's page holds of it; `--tasks=10000000` for more.
import { measureMemory } from "./rows/memory.mjs";
import { measureTable } from "./rows/table.mjs";

const given = process.argv.find((word) => word.startsWith("--tasks="));
const tasks = given === undefined ? 1_000_000 : Number(given.slice("--tasks=".length));
const count = tasks.toLocaleString("en-US");

const memory = await measureMemory({ tasks });
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const resident = memory.residentBytes === null ? "" : `; the whole process ${megabytes(memory.residentBytes)}`;
console.log(
  `${count} tasks at rest: ${memory.bytesATask.toFixed(1)} bytes a task beside values of ${memory.valueBytes}, ` +
    `${megabytes(memory.heapBytes)} in all${resident}`,
);

console.log(
  `\nThe table of ${count} tasks: until it shows what was asked for, and the longest task of its main thread`,
);
const cells = (/** @type {readonly unknown[]} */ [name, ...values]) =>
  String(name).padEnd(30) + values.map((value) => String(value).padStart(14)).join("");
console.log(cells(["", "ms", "longest, ms", "computing, ms"]));
for (const { name, ms, longestTaskMs, longestTaskCpuMs } of await measureTable({ tasks })) {
  console.log(cells([name, ms.toFixed(0), longestTaskMs.toFixed(1), longestTaskCpuMs.toFixed(1)]));
}
