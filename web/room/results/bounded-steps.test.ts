import { afterEach, expect, test, vi } from "vitest";
import { settled } from "../../membership/testing/fake-environment.ts";
import type { ResultOrder } from "./result-cursor.ts";
import { RecordedJob } from "./testing/recorded-job.ts";

/** Reads of single elements of any column that was made since counting began. */
let reads = 0;

/** A constructor of columns that count what is read of them. */
function countingKind<Column extends object>(kind: new (...given: never[]) => Column): typeof kind {
  return new Proxy(kind, {
    construct: (target, given) => countingColumn(Reflect.construct(target, given)),
  });
}

function countingColumn<Column extends object>(column: Column): Column {
  return new Proxy(column, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

/** A job whose columns count their reads from here on. */
function countedJob(total: number): RecordedJob {
  vi.stubGlobal("Uint8Array", countingKind(Uint8Array));
  vi.stubGlobal("Uint16Array", countingKind(Uint16Array));
  vi.stubGlobal("Uint32Array", countingKind(Uint32Array));
  vi.stubGlobal("Float32Array", countingKind(Float32Array));
  const job = new RecordedJob(total);
  vi.unstubAllGlobals();
  reads = 0;
  return job;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Reads of columns that `act` needs. */
async function readsOf(act: () => unknown): Promise<number> {
  const before = reads;
  await act();
  return reads - before;
}

/** Gives out that many results, and the most reads that one of them has needed. */
async function mostReads(results: AsyncIterator<unknown>, count: number): Promise<number> {
  let most = 0;
  for (let nth = 0; nth < count; nth += 1) most = Math.max(most, await readsOf(() => results.next()));
  return most;
}

/** Of a task's result: its place, its state, and what is said beside its value. */
const readsAResult = 12;

/** Tasks that are passed over together where none of them has a result. */
const tasksPerCount = 1_024;

test.each([2_000, 50_000])("by its number a result is found without a look at others, of %i", async (total) => {
  const job = countedJob(total);
  job.commit([total - 1, 5, 7]);
  expect(await readsOf(() => job.results.at(5))).toBeLessThanOrEqual(readsAResult);
  expect(await readsOf(() => job.results.at(6))).toBeLessThanOrEqual(1);
  expect(reads).toBeGreaterThan(0);
});

test.each<[ResultOrder, number]>([
  ["completed", 2_000],
  ["completed", 50_000],
  ["index", 2_000],
  ["index", 50_000],
])("%s, each step of a follower reads a few elements, of %i tasks", async (order, total) => {
  const job = countedJob(total);
  const tasks = Array.from({ length: 500 }, (_, at) => at);
  job.commit(tasks.toReversed());
  const results = job.results.follow(order);
  const most = await mostReads(results, 500);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(readsAResult);
});

test.each<[ResultOrder, number]>([
  ["completed", 2_000],
  ["completed", 50_000],
  ["index", 2_000],
  ["index", 50_000],
])("%s, a follower that waits reads a few elements at each change, of %i tasks", async (order, total) => {
  const job = countedJob(total);
  const results = job.results.follow(order);
  const next = results.next();
  const most = await readsOf(async () => {
    for (let change = 0; change < 100; change += 1) job.changes.noteChange();
    await settled();
  });
  expect(most).toBeLessThanOrEqual(2 * 100);
  job.commit([0]);
  expect(await next).toMatchObject({ done: false, value: { task: 0 } });
});

test.each([2_000, 50_000])(
  "by index, tasks that get no result any more are passed over by a look at each thousand, of %i",
  async (total) => {
    const job = countedJob(total);
    job.commit([total - 1]);
    job.end();
    const results = job.results.follow("index");
    const most = readsAResult + 2 * tasksPerCount + 2 * Math.ceil(total / tasksPerCount);
    expect(await mostReads(results, 1)).toBeLessThanOrEqual(most);
    // All further ones are passed over once.
    expect(await readsOf(() => results.next())).toBeLessThanOrEqual(2);
  },
);

test.each([2_000, 50_000])("the newest are found without a look at those before them, of %i", async (total) => {
  const job = countedJob(total);
  const all = Array.from({ length: total }, (_, task) => task);
  job.commit(all);
  const cursor = job.results.cursor("completed");
  expect(await readsOf(() => cursor.skipToNewest(10))).toBe(0);
  const byIndex = job.results.cursor("index");
  expect(await readsOf(() => byIndex.skipToNewest(10))).toBeLessThanOrEqual(
    2 * tasksPerCount + 2 * Math.ceil(total / tasksPerCount),
  );
  expect([cursor.next(), byIndex.next()]).toEqual([total - 10, total - 10]);
});

test("by index, a skipped row among results does not make all behind it the newest", () => {
  const job = new RecordedJob(1_000);
  job.settlements.skip([3, 4]);
  job.commit(Array.from({ length: 900 }, (_, task) => task).filter((task) => task !== 3 && task !== 4));
  const cursor = job.results.cursor("index");
  cursor.skipToNewest(10);
  expect(cursor.next()).toBe(890);
});
