import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { TaskCancelled } from "../web/pool/errors.ts";
import { openPool } from "../web/pool/open-pool.ts";
import type { Pool, PoolConsoleLine, PoolOptions } from "../web/pool/pool-types.ts";
import { range } from "../web/pool/range.ts";
import { createThreadCompute } from "./compute/create-thread-compute.ts";
import { createNodeEnvironment } from "./environment.ts";

async function openThreadPool(options: PoolOptions = {}): Promise<Pool> {
  const pool = await openPool(
    {
      openEnvironment: (wanted) =>
        createNodeEnvironment(wanted, {
          appRoot: null,
          createCompute: createThreadCompute,
          loadLinks: () => Promise.reject(new Error("no tab joins these pools")),
        }),
      cpuCount: () => 2,
    },
    { server: null, ...options },
  );
  onTestFinished(() => pool.terminate());
  return pool;
}

/** Throws, ends the process around it, or goes on for ever, by its input. */
function failing(n: number): number {
  let isEndless = n === 3;
  if (n === 1) throw new RangeError("one");
  if (n === 2) Reflect.apply(Reflect.get(Reflect.get(globalThis, "process"), "exit"), undefined, [7]);
  while (isEndless) isEndless = n === 3;
  return n;
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return error;
  }
}

test("threads compute what they are given, with all that a task may ask for", async () => {
  const pool = await openThreadPool();
  expect(await pool.map((n: number) => n * n, range(1_000))).toEqual(Array.from(range(1_000), (n) => n * n));
  const described = await pool.map(
    (word: string, { index, attempt, shared, file }) => [
      word,
      index,
      attempt,
      shared,
      new TextDecoder().decode(file("note.txt")),
    ],
    ["a", "b"],
    { shared: new Map([["key", 1n]]), files: { "note.txt": "read by all" } },
  );
  expect(described).toEqual(["a", "b"].map((word, at) => [word, at, 1, new Map([["key", 1n]]), "read by all"]));
});

test("what a thread throws, and what ends it, is told of its own task", async () => {
  const pool = await openThreadPool();
  const settled = await pool.mapSettled(failing, range(6), { timeLimitMs: 1_000, chunksize: 1 });
  const names = settled.map((one) =>
    one.status === "fulfilled" ? one.value : Reflect.get(Object(one.reason), "remoteName"),
  );
  expect(names).toEqual([0, "RangeError", expect.any(String), expect.any(String), 4, 5]);
  expect(settled[1]).toMatchObject({
    reason: { volunteer: "this process", cause: { name: "RangeError", message: "one" } },
  });
  expect(String(Reflect.get(Object(settled[1]), "reason"))).toContain("RangeError: one (task 1, on this process)");
  expect(await pool.apply(() => "goes on")).toBe("goes on");
});

function untilThird(n: number, { attempt }: { readonly attempt: number }): number {
  if (attempt < 3) throw new RangeError(`attempt ${attempt}`);
  return n * attempt;
}

test("a task that throws is tried as often as its call says, and its last error counts", async () => {
  const pool = await openThreadPool();
  expect(await pool.map(untilThird, [5, 7], { attempts: 3 })).toEqual([15, 21]);
  await expect(pool.map(untilThird, [5], { attempts: 2 })).rejects.toThrow(
    "RangeError: attempt 2 (task 0, on this process)",
  );
  await expect(pool.map(untilThird, [5])).rejects.toThrow("RangeError: attempt 1 (task 0, on this process)");
});

test("what tasks write comes here, before the pool is gone", async () => {
  const lines: PoolConsoleLine[] = [];
  const pool = await openThreadPool({ processes: 1, onConsole: (line) => lines.push(line) });
  // oxlint-disable-next-line no-console -- is what this is about
  await pool.map((n: number) => console.log("task", n), range(3));
  pool.close();
  await pool.join();
  expect(lines).toEqual(
    [0, 1, 2].map((n) => ({ level: "log", text: `task ${n}`, volunteer: "this process", index: n, dropped: 0 })),
  );
});

/** A module of its own in a folder that lasts as long as the test. */
function writeModule(text: string): URL {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "task.mjs");
  writeFileSync(path, text);
  return pathToFileURL(path);
}

/** A server on loopback that tasks connect to, and its port. */
async function startListener(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, port: address.port };
}

