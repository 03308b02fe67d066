import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import {
  Array as SharedArray,
  Barrier,
  BoundedSemaphore,
  Condition,
  connect,
  Event as SharedEvent,
  JoinableQueue,
  lines,
  Lock,
  Manager,
  Pipe,
  Pool,
  Process,
  Queue,
  range,
  RLock,
  Semaphore,
  type SharedObject,
  SimpleQueue,
  Value,
} from "./index.ts";

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);

/** Lets everything that is due come before it. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const getter = {
  get timeoutMs(): never {
    throw new RangeError("a getter of the test");
  },
};

const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** What no argument and no option of the library's is, or of most of them. */
const values: Readonly<Record<string, unknown>> = {
  undefined,
  null: null,
  true: true,
  "-1": -1,
  "1.5": 1.5,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "10n": 10n,
  "an empty text": "",
  "a text": "a",
  "a symbol": Symbol("of the test"),
  "an object": {},
  "a list": [],
  "a list of itself": (() => {
    const list: unknown[] = [];
    list.push(list);
    return list;
  })(),
  "a function": () => 1,
  "a class": class {
    size = 1;
  },
  "a date": new Date(0),
  "a getter that throws": getter,
  "a proxy that is revoked": revoked.proxy,
  "a promise": Promise.resolve(1),
};

const named = Object.entries(values).map(([name, value]) => ({ name, value }));

let pool: Pool;

beforeAll(async () => {
  process.on("unhandledRejection", noteUnhandled);
  pool = await Pool.open({ processes: 1, server: null });
}, 120_000);

afterEach(async () => {
  await nextTurn();
  expect(unhandled.splice(0)).toEqual([]);
  expect(unnamed.splice(0)).toEqual([]);
});

afterAll(async () => {
  await pool.terminate();
  process.off("unhandledRejection", noteUnhandled);
});

/** What was said of wrong values without the name that it should have, or is no error of the library's. Looked at after each test. */
const unnamed: string[] = [];

/** Notes an error that neither has such words nor is the value's own. */
function expectWords(error: Error | undefined, words: RegExp, ...of: readonly string[]): void {
  if (error === undefined || words.test(error.message) || /of the test|proxy that has been revoked/.test(error.message))
    return;
  unnamed.push(`${of.join(", ")}: ${error.name}: ${error.message}`);
}

/** Calls it as a program without types does. Gives its error, or undefined where it gives anything else. */
async function errorOf(of: unknown, call: unknown, args: readonly unknown[]): Promise<Error | undefined> {
  try {
    if (typeof call !== "function") throw new Error("no function");
    await Reflect.apply(call, of, args);
    return undefined;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("what is thrown is no error", { cause: error });
  }
}

function methodsOf(object: object): ReadonlyMap<string, (...args: never[]) => unknown> {
  const methods = new Map<string, (...args: never[]) => unknown>();
  for (let at: object = object; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === "function" && name !== "constructor" && !methods.has(name)) methods.set(name, value);
    }
  }
  return methods;
}

/** Errors that say what is wrong with a value, or that what is there does not allow the call. */
const allowed =
  /^(?:TypeError|RangeError|NotSerializable|NotSelfContained|RemoteError|Full|Empty|KeyError|AttributeError|IndexError|ValueError|OSError|BrokenPipeError|BrokenBarrierError|EOFError|Gone|TimeoutError|TaskCancelled|Error)$/;

const manager = new Manager();

const made: Readonly<Record<string, () => SharedObject>> = {
  SimpleQueue: () => new SimpleQueue(),
  Queue: () => new Queue(1),
  JoinableQueue: () => new JoinableQueue(1),
  Connection: () => Pipe()[0],
  Lock: () => new Lock(),
  RLock: () => new RLock(),
  Semaphore: () => new Semaphore(),
  BoundedSemaphore: () => new BoundedSemaphore(),
  Event: () => new SharedEvent(),
  Condition: () => new Condition(),
  Barrier: () => new Barrier(2),
  Value: () => new Value("i"),
  Array: () => new SharedArray("i", 2),
  dict: () => manager.dict({ a: 1 }),
  list: () => manager.list([1]),
  Namespace: () => manager.Namespace({ x: 1 }),
};

test("a wrong option of one call is told to that one, and to no other that is made beside it", async () => {
  const wrong = [{ priority: Number.NaN }, { attempts: Symbol("of the test") }, { needs: [5] }, { chunksize: () => 1 }];
  for (const options of wrong) {
    const calls = [options, {}, { priority: "1" }].map((given) =>
      errorOf(pool, Reflect.get(pool, "apply"), [() => 1, [], given]),
    );
    const [first, second, third] = await Promise.all(calls);
    expect(first?.message).toContain(Object.keys(options)[0]);
    expect(second).toBeUndefined();
    expect(third?.message).toContain("priority");
  }
});

describe("a shared object", () => {
  test.each(Object.entries(made))("%s refuses what is wrong by an error of its own", async (_, make) => {
    for (const { name, value } of named) {
      for (const args of [[value], [value, value], [0, value], ["a", value, value]]) {
        const object = make();
        const calls = [...methodsOf(object)].filter(([method]) => method !== "dispose" && method !== "call");
        const settling = calls.map(async ([method, call]) => {
          const error = await errorOf(object, call, args);
          if (error !== undefined)
            expect({ method, name, error: error.name }).toMatchObject({ error: expect.stringMatching(allowed) });
        });
        // Those that wait are told that it is gone.
        await nextTurn();
        await object.dispose();
        await Promise.all(settling);
      }
    }
  });
});

