import { describe, expect, test } from "vitest";
import { RemoteError } from "../errors.ts";
import type { Pool } from "../pool-types.ts";
import { range } from "../range.ts";
import { testAnswersOf } from "../testing/in-python.ts";
import { openTestPool } from "../testing/test-platform.ts";
import answers from "./answers.json" with { type: "json" };

const square = (n: number): number => n * n;

function failOdd(n: number): number {
  if (n % 2 === 1) throw Object.assign(new Error(`${n} is odd`), { name: "ValueError" });
  return n;
}

const subtract = (a: number, b: number): number => a - b;

const nap = (ms: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(ms), ms));

const readBegun = (): unknown => Reflect.get(globalThis, "begunByCases");

/** What Python calls the errors that are a pool's own. */
const pythonNames: Readonly<Record<string, string>> = { PoolClosed: "ValueError", RangeError: "ValueError" };

/** Errors without a name of their own that Python has one for. */
const usedWrongly = new Set([
  "there is neither a result nor an error yet: ask ready() first",
  "the pool is open: call close() or terminate() before join()",
]);

function inPython(error: unknown): string {
  if (error instanceof RemoteError) return String(error.cause);
  const { name, message } = Object(error);
  if (name === "Error" && usedWrongly.has(message)) return `ValueError: ${message}`;
  return name === "TypeError" || name === "RuntimeError" || name === "TimeoutError"
    ? `${name}: ${message}`
    : `${pythonNames[name]}: ${message}`;
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    return (await work()) ?? null;
  } catch (error) {
    return inPython(error);
  }
}

async function nameOf(work: () => unknown): Promise<string> {
  return String(await thrownBy(work)).split(":")[0] ?? "";
}

async function allOf(values: AsyncIterator<unknown, undefined>): Promise<unknown[]> {
  const all: unknown[] = [];
  while (true) {
    try {
      const step = await values.next();
      if (step.done === true) return all;
      all.push(step.value);
    } catch (error) {
      all.push(inPython(error));
    }
  }
}

function* upTo(end: number): Generator<number> {
  for (let n = 0; n < end; n += 1) yield n;
}

function* pairsUpTo(end: number): Generator<[number, number]> {
  for (const n of upTo(end)) yield [n, 1];
}

function* broken(): Generator<number> {
  yield 1;
  throw Object.assign(new Error("the source is broken"), { name: "RuntimeError" });
}

const nothing = (): void => {};

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = nothing;
  const promise = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return { promise, resolve };
}

/** Goes on once its first value has come back. */
async function* heldUp(taken: Promise<void>): AsyncGenerator<number> {
  yield 1;
  await taken;
  yield 2;
}

const none = [undefined, undefined].map((value) => value ?? null);

