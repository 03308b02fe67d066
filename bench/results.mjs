// What the reader of results costs on a job of ten million tasks: memory of the job and of those who follow it, time of each result.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { importBundled } from "../scripts/bundle.mjs";

const { RecordedJob } = await importBundled("web/room/results/testing/recorded-job.ts");
const { tableOf } = await importBundled("web/room/results/job-table.ts");
const { atOnce } = await importBundled("web/core/time-slices.ts");

const isShort = process.argv.includes("--short");
const total = isShort ? 1_000_000 : 10_000_000;
const tasksAParcel = 1_000;
const followers = 10_000;
const lookUps = 1_000_000;
const firstSteps = 1_000;

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

const clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(/** @type {number} */ ms, /** @type {() => void} */ ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

const grouped = (/** @type {number} */ value) => Math.round(value).toLocaleString("en-US");

function printRow(/** @type {string} */ what, /** @type {string} */ figure) {
  console.log(`${what.padEnd(78)} ${figure.padStart(16)}`);
}

/**
 * Measures what one result costs, in nanoseconds of processor time.
 * @param {string} what
 * @param {() => number | Promise<number>} act Returns how many results it has read.
 */
async function printCost(what, act) {
  const from = computingMs();
  const count = await act();
  printRow(what, `${grouped((1e6 * (computingMs() - from)) / count)} ns`);
}

/**
 * Reads the expensive parts, too.
 * @param {import("../web/room/results/result.ts").Result} result
 */
function readWhole(result) {
  if (result.outcome.type !== "value") throw new Error(`task ${result.task} has no value`);
}

/**
 * Follows to the end.
 * @template Result
 * @param {AsyncIterable<Result>} results
 * @param {(result: Result) => void} read
 */
async function followed(results, read) {
  let count = 0;
  for await (const result of results) {
    read(result);
    count += 1;
  }
  if (count !== total) throw new Error(`${count} of ${total} results were given`);
  return count;
}

const before = used();
const job = new RecordedJob(total, clock);
const { results } = job;
// Each result comes in another place than its task's, as in a room of many volunteers.
const parcels = total / tasksAParcel;
for (let nth = 0; nth < parcels; nth += 1) {
  const first = ((nth * 7_919) % parcels) * tasksAParcel;
  job.commit(Array.from({ length: tasksAParcel }, (_, at) => first + at));
}
const jobBytes = used() - before;
/** What is there beside the job. */
const bytesBesideJob = () => ((used() - before - jobBytes) / total).toFixed(1);
console.log(
  `A job of ${grouped(total)} tasks with short texts as values, as its record has it; processor time of one thread`,
);
printRow("memory of the job, columns and values: bytes a task", (jobBytes / total).toFixed(1));

const iterators = Array.from({ length: followers }, () => results.follow("index"));
printRow(
  `memory of one who follows, of ${grouped(followers)}: bytes`,
  grouped((used() - before - jobBytes) / followers),
);
for (const iterator of iterators) await iterator.next();
await Promise.all(iterators.map((iterator) => iterator.return()));
iterators.length = 0;

const randomTask = () => Math.floor(Math.random() * total);
await printCost("at(task), anywhere: one result without its value", () => {
  for (let nth = 0; nth < lookUps; nth += 1) if (results.at(randomTask()) === null) throw new Error("no result");
  return lookUps;
});
await printCost("at(task), anywhere: one result with its value", () => {
  for (let nth = 0; nth < lookUps; nth += 1) readWhole(results.at(randomTask()));
  return lookUps;
});
for (const order of ["index", "completed"]) {
  await printCost(`cursor("${order}"), to the end: one task`, () => {
    const cursor = results.cursor(order);
    let count = 0;
    while (cursor.next() !== null) count += 1;
    return count;
  });
}
job.end();
for (const order of ["index", "completed"]) {
  await printCost(`follow("${order}"), to the end: one result without its value`, () =>
    followed(results.follow(order), () => {}),
  );
  await printCost(`follow("${order}"), to the end: one result with its value`, () =>
    followed(results.follow(order), readWhole),
  );
}
const halfway = results.follow("completed");
for (let nth = 0; nth < total / 2; nth += 1) readWhole((await halfway.next()).value);
printRow("memory of one who has followed half of the way: bytes a task", bytesBesideJob());
await halfway.return();
printRow("memory that all this has left behind: bytes a task", bytesBesideJob());

const sparse = new RecordedJob(total, clock);
sparse.commit([total - 1]);
sparse.end();
await printCost('follow("index") of a job that is over with its last task alone: the first step', async () => {
  for (let nth = 0; nth < firstSteps; nth += 1) {
    const { value } = await sparse.results.follow("index").next();
    if (value?.task !== total - 1) throw new Error("not the last task");
  }
  return firstSteps;
});

const table = tableOf({
  describer: { describeInput: String, describeResult: String, describeTask: String },
  inputs: { look: (/** @type {number} */ task) => task },
  results,
});
for (const column of ["arrival", "index", "runtime"]) {
  await printCost(`table of those that are done by ${column}: one row`, () => {
    const order = { column, direction: "descending" };
    const rows = atOnce(table.select({ order, state: "done", volunteer: null, text: "" }));
    if (rows.length !== total) throw new Error(`${rows.length} of ${total} rows were found`);
    return total;
  });
}
