import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { RemoteError, TaskCancelled } from "./errors.ts";
import type { Pool, PoolConsoleLine, TaskOptions } from "./pool-types.ts";
import { range } from "./range.ts";
import { keptJournal, openTestPool } from "./testing/test-platform.ts";

/** Inputs of tasks that have begun since the test's start, or since it has emptied the list. */
const begun: number[] = [];

let number = 0;

/** The name of a journal that no test has. */
function newJournal(): string {
  number += 1;
  return `calls ${number}`;
}

/** Stands still from 5 on, while the test wants that. */
async function slowSquare(input: unknown): Promise<number> {
  const state = Reflect.get(globalThis, "keptCalls");
  const n = Number(input);
  state.begun.push(n);
  if (n >= 5 && state.isStuck) await new Promise(() => {});
  return n * n;
}

/** A function of the same name, with another text. */
const namesake = Object.defineProperty((n: number) => n ** 2, "name", { value: "slowSquare" });

const draw = (n: unknown): number => Number(n) + Math.random();

const halve = (n: number): number => n / 2;

const callBefore = async (pool: Pool): Promise<unknown[]> => [
  await pool.map(draw, range(3)),
  await pool.map(draw, range(3)),
  await pool.apply(halve, [8]),
];

function failThree(n: number): number {
  if (n === 3) throw new RangeError("three");
  return n;
}

const state = { begun, isStuck: false };

beforeEach(() => {
  begun.length = 0;
  state.isStuck = false;
  Reflect.set(globalThis, "keptCalls", state);
  onTestFinished(() => void Reflect.deleteProperty(globalThis, "keptCalls"));
});

async function doneOnRecord(journal: string): Promise<readonly number[]> {
  return (await keptJournal(journal).jobs()).map(({ done }) => done).toReversed();
}

/** Calls it and ends the pool in the middle: five of the ten results are on record. */
async function interrupt(journal: string, call: (pool: Pool) => Promise<unknown>): Promise<unknown> {
  state.isStuck = true;
  const pool = await openTestPool({ journal, processes: 6 });
  const called = call(pool).catch((error: unknown) => error);
  await expect.poll(async () => (await doneOnRecord(journal)).at(-1), { timeout: 30_000 }).toBe(5);
  await pool.terminate();
  state.isStuck = false;
  begun.length = 0;
  return called;
}

const ten = Array.from({ length: 10 }, (_, n) => n);
const squares = ten.map((n) => n * n);
const options: TaskOptions = { chunksize: 1 };
const callSquares = (pool: Pool): Promise<number[]> => pool.map(slowSquare, range(10), options);

