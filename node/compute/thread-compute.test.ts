import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { outcomes } from "../../web/core/job/job.ts";
import { describeThrown } from "../../web/core/values/describe-thrown.ts";
import type { OpenedCompute } from "../../web/compute/testing/opened-compute.ts";
import { createThreadCompute } from "./create-thread-compute.ts";
import { openThreads } from "./testing/open-threads.ts";

let pool: OpenedCompute;

beforeEach(async () => {
  pool = await openThreads(1);
});

afterEach(() => pool.close());

function deaths(): readonly unknown[] {
  return pool.events.filter((event) => event.type === "slot-replaced" && event.cause !== "aborted");
}

function busyFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test("a pool of threads is open at once, and says what its tasks find", async () => {
  const compute = createThreadCompute();
  const start = await compute.open(0);
  compute.close();
  expect(start).toEqual({ type: "ready", features: expect.arrayContaining(["wasm", "shared-memory", "memory-1gb"]) });
});

test("tasks are no guests: they may import what Node brings along", async () => {
  const source = 'import { basename } from "node:path"; export default (path) => basename(path);';
  expect(await pool.runProgram(source, ["/a/b.txt"])).toEqual([{ value: "b.txt" }]);
});

test.each([
  ["a package", 'import x from "lodash";', 'Failed to resolve module specifier "lodash" (a task has no packages,'],
  ["the network", 'import x from "https://esm.sh/lodash";', "Received protocol 'https:'"],
])("a program that imports %s says so for one task", async (_, statement, reason) => {
  const answers = await pool.runProgram(`${statement}\nexport default () => x;`, [0, 1]);
  expect(answers).toEqual([{ ended: outcomes.notLoaded, message: expect.stringContaining(reason) }]);
});

test("an import that a task asks for names what is not there, and not the whole program", async () => {
  const [answer] = await pool.runProgram(`export default () => import("lodash");${" ".repeat(5_000)}`, [0]);
  expect(answer).toEqual({
    ended: outcomes.threw,
    message:
      'TypeError: Failed to resolve module specifier "lodash" (a task has no packages, and no files but those of its job)',
  });
});

test("a stack has lines of the program alone", async () => {
  await pool.runProgram("const deep = async () => { throw new Error('x'); };\nexport default async () => deep();", [0]);
  expect(describeThrown(pool.thrown[0]).stack.split("\n")).toEqual([
    "Error: x",
    expect.stringMatching(/ deep \(task\.js:1:/),
    expect.stringMatching(/ task\.js:2:|\(task\.js:2:/),
  ]);
});

test.each([
  ["process.exit(3)", "it exited with code 3"],
  ["process.reallyExit(4)", "it exited with code 4"],
])("a task that calls %s ends its own thread alone, and has crashed", async (call, message) => {
  const answers = await pool.runProgram(`export default (n) => { if (n === 1) ${call}; return n; }`, [0, 1, 2]);
  expect(answers).toEqual([
    { value: 0 },
    { ended: outcomes.crashed, message: `SlotCrashed: thread-failed message=${JSON.stringify(message)}` },
    { value: 2 },
  ]);
});

test("what a thread has answered before it ended itself is read first, whatever kept this thread", async () => {
  const job = pool.openJob("export default (n) => { if (n === 1) process.exit(3); return n; }");
  await pool.run(job, [0]);
  // Read in one turn after the ports of the threads, which are older.
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    busyFor(400);
    port1.close();
  });
  port1.start();
  const answers = [pool.run(job, [0]), pool.run(job, [1])];
  port2.postMessage(null);
  expect(await Promise.all(answers)).toMatchObject([[{ value: 0 }], [{ ended: outcomes.crashed }]]);
});

/** Each is left behind by a task, and fails while the next one runs. */
const leftovers = `
  setTimeout(() => { throw Error("timer"); }, 5);
  setImmediate(() => { throw Error("immediate"); });
  process.nextTick(() => { throw Error("tick"); });
  queueMicrotask(() => { throw Error("microtask"); });
  Promise.reject(Error("rejected"));
  const late = Promise.reject(Error("handled later"));
  setTimeout(() => late.catch(() => { throw Error("in the handler"); }), 5);
  setTimeout(() => { throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }); }, 5);
  setTimeout(() => { throw null; }, 5);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { throw Error("port"); };
  port2.postMessage(1);`;