/** The next task that connects, and all that it sends until it or its thread ends. */
function nextTask(server: Server): { readonly begun: Promise<unknown>; readonly said: Promise<string> } {
  const begun = new Promise<Socket>((resolve) => server.once("connection", resolve));
  const said = begun.then(
    (socket) =>
      new Promise<string>((resolve) => {
        let text = "";
        socket.setEncoding("utf8").on("data", (part: string) => (text += part));
        // A thread that is ended may reset its connection.
        socket.on("error", () => {}).on("close", () => resolve(text));
      }),
  );
  return { begun, said };
}

test("running tasks learn of an abort, and a pool's end leaves none", async () => {
  const pool = await openThreadPool({ processes: 1 });
  const { server, port } = await startListener();
  const waiting = writeModule(`
    import { connect } from "node:net";
    export default (port, { signal }) => new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      signal.addEventListener("abort", () => socket.end("told of the abort", resolve));
    });`);

  const controller = new AbortController();
  const reason = new Error("enough");
  const aborted = nextTask(server);
  const call = thrownBy(() => pool.map(waiting, [port, port, port], { signal: controller.signal }));
  await aborted.begun;
  controller.abort(reason);
  expect(await call).toBe(reason);
  expect(await aborted.said).toBe("told of the abort");
  expect(await pool.map((n: number) => n + 1, [1])).toEqual([2]);

  const left = nextTask(server);
  const open = thrownBy(() => pool.map(waiting, [port]));
  await left.begun;
  await pool.terminate();
  expect(await open).toBeInstanceOf(TaskCancelled);
  await left.said;
});

function readThread(): unknown {
  return Reflect.get(globalThis, "begunAs");
}

function countTask(): number {
  const count = Number(Reflect.get(globalThis, "tasksHere")) + 1;
  Reflect.set(globalThis, "tasksHere", count);
  return count;
}

test("calls of one function use one thread in each slot, which its initializer has begun once", async () => {
  const begun: string[] = [];
  const pool = await openThreadPool({
    processes: 2,
    initializer: (value: number) => {
      Reflect.set(globalThis, "begunAs", `${value} ${Math.random()}`);
      // oxlint-disable-next-line no-console -- tells of each call
      console.log(Reflect.get(globalThis, "begunAs"));
    },
    initialArguments: [11],
    onConsole: ({ text }) => begun.push(text),
  });
  const beside = await Promise.all(Array.from({ length: 100 }, (_, n) => pool.map(readThread, [n])));
  const after: unknown[] = [];
  for (let call = 0; call < 5; call += 1) after.push(...(await pool.map(readThread, range(20), { chunksize: 1 })));
  pool.close();
  await pool.join();
  expect(begun.length).toBeLessThanOrEqual(2);
  expect(begun).toEqual(begun.map(() => expect.stringMatching(/^11 /)));
  expect(new Set([...beside.flat(), ...after])).toEqual(new Set(begun));
});

test("a thread computes so many tasks and no more, whatever calls they are of", async () => {
  const pool = await openThreadPool({
    processes: 1,
    maxTasksPerChild: 4,
    initializer: (name: string) => void Reflect.set(globalThis, name, 0),
    initialArguments: ["tasksHere"],
  });
  const counted: unknown[] = [];
  for (const inputs of [range(6), range(3), range(7)]) counted.push(...(await pool.map(countTask, inputs)));
  expect(counted).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
});

test("modules are read from the disk, and files that they import are handed over", async () => {
  const pool = await openThreadPool();
  const task = writeModule('import { scale } from "./scale.js";\nexport default (n) => n * scale;\n');
  const files = { "scale.js": "export const scale = 3;" };
  expect(await pool.map(task, [1, 2], { files })).toEqual([3, 6]);
  expect(await thrownBy(() => pool.map(new URL("missing.mjs", task), [1]))).toMatchObject({
    code: "ENOENT",
  });
});

test("two pools of one process know nothing of each other", async () => {
  const [one, two] = await Promise.all([openThreadPool({ processes: 1 }), openThreadPool({ processes: 1 })]);
  const running = two.map((n: number) => n, range(50));
  await one.terminate();
  expect(await running).toHaveLength(50);
});

test("many calls at once are no reason for Node to warn", async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", note);
  onTestFinished(() => void process.off("warning", note));
  const pool = await openThreadPool();
  const calls = Array.from({ length: 30 }, (_, n) => pool.map((m: number) => m + 1, [n]));
  expect(await Promise.all(calls)).toEqual(calls.map((_, n) => [n + 1]));
  expect(warnings).toEqual([]);
});