describe("a call that was interrupted", () => {
  test("has the results that are on record, and only the rest is computed", async () => {
    const journal = newJournal();
    expect(await interrupt(journal, callSquares)).toBeInstanceOf(TaskCancelled);
    const pool = await openTestPool({ journal });
    expect(await callSquares(pool)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
    // Each record is taken once.
    begun.length = 0;
    expect(await callSquares(pool)).toEqual(squares);
    expect(begun).toHaveLength(10);
  });

  test("goes on also from lists, with a shared value and files, by iterators, and as it was interrupted again", async () => {
    const journal = newJournal();
    const list = Array.from({ length: 10 }, (_, n) => n);
    const more = { ...options, shared: new Map([["a", 1n]]), files: { "a.txt": "text" } };
    const collect = async (pool: Pool): Promise<number[]> => {
      const values: number[] = [];
      for await (const value of pool.imap(slowSquare, list, more)) values.push(value);
      return values;
    };
    await interrupt(journal, collect);
    await interrupt(journal, collect);
    const pool = await openTestPool({ journal });
    expect(await collect(pool)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  });

  test("follows those that were made before it, which are given without a task, each once and in their order", async () => {
    const journal = newJournal();
    const drawn: unknown[] = [];
    await interrupt(journal, async (pool) => {
      drawn.push(...(await callBefore(pool)));
      return callSquares(pool);
    });
    expect(await doneOnRecord(journal)).toEqual([3, 3, 1, 5]);
    const pool = await openTestPool({ journal });
    expect([await callBefore(pool), await callSquares(pool)]).toEqual([drawn, squares]);
    expect(begun).toHaveLength(5);
  });

  test.each<readonly [string, (pool: Pool) => Promise<unknown>, readonly number[]]>([
    ["function", (pool) => pool.map(namesake, range(10), options), []],
    ["inputs", (pool) => pool.map(slowSquare, range(11), options), [...ten, 10]],
    ["kind of inputs", (pool) => pool.map(slowSquare, Array.from(range(10)), options), ten],
    ["option", (pool) => pool.map(slowSquare, range(10), { ...options, attempts: 2 }), ten],
    ["shared value", (pool) => pool.map(slowSquare, range(10), { ...options, shared: 1 }), ten],
    ["file", (pool) => pool.map(slowSquare, range(10), { ...options, files: { a: "b" } }), ten],
    ["way to give inputs: as they come", (pool) => pool.map(slowSquare, range(10)[Symbol.iterator](), options), ten],
  ])("is another call with another %s, which is computed and leaves the record", async (_, call, inputs) => {
    const journal = newJournal();
    await interrupt(journal, callSquares);
    const pool = await openTestPool({ journal });
    expect(await call(pool)).toEqual(inputs.length === 11 ? [...squares, 100] : squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual(inputs);
    begun.length = 0;
    expect(await callSquares(pool)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  });
});

/** Counts how often its sources were read to an end or left. */
let closed = 0;

async function* given(inputs: readonly unknown[], stuckAt = Infinity): AsyncGenerator {
  try {
    for (const [at, input] of inputs.entries()) {
      if (at === stuckAt && state.isStuck) await new Promise(() => {});
      if (input instanceof Error) throw input;
      yield input;
    }
  } finally {
    closed += 1;
  }
}

function lastIs(value: unknown): readonly unknown[] {
  return [...ten.slice(0, 9), value];
}

const callGiven = (pool: Pool, inputs: readonly unknown[], stuckAt?: number): Promise<number[]> =>
  pool.map(slowSquare, given(inputs, stuckAt), options);

const callDraws = (pool: Pool): Promise<number[][]> =>
  Promise.all(Array.from({ length: 3 }, () => pool.map(draw, given([1, 2]), options)));

describe("a call whose inputs come while it is computed", () => {
  test.each([
    ["had all of them", undefined],
    ["waited for one", 8],
    ["had none behind the results", 5],
  ])("goes on from where it %s", async (_, stuckAt) => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten, stuckAt));
    closed = 0;
    const pool = await openTestPool({ journal });
    expect(await callGiven(pool, ten)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
    expect(closed).toBe(1);
    begun.length = 0;
    expect(await callGiven(pool, ten)).toEqual(squares);
    expect(begun).toHaveLength(10);
  });

  test.each<readonly [string, readonly unknown[], number | undefined]>([
    ["another input", [0, 1, 2.5, ...ten.slice(3)], undefined],
    ["another last input", lastIs(90), undefined],
    ["one more", [...ten, 10], undefined],
    ["one less", ten.slice(0, 9), undefined],
    ["another one before those that were not read", [0, 1, 2, 3, 40, ...ten.slice(5)], 7],
    ["none", [], undefined],
  ])("is another one with %s, and computes all of its own", async (_, inputs, stuckAt) => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten, stuckAt));
    closed = 0;
    const pool = await openTestPool({ journal });
    expect(await callGiven(pool, inputs)).toEqual(inputs.map((n) => Number(n) ** 2));
    expect(begun.toSorted((a, b) => a - b)).toEqual(inputs.toSorted((a, b) => Number(a) - Number(b)));
    expect(closed).toBe(1);
  });

  test("is found among others of the same function, and given as it was where it was over", async () => {
    const journal = newJournal();
    const other = [7, 7, 7];
    await interrupt(journal, async (pool) => {
      state.isStuck = false;
      await pool.map(draw, given(ten), options);
      await callGiven(pool, other);
      begun.length = 0;
      state.isStuck = true;
      return callGiven(pool, ten);
    });
    const pool = await openTestPool({ journal });
    expect(await callGiven(pool, ten)).toEqual(squares);
    expect(await callGiven(pool, other)).toEqual([49, 49, 49]);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
    const values: number[] = [];
    for await (const value of pool.imap(draw, given(ten), options)) values.push(value);
    expect(values.map(Math.floor)).toEqual(ten);
  });

  test("throws what its source throws, and refuses what cannot travel, wherever that is", async () => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten));
    const pool = await openTestPool({ journal });
    const broken = new Error("the disk is gone");
    await expect(callGiven(pool, [0, 1, 2, broken])).rejects.toBe(broken);
    await expect(callGiven(pool, [0, 1, 2, Math.max])).rejects.toThrow("inputs[3]");
    expect(await callGiven(pool, ten)).toEqual(squares);
  });

  test("is forgotten where it is aborted once it is taken up", async () => {
    const journal = newJournal();
    const more = { ...options, shared: 1 };
    await interrupt(journal, (pool) => pool.map(slowSquare, given(ten), more));
    const pool = await openTestPool({ journal });
    const kept = keptJournal(journal);
    const controller = new AbortController();
    const readBlob = kept.readBlob.bind(kept);
    // Its inputs were found to be the same by now.
    kept.readBlob = (name) => {
      controller.abort(new Error("enough"));
      return readBlob(name);
    };
    const call = pool.map(slowSquare, given(ten), { ...more, signal: controller.signal });
    await expect(call).rejects.toThrow("enough");
    await expect.poll(() => doneOnRecord(journal), { timeout: 30_000 }).toEqual([]);
  });

  test("is closed and leaves the record as it was where it is aborted while its inputs are compared", async () => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten));
    const pool = await openTestPool({ journal });
    const controller = new AbortController();
    async function* aborting(): AsyncGenerator {
      for await (const n of given(ten)) {
        if (n === 3) controller.abort(new Error("enough"));
        yield n;
      }
    }
    closed = 0;
    const call = pool.map(slowSquare, aborting(), { ...options, signal: controller.signal });
    await expect(call).rejects.toThrow("enough");
    await expect.poll(() => closed).toBe(1);
    expect(await callGiven(pool, ten)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  });

  test("rejects at once where it is aborted while its inputs stand still, and calls behind it go on", async () => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten));
    const pool = await openTestPool({ journal });
    const controller = new AbortController();
    let isStuck = false;
    async function* stuck(): AsyncGenerator<number> {
      yield* [0, 1];
      isStuck = true;
      await new Promise(() => {});
    }
    const call = pool.map(slowSquare, stuck(), { ...options, signal: controller.signal });
    await expect.poll(() => isStuck).toBe(true);
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    // Also the one whose record it is compared with.
    expect(await callGiven(pool, ten)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    await pool.terminate();
  });

  test("is closed with its pool while its inputs are compared, and the next one finds the record as it was", async () => {
    const journal = newJournal();
    await interrupt(journal, (pool) => callGiven(pool, ten));
    const pool = await openTestPool({ journal });
    let [isComing, isClosed] = [false, false];
    const source = {
      next: () => {
        isComing = true;
        return new Promise<IteratorResult<unknown>>(() => {});
      },
      return: async () => {
        isClosed = true;
        return { done: true, value: undefined } as const;
      },
      [Symbol.asyncIterator]: () => source,
    };
    const called = pool.map(slowSquare, source, options).catch((error: unknown) => error);
    await expect.poll(() => isComing).toBe(true);
    await pool.terminate();
    expect(await called).toBeInstanceOf(TaskCancelled);
    expect(isClosed).toBe(true);
    expect(await callGiven(await openTestPool({ journal }), ten)).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  });

  test("may have inputs that calls of the same pool give, which are taken up while it is", async () => {
    const journal = newJournal();
    const callNested = async (pool: Pool): Promise<number[]> => {
      async function* computed(): AsyncGenerator<number> {
        for (const n of ten) yield (await pool.map(slowSquare, [n / 20], options)).length * n;
      }
      return pool.map(slowSquare, computed(), options);
    };
    state.isStuck = true;
    const first = await openTestPool({ journal, processes: 6 });
    const called = callNested(first).catch((error: unknown) => error);
    // The call itself, and one of each of its inputs.
    const wanted = [5, ...ten.map(() => 1)];
    await expect.poll(() => doneOnRecord(journal), { timeout: 30_000 }).toEqual(wanted);
    await first.terminate();
    expect(await called).toBeInstanceOf(TaskCancelled);
    state.isStuck = false;
    begun.length = 0;
    expect(await callNested(await openTestPool({ journal }))).toEqual(squares);
    expect(begun.toSorted((a, b) => a - b)).toEqual([5, 6, 7, 8, 9]);
  });

  test("is given the oldest record of those that are the same, also where several are called at once", async () => {
    const journal = newJournal();
    const drawn: unknown[] = [];
    await interrupt(journal, async (pool) => {
      drawn.push(...(await callDraws(pool)));
      return callSquares(pool);
    });
    const pool = await openTestPool({ journal });
    expect(await callDraws(pool)).toEqual(drawn);
  });
});

