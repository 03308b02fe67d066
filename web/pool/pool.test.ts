import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Settlements } from "../room/results/settlements.ts";
import { NotSelfContained, NotSerializable, PoolClosed, RemoteError, TaskCancelled, TimeoutError } from "./errors.ts";
import type { Pool } from "./pool-types.ts";
import { range } from "./range.ts";
import { computes, journals, openTestPool } from "./testing/test-platform.ts";

const square = (n: number): number => n * n;

function failOdd(n: number): number {
  if (n % 2 === 1) throw new RangeError(`${n} is odd`, { cause: "its last bit" });
  return n;
}

const sum = (bytes: Uint8Array): number => bytes.reduce((all, byte) => all + byte, 0);

const afterItself = (n: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(n), n));

/** What the test that plays with it has put there: when it opens, and the shared values of tasks that have begun. */
const waitAtGate = (): unknown => Reflect.get(Reflect.get(globalThis, "gateOfTheTest"), "isOpen");

const noteBegun = (_: number, { shared }: { readonly shared: unknown }): void => {
  Reflect.get(Reflect.get(globalThis, "gateOfTheTest"), "begun").push(shared);
};

const oneByte = new ArrayBuffer(1);

const never = (): Promise<never> => new Promise(() => {});

const scaled = (n: number, { shared }: { readonly shared: unknown }): number => n * Number(shared);

const readBegun = (n: number, { shared }: { readonly shared: unknown }): unknown => [
  Reflect.get(globalThis, "begunWith"),
  shared,
  n,
];

const scaledBy = (n: number, task: { readonly shared: unknown }): unknown => [
  n,
  Reflect.get(Object(task.shared), "scale"),
];