const optionsOfCalls = [
  "signal",
  "shared",
  "files",
  "timeLimitMs",
  "attempts",
  "priority",
  "needs",
  "chunksize",
  "transfer",
];
const optionsOfPools = [
  "processes",
  "name",
  "journal",
  "server",
  "signal",
  "initializer",
  "initialArguments",
  "maxTasksPerChild",
  "onConsole",
];
const optionsOfProcesses = ["target", "args", "name", "daemon", "where"];

describe("an option", () => {
  test.each(optionsOfCalls)("`%s` of a call that is wrong is refused by its name", async (option) => {
    for (const { name, value } of named) {
      for (const method of ["map", "apply", "starmap", "mapSettled"] as const) {
        const input = method === "apply" ? [] : [[1]];
        const error = await errorOf(pool, Reflect.get(pool, method), [(n: unknown) => n, input, { [option]: value }]);
        expectWords(error, new RegExp(option), method, name);
      }
    }
  });

  test.each(optionsOfPools)("`%s` of a pool that is wrong is refused by its name", async (option) => {
    for (const { name, value } of named) {
      // What is a sound value there opens a pool, or begins something beside it.
      const isSound = (option === "journal" && name === "a text") || (option === "server" && name === "undefined");
      if (option === "processes" || isSound) continue;
      const error = await errorOf(undefined, async () => {
        const opened: unknown = await Reflect.apply(Reflect.get(Pool, "open"), Pool, [
          { processes: 1, server: null, [option]: value },
        ]);
        await Reflect.apply(Reflect.get(Object(opened), "terminate"), opened, []);
      }, []);
      expectWords(error, new RegExp(option), name);
    }
  });

  test.each(optionsOfProcesses)("`%s` of a process that is wrong is refused by its name", async (option) => {
    for (const { name, value } of named) {
      const error = await errorOf(undefined, async () => {
        const child: unknown = Reflect.construct(Process, [{ target: () => 1, [option]: value }]);
        if (!(child instanceof Process)) return;
        onTestFinished(() => child.kill());
        await child.start();
        await child.join();
      }, []);
      expectWords(error, new RegExp(option), name);
    }
  });

  test.each(["address", "authkey", "register"])(
    "`%s` of a manager that is wrong is refused by its name",
    async (option) => {
      for (const { name, value } of named) {
        const error = await errorOf(undefined, async () => {
          const served: unknown = await Reflect.apply(Reflect.get(Manager, "serve"), Manager, [
            { address: "127.0.0.1:0", authkey: "abc", register: {}, [option]: value },
          ]);
          await Reflect.apply(Reflect.get(Object(served), "shutdown"), served, []);
        }, []);
        expectWords(error, new RegExp(option), name);
      }
    },
  );

  test.each(["address", "link", "authkey"])(
    "`%s` of a connection that is wrong is refused by its name",
    async (option) => {
      for (const { name, value } of named) {
        if (value === undefined) continue;
        const given = option === "authkey" ? { address: "127.0.0.1:1" } : { authkey: "abc" };
        const error = await errorOf(undefined, connect, [{ ...given, [option]: value }]);
        if (error?.name !== "ConnectionRefusedError") expectWords(error, new RegExp(option), name);
      }
    },
  );
});

describe("an argument", () => {
  const methods = ["map", "apply", "starmap", "mapSettled", "mapAsync", "applyAsync", "starmapAsync"] as const;

  test.each(methods)("of %s is refused by its name", async (method) => {
    for (const { name, value } of named) {
      const call = Reflect.get(pool, method);
      const good = [1].map((n) => [n]);
      const target = await errorOf(pool, call, [value, good]);
      expectWords(target, /the function/, name);
      const inputs = await errorOf(pool, call, [(n: unknown) => n, value]);
      expectWords(inputs, /inputs|args|initialArguments|index/, name);
      const options = await errorOf(pool, call, [(n: unknown) => n, good, value]);
      expectWords(options, /option/, name);
    }
  });

  test("of an iterator's `next`, and of a result's `get` and `wait`, is refused by its name", async () => {
    for (const { name, value } of named) {
      const result = pool.applyAsync(() => 1);
      const iterator = pool.imap((n: number) => n, [1]);
      for (const [of, method] of [
        [iterator, "next"],
        [result, "get"],
        [result, "wait"],
      ] as const) {
        const error = await errorOf(of, Reflect.get(of, method), [value]);
        expectWords(error, /timeoutMs|there is no (?:value|result) after/, name);
      }
      await iterator.return?.();
    }
  });

  test("of `imap` is told by the first `next`", async () => {
    for (const { value } of named) {
      for (const args of [
        [value, [1]],
        [(n: unknown) => n, value],
        [(n: unknown) => n, [1], value],
      ]) {
        for (const method of ["imap", "imapUnordered"] as const) {
          const iterator: unknown = Reflect.apply(Reflect.get(pool, method), pool, args);
          const error = await errorOf(iterator, Reflect.get(Object(iterator), "next"), []);
          if (error !== undefined) expect(error.name).toMatch(allowed);
          await Reflect.apply(Reflect.get(Object(iterator), "return"), iterator, []);
          // And nobody asks of it.
          Reflect.apply(Reflect.get(pool, method), pool, args);
        }
      }
    }
  });

  test("of `range` and `lines` is refused by its name", async () => {
    for (const { name, value } of named) {
      for (const args of [[value], [0, value], [0, 1, value]]) {
        const error = await errorOf(undefined, range, args);
        expectWords(error, /start|stop|step/, name);
      }
      const error = await errorOf(undefined, async () => {
        for await (const line of Reflect.apply(lines, undefined, [value])) expect(typeof line).toBe("string");
      }, []);
      expectWords(error, /lines/, name);
    }
  });
});