describe("what is on record", () => {
  test("is forgotten with a pool that ends while no call is open, in whatever way", async () => {
    for (const end of [(pool: Pool) => (pool.close(), pool.join()), (pool: Pool) => pool.terminate()]) {
      const journal = newJournal();
      await interrupt(journal, callSquares);
      const pool = await openTestPool({ journal });
      expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
      expect(await doneOnRecord(journal)).toEqual([5, 3]);
      await end(pool);
      expect(await doneOnRecord(journal)).toEqual([]);
    }
  });

  test("has no call that was given up, or that came to errors", async () => {
    const journal = newJournal();
    const pool = await openTestPool({ journal });
    await expect(pool.map(failThree, range(5))).rejects.toThrow(RemoteError);
    expect((await pool.mapSettled(failThree, range(5))).map(({ status }) => status)).toContain("rejected");
    const values = pool.imap(failThree, range(5));
    const steps = await Promise.allSettled(Array.from({ length: 6 }, () => values.next()));
    expect(steps.map(({ status }) => status).indexOf("rejected")).toBe(3);
    expect(steps[5]).toEqual({ status: "fulfilled", value: { done: true, value: undefined } });
    const controller = new AbortController();
    state.isStuck = true;
    const aborted = pool.map(slowSquare, range(10), { ...options, signal: controller.signal });
    await expect.poll(() => begun.length, { timeout: 30_000 }).toBeGreaterThan(4);
    controller.abort(new Error("enough"));
    await expect(aborted).rejects.toThrow("enough");
    await expect.poll(() => doneOnRecord(journal), { timeout: 30_000 }).toEqual([]);
  });

  test("goes on in the room of before: who was in it finds it again", async () => {
    const journal = newJournal();
    await interrupt(journal, callSquares);
    const before = await keptJournal(journal).newestRoom();
    await openTestPool({ journal });
    const { id, code } = (await keptJournal(journal).newestRoom()) ?? {};
    expect({ id, code }).toEqual({ id: before?.id, code: before?.code });
  });
});