/** One that has two processes, and no call open. */
const cases: Readonly<Record<keyof typeof answers, (pool: Pool) => unknown>> = {
  "map keeps the order": (pool) => pool.map(square, range(5)),
  "map of nothing": (pool) => pool.map(square, []),
  "map of a generator": (pool) => pool.map(square, upTo(4)),
  "map of a text": (pool) => pool.map((letter: string) => letter.toUpperCase(), "abc"),
  "map in chunks": (pool) => pool.map(square, range(10), { chunksize: 3 }),
  "map of a function without a result": async (pool) => {
    expect(await pool.map(() => undefined, [1, 2])).toEqual([undefined, undefined]);
    return none;
  },
  "map of what throws": (pool) => thrownBy(() => pool.map(failOdd, [0, 1, 2])),
  "map of a source that throws": (pool) => thrownBy(() => pool.map(square, broken())),
  "map of no iterable": (pool) => nameOf(() => Reflect.apply(Reflect.get(pool, "map"), pool, [square, 7])),
  "the pool goes on after an error": async (pool) => {
    await thrownBy(() => pool.map(failOdd, [1]));
    return pool.map(square, [3]);
  },
  "starmap spreads": (pool) =>
    pool.starmap(subtract, [
      [5, 3],
      [2, 9],
    ]),
  "starmap of a generator": (pool) => pool.starmap(subtract, pairsUpTo(3)),
  apply: (pool) => pool.apply(subtract, [5, 3]),
  "apply without arguments": (pool) => pool.apply(() => ({})),
  "apply of what throws": (pool) => thrownBy(() => pool.apply(failOdd, [1])),
  "imap keeps the order": (pool) => allOf(pool.imap(nap, [60, 0, 20])),
  "imap goes on after an error": (pool) => allOf(pool.imap(failOdd, range(4))),
  "imap of nothing": (pool) => allOf(pool.imap(square, [])),
  "imap gives values before its source has ended": async (pool) => {
    const { promise: taken, resolve: noteTaken } = deferred();
    const values = pool.imap(square, heldUp(taken));
    const first = await values.next();
    noteTaken();
    return [first.value, ...(await allOf(values))];
  },
  "imap of a source that throws": (pool) => allOf(pool.imap(square, broken())),
  "imap_unordered goes on after an error": async (pool) =>
    (await allOf(pool.imapUnordered(failOdd, range(4)))).map(String).toSorted(),
  "imap in chunks": (pool) => allOf(pool.imap(square, range(7), { chunksize: 3 })),
  "an iterator that has ended": async (pool) => {
    const ended = pool.imap(square, [2]);
    return [await allOf(ended), await allOf(ended)];
  },
  "imap_unordered gives each once": async (pool) =>
    (await allOf(pool.imapUnordered(square, range(20)))).toSorted((a, b) => Number(a) - Number(b)),
  "imap in time": (pool) => nameOf(() => pool.imap(nap, [400]).next(10)),
  "imap after a time that has passed": async (pool) => {
    const late = pool.imap(nap, [400]);
    await thrownBy(() => late.next(10));
    return (await late.next()).value;
  },
  "async result before its end": async (pool) => {
    const result = pool.applyAsync(nap, [400]);
    return [result.ready(), await nameOf(() => result.successful())];
  },
  "get in time": (pool) => nameOf(() => pool.applyAsync(nap, [400]).get(10)),
  "wait in time": (pool) => thrownBy(() => pool.applyAsync(nap, [400]).wait(10)),
  "get after a time that has passed": async (pool) => {
    const result = pool.applyAsync(nap, [400]);
    await thrownBy(() => result.get(10));
    return [await result.get(), result.ready(), result.successful(), await result.get()];
  },
  "async result of what throws": async (pool) => {
    const failed = pool.applyAsync(failOdd, [3]);
    await failed.wait();
    return [failed.ready(), failed.successful(), await thrownBy(() => failed.get())];
  },
  map_async: (pool) => pool.mapAsync(square, [2, 3]).get(),
  starmap_async: (pool) => pool.starmapAsync(subtract, [[2, 3]]).get(),
  "join of an open pool": (pool) => nameOf(() => pool.join()),
  "map of a closed pool": (pool) => {
    pool.close();
    return nameOf(() => pool.map(square, [1]));
  },
  // Python's throws at once; an iterator of ours says it when it is asked first.
  "imap of a closed pool": (pool) => {
    pool.close();
    return nameOf(() => pool.imap(square, [1]).next());
  },
  "a closed pool ends what it has": async (pool) => {
    const running = pool.mapAsync(nap, [100, 0]);
    pool.close();
    return running.get();
  },
  "join of a closed pool, again": async (pool) => {
    pool.close();
    await pool.join();
    return thrownBy(() => pool.join());
  },
  "one task a child": async () => {
    const young = await openTestPool({ processes: 1, maxTasksPerChild: 1 });
    return young.map(square, range(4), { chunksize: 1 });
  },
  initializer: async () => {
    const begun = await openTestPool({
      initializer: (value: number) => {
        Reflect.set(globalThis, "begunByCases", value);
      },
      initialArguments: [11],
    });
    return begun.map(readBegun, range(3));
  },
  "a pool after its block": async (pool) => {
    await pool[Symbol.asyncDispose]();
    return nameOf(() => pool.map(square, [1]));
  },
  "map of a terminated pool": async (pool) => {
    await pool.terminate();
    return nameOf(() => pool.map(square, [1]));
  },
  "a pool without processes": () => nameOf(() => openTestPool({ processes: 0, server: null })),
};

describe("as in CPython", () => {
  test.each(Object.entries(cases))("%s", async (name, answer) => {
    const pool = await openTestPool({ processes: 2 });
    expect({ [name]: await answer(pool) }).toEqual({ [name]: Reflect.get(answers, name) });
  });
});

testAnswersOf("cases.py", answers);