/** As a program without types calls it. */
function untyped(pool: Pool, method: "map" | "apply" | "imap" | "imapUnordered", args: readonly unknown[]): unknown {
  const called: unknown = Reflect.get(pool, method);
  return typeof called === "function" ? Reflect.apply(called, pool, args) : undefined;
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** Gives 0, 1, 2, … and keeps how many were taken of it. */
class Counting {
  taken = 0;
  isClosed = false;

  *upTo(end: number): Generator<number> {
    try {
      for (; this.taken < end; this.taken += 1) yield this.taken;
    } finally {
      this.isClosed = true;
    }
  }
}

describe("map", () => {
  test("gives the values in the order of the inputs", async () => {
    const pool = await openTestPool({ processes: 3 });
    expect(await pool.map(square, range(100))).toEqual(Array.from({ length: 100 }, (_, n) => n * n));
    expect(await pool.map(square, [])).toEqual([]);
    expect(await pool.map((text: string) => text.length, new Set(["a", "bb"]))).toEqual([1, 2]);
    expect(await pool.map(square, new Counting().upTo(50))).toEqual(Array.from({ length: 50 }, (_, n) => n * n));
    expect(await pool.map(async (n: number) => n + 1, [1])).toEqual([2]);
    expect(await pool.map(() => undefined, [1, 2])).toEqual([undefined, undefined]);
  });

  test("takes modules, a shared value, and lists of arguments", async () => {
    const pool = await openTestPool();
    expect(await pool.map(new URL("file:///tasks/one.js"), [7])).toEqual([["/tasks/one.js", 7]]);
    expect(await pool.map(scaled, [1, 2], { shared: 10 })).toEqual([10, 20]);
    expect(await pool.starmap((a: number, b: number) => a - b, [[5, 3]])).toEqual([2]);
    expect(await pool.apply((a: number, b: number) => a - b, [5, 3])).toBe(2);
    expect(await pool.apply(() => "no arguments")).toBe("no arguments");
  });

  test("waits for a volunteer that offers what a call needs, and holds up no other call for it", async () => {
    const pool = await openTestPool({ processes: 1 });
    const stop = new AbortController();
    const waiting = thrownBy(() => pool.map(square, [1], { needs: ["a-feature-of-the-test"], signal: stop.signal }));
    expect(await pool.map(square, [3])).toEqual([9]);
    stop.abort("nobody offers it");
    expect(await waiting).toBe("nobody offers it");
  });

  test("computes the open call with the highest priority first, whichever was made first", async () => {
    const pool = await openTestPool({ processes: 1 });
    const begun: number[] = [];
    const gate = new EventTarget();
    const isOpen = new Promise((resolve) => gate.addEventListener("open", () => resolve(null)));
    Reflect.set(globalThis, "gateOfTheTest", { isOpen, begun });
    onTestFinished(() => void Reflect.deleteProperty(globalThis, "gateOfTheTest"));
    const first = pool.apply(waitAtGate);
    const calls = [-1, 0, 7].map((priority) =>
      pool.map(noteBegun, range(60), { priority, chunksize: 1, shared: priority }),
    );
    await vi.waitUntil(async () => (await journals.at(-1)?.jobs())?.length === 1 + calls.length, { timeout: 30_000 });
    gate.dispatchEvent(new Event("open"));
    await Promise.all([first, ...calls]);
    expect(begun).toHaveLength(180);
    const lasts = [7, 0, -1].map((priority) => begun.lastIndexOf(priority));
    expect(lasts).toEqual(lasts.toSorted((a, b) => a - b));
  });

  test("takes functions and modules of names however long, and modules that are their own address", async () => {
    const pool = await openTestPool();
    for (const length of [80, 81, 161, 1_000]) {
      const named = Object.defineProperty((n: number) => n + 1, "name", { value: "𝟙".repeat(length / 2).concat("x") });
      expect(await pool.map(named, [1])).toEqual([2]);
      const address = new URL(`file:///${"m".repeat(length)}.js`);
      expect(await pool.map(address, [7])).toEqual([[address.pathname, 7]]);
    }
    const text = `data:text/javascript;base64,${"A".repeat(400)}`;
    expect(await pool.map(new URL(text), [7])).toEqual([[new URL(text).pathname, 7]]);
  });

  test("computes all others where tasks fail, and then tells the first that failed", async () => {
    const pool = await openTestPool({ processes: 1 });
    const error = await thrownBy(() => pool.map(failOdd, [0, 3, 2, 5]));
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      remoteName: "RangeError",
      message: "RangeError: 3 is odd (task 1, on this tab)",
      index: 1,
      input: 3,
      volunteer: "this tab",
      cause: { name: "RangeError", message: "3 is odd", cause: "its last bit" },
    });
    const settled = await pool.mapSettled(failOdd, new Counting().upTo(3));
    expect(settled).toMatchObject([
      { status: "fulfilled", value: 0 },
      { status: "rejected", reason: { remoteName: "RangeError", index: 1, input: 1 } },
      { status: "fulfilled", value: 2 },
    ]);
  });

  test.each<readonly [string, (pool: Pool) => unknown, new (...args: never[]) => Error, string]>([
    ["an input", (pool) => untyped(pool, "map", [square, [1, 2, { run: Math.max }]]), NotSerializable, "inputs[2]"],
    [
      "an input of a stream",
      (pool) => untyped(pool, "map", [square, [Math.max].values()]),
      NotSerializable,
      "inputs[0]: The value cannot be sent: it is a function",
    ],
    [
      "a shared value",
      (pool) => pool.map(square, [1], { shared: [Math.max] }),
      NotSerializable,
      "shared: The value cannot be sent: [0] is a function",
    ],
    [
      "a function",
      (pool) => pool.map((n: number) => square(n), [1]),
      NotSelfContained,
      "`square` is outside the function",
    ],
    [
      "what is no function",
      (pool) => untyped(pool, "map", [7, [1]]),
      TypeError,
      "the function must be a function, or the URL of a module, got a number",
    ],
    ["what holds no inputs", (pool) => untyped(pool, "map", [square, 7]), TypeError, "inputs must be an iterable"],
    [
      "an option",
      (pool) => pool.map(square, [1], { attempts: 0 }),
      RangeError,
      "attempts must be a whole number from 1 to 255, got 0",
    ],
    [
      "a mistyped option",
      (pool) => untyped(pool, "map", [square, [1], { sharde: 1 }]),
      TypeError,
      "there is no option `sharde`",
    ],
    [
      "arguments",
      (pool) => untyped(pool, "apply", [square, 7]),
      TypeError,
      "args must be a list of arguments, got a number",
    ],
    [
      "a file",
      (pool) => untyped(pool, "map", [square, [1], { files: { "a.txt": 7 } }]),
      TypeError,
      "files: a.txt must be bytes or a text",
    ],
  ])("says what is wrong with %s", async (_, call, kind, words) => {
    const pool = await openTestPool();
    const error = await thrownBy(() => call(pool));
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toContain(words);
    expect(await pool.map(square, [3])).toEqual([9]);
  });

  test("throws what the source of its inputs has thrown", async () => {
    const pool = await openTestPool();
    const broken = new Error("the disk is gone");
    async function* source(): AsyncGenerator<number> {
      yield 1;
      throw broken;
    }
    expect(await thrownBy(() => pool.map(square, source()))).toBe(broken);
    const bad = {
      [Symbol.iterator]: () => {
        throw broken;
      },
    };
    expect(await thrownBy(() => pool.map(square, bad))).toBe(broken);
  });

  test("an abort ends it with the signal's reason, whenever it comes", async () => {
    const pool = await openTestPool();
    const reason = new Error("not wanted any more");
    const before = AbortSignal.abort(reason);
    expect(await thrownBy(() => pool.map(square, [1], { signal: before }))).toBe(reason);
    const during = new AbortController();
    const ended = thrownBy(() => pool.map(never, [1, 2, 3], { signal: during.signal }));
    during.abort(reason);
    expect(await ended).toBe(reason);
    const after = new AbortController();
    expect(await pool.map(square, [2], { signal: after.signal })).toEqual([4]);
    after.abort(reason);
  });
});