describe("a journal", () => {
  test("that takes nothing is told, and calls go on without it", async () => {
    const journal = newJournal();
    const lines: PoolConsoleLine[] = [];
    const pool = await openTestPool({ journal, onConsole: (line) => lines.push(line) });
    keptJournal(journal).fault = { type: "failed", reason: "the disk is gone" };
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    expect(lines).toMatchObject([{ level: "warn", text: expect.stringContaining("the journal takes nothing more") }]);
    expect(lines[0]?.text).toContain("the disk is gone");
  });

  test.each([
    ["joined", (pool: Pool) => pool.join()],
    ["terminated", (pool: Pool) => pool.terminate()],
  ])("that is broken is told once, and its pool ends as any other one where it is closed and %s", async (_, end) => {
    const journal = newJournal();
    const lines: PoolConsoleLine[] = [];
    const pool = await openTestPool({ journal, onConsole: (line) => lines.push(line) });
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    keptJournal(journal).fault = { type: "failed", reason: "the disk is gone" };
    expect(await pool.map(halve, range(2))).toEqual([0, 0.5]);
    pool.close();
    await end(pool);
    await pool.join();
    expect(lines.map(({ text }) => text)).toEqual([expect.stringContaining("the journal takes nothing more")]);
    expect(await doneOnRecord(journal)).toEqual([3]);
  });

  test("that breaks as the pool ends is told, and the pool ends as any other one", async () => {
    const journal = newJournal();
    const lines: PoolConsoleLine[] = [];
    const pool = await openTestPool({ journal, onConsole: (line) => lines.push(line) });
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    keptJournal(journal).deleteJob = () => Promise.reject(new Error("the disk is gone"));
    pool.close();
    await pool.join();
    expect(lines).toMatchObject([{ level: "warn" }]);
    expect(lines[0]?.text).toBe(
      "calls that are over stay in the journal, where the next pool finds them: the disk is gone",
    );
  });

  test("that another page has opened meanwhile stays as that one has it", async () => {
    const journal = newJournal();
    const pool = await openTestPool({ journal });
    expect(await pool.map(halve, range(3))).toEqual([0, 0.5, 1]);
    const kept = keptJournal(journal);
    const room = await kept.newestRoom();
    if (room === null) throw new Error("the pool has no room");
    await kept.begin(room.id, room.openedAt + 1);
    await expect(pool.map(halve, range(3))).rejects.toThrow("another page has opened the journal");
    pool.close();
    await pool.join();
    expect(await doneOnRecord(journal)).toEqual([3]);
  });

  test("that is full is told, and calls wait until it is not", async () => {
    const journal = newJournal();
    const lines: PoolConsoleLine[] = [];
    const pool = await openTestPool({ journal, onConsole: (line) => lines.push(line) });
    keptJournal(journal).fault = { type: "full" };
    const call = pool.map(halve, range(3));
    await expect.poll(() => lines.length, { timeout: 30_000 }).toBe(1);
    expect(lines[0]?.text).toBe("there is no space for the journal: calls wait until there is");
    keptJournal(journal).fault = null;
    expect(await call).toEqual([0, 0.5, 1]);
  });

  test.each([
    ["failed", { type: "failed", reason: "it is broken" }, "the journal cannot be opened: it is broken"],
    ["full", { type: "full" }, "there is no space"],
  ] as const)("that is %s as the pool opens refuses it", async (_, fault, words) => {
    const journal = newJournal();
    keptJournal(journal).fault = fault;
    await expect(openTestPool({ journal })).rejects.toThrow(words);
  });
});

test("a pool's name is that of its own slots", async () => {
  const pool = await openTestPool({ name: "  the cluster ", processes: 1 });
  expect(pool.volunteers).toMatchObject([{ name: "the cluster" }]);
  await expect(pool.map(failThree, [3])).rejects.toMatchObject({ volunteer: "the cluster" });
});