test("errors that a task leaves behind end no thread and fail no later task", async () => {
  const source = `export default async (n) => {
    if (n === 0) { ${leftovers} return "armed"; }
    await new Promise((done) => setTimeout(done, 40));
    return n;
  }`;
  expect(await pool.runProgram(source, [0, 1, 2])).toEqual([{ value: "armed" }, { value: 1 }, { value: 2 }]);
  expect(deaths()).toEqual([]);
});

test("a handler of stray errors that throws itself ends its own thread alone", async () => {
  const source = `export default async (n) => {
    if (n !== 0) return n;
    process.on("uncaughtException", () => { throw Error("own handler"); });
    setTimeout(() => { throw Error("stray"); });
    await new Promise(() => {});
  }`;
  expect(await pool.runProgram(source, [0, 1])).toEqual([
    { ended: outcomes.crashed, message: expect.stringContaining("SlotCrashed: thread-failed") },
    { value: 1 },
  ]);
});

test("what threads have said while this thread was busy is read before one of them is late", async () => {
  const job = pool.openJob("export default (n) => new Promise((resolve) => setTimeout(() => resolve(n), n))", 400);
  await pool.run(job, [0]);
  const answers = pool.run(job, [50, 50, 50, 50]);
  busyFor(1_500);
  expect(await answers).toEqual([{ value: 50 }, { value: 50 }, { value: 50 }, { value: 50 }]);
  expect(deaths()).toEqual([]);
});

test("time in which this thread was busy is time of the tasks", async () => {
  const job = pool.openJob("export default (n) => new Promise((resolve) => setTimeout(() => resolve(n), n))", 800);
  await pool.run(job, [0]);
  const answers = pool.run(job, [1_000]);
  busyFor(1_500);
  expect(await answers).toMatchObject([{ ended: outcomes.timedOut }]);
});

const counting = "let calls = 0; export default () => (calls += 1);";

test("a thread whose job is closed is kept for jobs of the same program, however long that takes", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  for (const calls of [1, 2, 3]) {
    const job = pool.openJob(counting);
    expect(await pool.run(job, [0])).toEqual([{ value: calls }]);
    pool.compute.closeJob(job);
    vi.advanceTimersByTime(3_600_000);
  }
  expect(await pool.runProgram(`${counting} // another one`, [0])).toEqual([{ value: 1 }]);
  expect(await pool.runProgram(counting, [0])).toEqual([{ value: 1 }]);
});

test("jobs of one program that are closed beside each other leave their thread", async () => {
  const jobs = [0, 1, 2].map(() => pool.openJob(counting));
  for (const [at, job] of jobs.entries()) {
    const after = jobs[at + 1];
    const runs = [pool.run(job, [0]), ...(after === undefined ? [] : [pool.run(after, [0])])];
    await runs[0];
    pool.compute.closeJob(job);
    await Promise.all(runs);
  }
  expect(pool.events.filter(({ type }) => type === "slot-replaced")).toEqual([]);
});

test("a thread that may have begun with a run of a closed job is replaced, and has not died", async () => {
  const source = `export default (n) => {
    const end = performance.now() + n;
    while (performance.now() < end);
    return n;
  }`;
  const [running, closed] = [pool.openJob(source), pool.openJob(source)];
  const kept = pool.run(running, [100]);
  const dropped = pool.run(closed, [100, 100]);
  pool.compute.closeJob(closed);
  expect(await dropped).toEqual([]);
  expect(await kept).toEqual([{ value: 100 }]);
  expect(await pool.run(running, [1])).toEqual([{ value: 1 }]);
  expect(deaths()).toEqual([]);
});

test("a program that could not be loaded is tried anew by the next job", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "setting.json");
  const source = `import { readFileSync } from "node:fs";
    const setting = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));
    export default () => setting;`;
  const first = pool.openJob(source);
  expect(await pool.run(first, [0])).toEqual([
    { ended: outcomes.notLoaded, message: expect.stringContaining("ENOENT") },
  ]);
  pool.compute.closeJob(first);
  writeFileSync(file, "7");
  expect(await pool.runProgram(source, [0])).toEqual([{ value: 7 }]);
});