describe("what is handed over", () => {
  test("is what it was at the call, whatever its owner changes next", async () => {
    const pool = await openTestPool();
    const [list, shared] = [[1, 2, 3], { scale: 10 }];
    const args: [number] = [4];
    const calls = [pool.map(scaledBy, list, { shared }), pool.apply(square, args), pool.apply(square, args)];
    list.length = 0;
    args[0] = 5;
    shared.scale = 20;
    expect(await Promise.all(calls)).toEqual([
      [
        [1, 10],
        [2, 10],
        [3, 10],
      ],
      16,
      16,
    ]);
  });

  test("is gone at the call where it was given up, and stays where it cannot travel", async () => {
    const pool = await openTestPool();
    const lists = [Uint8Array.of(1, 2), Uint8Array.of(3, 4)];
    const shared = new Float64Array([10]);
    const file = Uint8Array.of(97);
    const transfer = [...lists, shared, file].map(({ buffer }) => buffer);
    const call = pool.map(sum, lists, { shared, files: { "a.txt": file }, transfer });
    expect([...lists, shared, file].map(({ length }) => length)).toEqual([0, 0, 0, 0]);
    expect(await call).toEqual([3, 7]);
    const arg = Uint8Array.of(5, 6);
    expect(await pool.apply(sum, [arg], { transfer: [arg.buffer] })).toBe(11);
    expect(arg).toHaveLength(0);
    const kept = Uint8Array.of(1);
    for (const inputs of [[kept, Math.max], 7]) {
      await thrownBy(() => untyped(pool, "map", [sum, inputs, { transfer: [kept.buffer] }]));
    }
    expect(kept).toHaveLength(1);
  });

  test("is gone at the call also where it is an input that is read later, which then cannot travel", async () => {
    const pool = await openTestPool();
    const early = Uint8Array.of(1, 2);
    function* inputs(): Generator<Uint8Array> {
      yield Uint8Array.of(3, 4);
      yield early;
    }
    const call = pool.map(sum, inputs(), { transfer: [early.buffer] });
    expect(early).toHaveLength(0);
    await expect(call).rejects.toThrow("inputs[1]");
  });

  test.each<readonly [unknown, string]>([
    [7, "transfer must be a list of ArrayBuffers, got a number"],
    [[Uint8Array.of(1)], "transfer[0] must be an ArrayBuffer, got an object"],
    [[oneByte, oneByte], "transfer: "],
  ])("cannot be given up as %o", async (transfer, words) => {
    const pool = await openTestPool();
    for (const method of ["map", "apply"] as const) {
      const error = await thrownBy(() => untyped(pool, method, [square, [1], { transfer }]));
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(words);
    }
  });

  test("comes back as the caller's own: a binary value holds no other one", async () => {
    const pool = await openTestPool();
    const bytes = await pool.map((n: number) => Uint8Array.of(n, n), range(4));
    expect(bytes.map(({ buffer }) => buffer.byteLength)).toEqual([2, 2, 2, 2]);
    bytes[0]?.fill(9);
    expect(bytes.slice(1)).toEqual([1, 2, 3].map((n) => Uint8Array.of(n, n)));
  });

  test.each([
    [{ signal: {} }, "signal must be an AbortSignal, got an object"],
    [{ signal: null }, "signal must be an AbortSignal, got null"],
    [{ files: 7 }, "files must be an object of names, got a number"],
    [{ files: [] }, "files must be an object of names, got a list"],
  ])("is refused before anything runs: %o", async (options, words) => {
    const pool = await openTestPool();
    await expect(untyped(pool, "map", [square, [1], options])).rejects.toThrow(words);
    expect(await pool.map(square, [2])).toEqual([4]);
  });

  test("may be a module that never comes: an abort and the pool's end are heard all the same", async () => {
    const pool = await openTestPool();
    const silent = new URL("file:///silent.js");
    const reason = new Error("enough");
    expect(await thrownBy(() => pool.map(silent, [1], { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const call = thrownBy(() => pool.map(silent, [1]));
    await pool.terminate();
    expect(await call).toBeInstanceOf(TaskCancelled);
  });
});

describe("imap", () => {
  test("gives values in order, unordered ones as they come, each once", async () => {
    const pool = await openTestPool({ processes: 3 });
    const inOrder: number[] = [];
    for await (const value of pool.imap(square, range(60))) inOrder.push(value);
    expect(inOrder).toEqual(Array.from({ length: 60 }, (_, n) => n * n));
    const unordered: number[] = [];
    for await (const value of pool.imapUnordered(square, new Counting().upTo(60))) unordered.push(value);
    expect(unordered.toSorted((a, b) => a - b)).toEqual(inOrder);
  });

  test("lets what was taken go, in either order, and failures with their inputs when they were told", async () => {
    const letGo = vi.spyOn(Settlements.prototype, "letGo");
    onTestFinished(() => letGo.mockRestore());
    const pool = await openTestPool({ processes: 3 });
    let total = 0;
    for await (const value of pool.imap(square, new Counting().upTo(60))) total += value;
    expect(letGo.mock.calls.map(([tasks]) => tasks)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(letGo.mock.lastCall).toEqual([60, 60]);
    letGo.mockClear();
    for await (const value of pool.imapUnordered(square, new Counting().upTo(60))) total += value;
    expect(letGo.mock.calls.map(([, arrivals]) => arrivals)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
    expect(letGo.mock.lastCall).toEqual([60, 60]);
    expect(total).toBe(2 * 70_210);
    const failing = pool.imap(failOdd, new Counting().upTo(4));
    expect(await failing.next()).toEqual({ done: false, value: 0 });
    expect(await thrownBy(() => failing.next())).toMatchObject({ index: 1, input: 1, volunteer: "this tab" });
    expect(await failing.next()).toEqual({ done: false, value: 2 });
    expect(await thrownBy(() => failing.next())).toMatchObject({ index: 3, input: 3 });
    expect(await failing.next()).toMatchObject({ done: true });
  });

  test("gives values as they come where its order says so, and takes no other order", async () => {
    const pool = await openTestPool({ processes: 2 });
    const values: number[] = [];
    for await (const value of pool.imap(afterItself, [400, 1], { order: "completed", chunksize: 1 }))
      values.push(value);
    expect(values).toEqual([1, 400]);
    for await (const value of pool.imap(afterItself, [100, 1], { order: "index", chunksize: 1 })) values.push(value);
    expect(values).toEqual([1, 400, 100, 1]);
    const wrong = [
      ["imap", { order: "index " }, 'order must be "index" or "completed", got "index "'],
      ["imap", { order: 1 }, 'order must be "index" or "completed", got a number'],
      ["imapUnordered", { order: "index" }, "there is no option `order`"],
      ["map", { order: "index" }, "there is no option `order`"],
      ["imap", null, "options must be an object, got null"],
    ] as const;
    for (const [method, options, words] of wrong) {
      const called: unknown = untyped(pool, method, [afterItself, [1], options]);
      const next: unknown = Reflect.get(Object(called), "next");
      const error = await thrownBy(async () => (typeof next === "function" ? Reflect.apply(next, called, []) : called));
      expect(String(error)).toContain(words);
    }
  });

  test("a failed task rejects its own next, and the one after it goes on", async () => {
    const pool = await openTestPool();
    const values = pool.imap(failOdd, range(4));
    expect(await values.next()).toEqual({ done: false, value: 0 });
    expect(await thrownBy(() => values.next())).toMatchObject({ remoteName: "RangeError", index: 1 });
    expect(await values.next()).toEqual({ done: false, value: 2 });
    expect(await thrownBy(() => values.next())).toMatchObject({ index: 3 });
    expect(await values.next()).toEqual({ done: true, value: undefined });
    expect(await values.next()).toEqual({ done: true, value: undefined });
  });

  test("what is asked for at once is answered in order", async () => {
    const pool = await openTestPool();
    const values = pool.imap(square, range(3));
    const steps = await Promise.all([values.next(), values.next(), values.next(), values.next()]);
    expect(steps.map(({ value }) => value)).toEqual([0, 1, 4, undefined]);
  });

  test("a value that is late is given to whoever asks next", async () => {
    const pool = await openTestPool();
    const values = pool.imap((n: number) => new Promise<number>((resolve) => setTimeout(() => resolve(n), 300)), [7]);
    expect(await thrownBy(() => values.next(1))).toBeInstanceOf(TimeoutError);
    expect(await values.next()).toEqual({ done: false, value: 7 });
    expect(await values.next(1_000)).toEqual({ done: true, value: undefined });
  });

  test("two values that are late are given to whoever asks next, in their order", async () => {
    const pool = await openTestPool();
    const values = pool.imap(
      (n: number) => new Promise<number>((resolve) => setTimeout(() => resolve(n), 300)),
      [1, 2],
    );
    const late = await Promise.allSettled([values.next(1), values.next(1)]);
    expect(late.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect([await values.next(null), await values.next(Infinity), await values.next()]).toMatchObject([
      { value: 1 },
      { value: 2 },
      { done: true },
    ]);
  });

  test.each([
    [Number.NaN, RangeError],
    [-1, RangeError],
    ["x", TypeError],
  ])("no time is %s", async (timeout, kind) => {
    const pool = await openTestPool();
    const result = pool.applyAsync(square, [2]);
    expect(await thrownBy(() => Reflect.apply(Reflect.get(result, "get"), result, [timeout]))).toBeInstanceOf(kind);
    expect(await result.get()).toBe(4);
    const values = pool.imap(square, [3, 4]);
    expect(await thrownBy(() => Reflect.apply(Reflect.get(values, "next"), values, [timeout]))).toBeInstanceOf(kind);
    expect([await values.next(), await values.next()]).toMatchObject([{ value: 9 }, { value: 16 }]);
  });

  test("who leaves the loop ends the call, and the source is let go", async () => {
    const pool = await openTestPool();
    const counting = new Counting();
    for await (const value of pool.imap(square, counting.upTo(1_000_000))) if (value >= 100) break;
    expect(counting.isClosed).toBe(true);
    expect(counting.taken).toBeLessThan(100_000);
    expect(await pool.map(square, [3])).toEqual([9]);
  });

  test("is read no further than its reader is behind, until the pool is closed", async () => {
    const pool = await openTestPool();
    const counting = new Counting();
    const values = pool.imap(square, counting.upTo(20_000));
    expect(await values.next()).toEqual({ done: false, value: 0 });
    await expect.poll(() => counting.taken, { timeout: 30_000 }).toBeGreaterThan(16_000);
    expect(counting.taken).toBeLessThan(17_000);
    pool.close();
    await pool.join();
    expect([counting.taken, counting.isClosed]).toEqual([20_000, true]);
  });

  test("what cannot be begun is told by the first next alone", async () => {
    const pool = await openTestPool();
    const values = pool.imap((n: number) => square(n), [1]);
    expect(await thrownBy(() => values.next())).toBeInstanceOf(NotSelfContained);
    expect(await values.next()).toEqual({ done: true, value: undefined });
    const unread = pool.imap((n: number) => square(n), [1]);
    expect(await unread.return()).toEqual({ done: true, value: undefined });
  });
});

describe("async results", () => {
  test("can be asked, waited for and awaited", async () => {
    const pool = await openTestPool();
    const result = pool.mapAsync(square, [2, 3]);
    expect(result.ready()).toBe(false);
    expect(() => result.successful()).toThrow("ask ready() first");
    await result.wait();
    expect([result.ready(), result.successful()]).toEqual([true, true]);
    expect([await result, await result.get(), await result.get(1_000)]).toEqual([
      [4, 9],
      [4, 9],
      [4, 9],
    ]);
    expect(await pool.starmapAsync((a: number, b: number) => a * b, [[2, 3]])).toEqual([6]);
  });

  test("are ready in what follows upon them", async () => {
    const pool = await openTestPool();
    const result = pool.applyAsync(square, [2]);
    expect(await result.then(() => [result.ready(), result.successful()])).toEqual([true, true]);
  });

  test("a time that has passed loses nothing", async () => {
    const pool = await openTestPool();
    const controller = new AbortController();
    const result = pool.applyAsync(never, [], { signal: controller.signal });
    await result.wait(1);
    expect(await thrownBy(() => result.get(1))).toBeInstanceOf(TimeoutError);
    expect(result.ready()).toBe(false);
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await thrownBy(() => result.get())).toBe(reason);
    expect(result.successful()).toBe(false);
  });

  test("an error that nobody asks for is no unhandled rejection", async () => {
    const pool = await openTestPool();
    const result = pool.applyAsync(failOdd, [1]);
    await result.wait();
    expect(result.successful()).toBe(false);
  });
});

describe("a pool", () => {
  test("once closed computes what it has, and takes nothing more", async () => {
    const pool = await openTestPool();
    await expect(pool.join()).rejects.toThrow("call close() or terminate() before join()");
    const running = pool.map(square, range(20));
    pool.close();
    expect(await thrownBy(() => pool.map(square, [1]))).toBeInstanceOf(PoolClosed);
    expect(await running).toHaveLength(20);
    await pool.join();
    await pool.join();
  });

  test("once terminated leaves nobody waiting", async () => {
    const pool = await openTestPool();
    const calls = [
      pool.map(never, [1]),
      pool.mapSettled(never, [1]),
      pool.imap(never, [1]).next(),
      pool.imapUnordered(never, new Counting().upTo(5)).next(),
    ].map((call) => thrownBy(() => call));
    await pool.terminate();
    expect(await Promise.all(calls)).toEqual(calls.map(() => expect.any(TaskCancelled)));
    expect(await thrownBy(() => pool.apply(square, [1]))).toMatchObject({
      message: "the pool was terminated: open another one",
    });
    await pool.join();
  });

  test("is terminated by its signal, and at the end of its block", async () => {
    const controller = new AbortController();
    const pool = await openTestPool({ signal: controller.signal });
    const call = thrownBy(() => pool.map(never, [1]));
    controller.abort();
    expect(await call).toBeInstanceOf(TaskCancelled);
    const other = await openTestPool();
    await other[Symbol.asyncDispose]();
    expect(await thrownBy(() => other.map(square, [1]))).toBeInstanceOf(PoolClosed);
    await expect(openTestPool({ signal: AbortSignal.abort() })).rejects.toBeInstanceOf(PoolClosed);
  });

  test("begins each slot with its initializer", async () => {
    const pool = await openTestPool({
      initializer: (name: string, value: number) => {
        Reflect.set(globalThis, name, value);
      },
      initialArguments: ["begunWith", 11],
    });
    expect(await pool.map(readBegun, [1], { shared: "all" })).toEqual([[11, "all", 1]]);
  });

  test("tells all who wait when its slots are gone for good", async () => {
    const pool = await openTestPool();
    const call = thrownBy(() => pool.map(never, [1]));
    await expect.poll(() => pool.volunteers[0]?.tasks, { timeout: 30_000 }).toBe(1);
    const beginning = thrownBy(() => pool.map(square, [1], { shared: 7 }));
    computes.at(-1)?.fail();
    expect(String(await call)).toContain("this page or process computes no more");
    expect(String(await beginning)).toContain("computes no more");
    expect(String(await thrownBy(() => pool.map(square, [1])))).toContain("computes no more");
  });

  test("is not held up by a signal that comes while it opens", async () => {
    const controller = new AbortController();
    const opening = thrownBy(() => openTestPool({ signal: controller.signal }));
    controller.abort();
    expect(await opening).toBeInstanceOf(PoolClosed);
  });

  test("begins a slot anew whose initializer has failed", async () => {
    const pool = await openTestPool({
      processes: 1,
      initializer: async (name: string) => {
        const before = Number(Reflect.get(globalThis, name) ?? 0);
        Reflect.set(globalThis, name, before + 1);
        if (before === 0) throw new Error("the first one fails");
      },
      initialArguments: ["begunAtAll"],
    });
    const settled = await pool.mapSettled(() => "computed", [1, 2], { chunksize: 1 });
    expect(settled).toMatchObject([{ reason: { cause: { message: "the first one fails" } } }, { value: "computed" }]);
  });

  test("keeps no record of calls that are over", async () => {
    const pool = await openTestPool();
    for (let call = 0; call < 5; call += 1) await pool.map(square, range(10));
    for await (const value of pool.imap(square, range(10))) expect(value).toBeGreaterThanOrEqual(0);
    await expect.poll(async () => (await journals.at(-1)?.jobs())?.length, { timeout: 30_000 }).toBe(0);
  });

  test("gathers single calls of one function, and answers each by itself", async () => {
    const pool = await openTestPool();
    const calls = Array.from({ length: 3_000 }, (_, n) => pool.applyAsync(square, [n]));
    pool.close();
    expect(await Promise.all(calls)).toEqual(calls.map((_, n) => n * n));
    expect((await journals.at(-1)?.jobs())?.length).toBeLessThan(2);
  });

  test("has one of them that cannot travel, or that throws, harm no other", async () => {
    const pool = await openTestPool();
    const calls = [[2], [Math.max], [3]].map((args) => untyped(pool, "apply", [failOdd, args]));
    const settled = await Promise.allSettled(calls);
    expect(settled).toMatchObject([
      { status: "fulfilled", value: 2 },
      { status: "rejected", reason: { name: "NotSerializable" } },
      { status: "rejected", reason: { name: "RemoteError", message: "RangeError: 3 is odd (task 1, on this tab)" } },
    ]);
  });

  test("tells its volunteers, and that it has no link", async () => {
    const pool = await openTestPool({ processes: 2 });
    expect(pool.volunteers).toEqual([{ name: "this tab", device: "test", slots: 2, isPaused: false, tasks: 0 }]);
    expect([pool.joinLink, pool.code]).toEqual([null, null]);
    expect(() => pool.qr()).toThrow("the pool has no link");
    let changes = 0;
    const unsubscribe = pool.subscribe(() => {
      changes += 1;
    });
    await pool.map(square, [1]);
    expect(changes).toBeGreaterThan(0);
    unsubscribe();
  });

  test.each([
    [7, "options must be an object, got a number"],
    [{ proceses: 4 }, "there is no option `proceses`: there are processes, server"],
    [{ processes: 1.5 }, "processes must be a whole number from 0 to 1024, got 1.5"],
    [{ processes: "4" }, "processes must be a number, got a string"],
    [{ server: "localhost:8080" }, "server must be an address such as http://192.168.0.7:8080, got localhost:8080"],
    [{ server: 70_000 }, "a port is a whole number from 0 to 65535, got 70000"],
    [{ server: {} }, "server must be an address, a port or null, got an object"],
    [{ processes: 0, server: null }, "nobody could compute"],
    [{ initializer: 7 }, "the initializer must be a function, or the URL of a module, got a number"],
    [
      { initializer: () => 1, initialArguments: [Math.max] },
      "initialArguments: The value cannot be sent: [0] is a function",
    ],
    [{ signal: 7 }, "signal must be an AbortSignal, got a number"],
    [{ journal: 7 }, "journal must be a file's path, or in a page a name, got a number"],
    [{ journal: "" }, "journal must be a file's path, or in a page a name, got an empty text"],
    [{ maxTasksPerChild: 0 }, "maxTasksPerChild must be a whole number from 1 on, got 0"],
    [{ maxTasksPerChild: "3" }, 'maxTasksPerChild must be a whole number from 1 on, got "3"'],
    [{ name: 7 }, "name must be a text, got a number"],
    [{ name: " " }, "name must have 1 to 40 characters, got 0"],
    [{ name: "n".repeat(41) }, "name must have 1 to 40 characters, got 41"],
    [{ initializer: () => 1, initialArguments: 7 }, "initialArguments must be a list, got a number"],
  ])("is not opened with %o", async (options, words) => {
    await expect(Reflect.apply(openTestPool, undefined, [options])).rejects.toThrow(words);
  });
});
