import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  activeChildren,
  type Connection,
  EOFError,
  Lock,
  Manager,
  NotSelfContained,
  NotSerializable,
  Pipe,
  Pool,
  Process,
  type ProcessTask,
  Queue,
  Semaphore,
  type SharedDict,
  type SharedList,
  type SharedNamespace,
  Value,
} from "./index.ts";

const napForEver = (): Promise<never> => new Promise(() => {});

const nothing = (): void => {};

const outside = 1;

const acquire = async (_: number, task: { readonly shared: unknown }): Promise<unknown> =>
  Object(task.shared).semaphore.acquire(0);

const addOne = async (from: Queue<number>, to: Queue<number>): Promise<void> => to.put((await from.get()) + 1);

async function openThreads(processes: number): Promise<Pool> {
  const pool = await Pool.open({ processes, server: null });
  onTestFinished(() => pool.terminate());
  return pool;
}

/** What is written to the console as an error from here on. */
function errorsPrinted(): readonly (readonly unknown[])[] {
  const printed = vi.spyOn(console, "error").mockImplementation(nothing);
  onTestFinished(() => printed.mockRestore());
  return printed.mock.calls;
}

describe("shared objects", () => {
  test("are arguments, parts of inputs, of the shared value, of results and of items of functions of a pool", async () => {
    const pool = await openThreads(2);
    const [queue, total] = [new Queue(), new Value("i")];
    await pool.apply(async (to: Queue) => to.put("by apply"), [queue]);
    const given = await pool.map(
      async ([n, { to }]: readonly [number, { readonly to: Queue }], { shared }) => {
        const { counted } = Object(shared);
        await counted.run(async () => counted.set((await counted.get()) + n));
        return { to: await to.put([n, to]), same: [to] };
      },
      [1, 2, 3].map((n) => [n, { to: queue }] as const),
      { shared: { counted: total } },
    );
    expect(await total.get()).toBe(6);
    const [first] = given[2]?.same ?? [];
    if (first === undefined) throw new Error("the task has returned its queue");
    expect(await first.qsize()).toBe(4);
    expect(await first.get()).toBe("by apply");
    const item: unknown = await first.get();
    expect(item).toEqual([expect.any(Number), expect.any(Queue)]);
    await Object(item)[1].put("through an item");
    expect(await queue.qsize()).toBe(3);
  });

  test("that a manager makes are used by tasks of a pool, and by a process", async () => {
    const pool = await openThreads(2);
    const manager = new Manager();
    const [lengths, seen] = [manager.dict<string, number>(), manager.list<string>(["begun"])];
    const about = manager.Namespace<{ longest: string; lengths: typeof lengths }>({ longest: "", lengths });
    const lock = manager.Lock();
    const given = await pool.map(
      async (word: string, { shared }) => {
        const { to, lock: one, seen: all } = Object(shared);
        await all.append(word);
        await one.run(async () => {
          if (word.length > (await to.get("longest")).length) await to.set("longest", word);
        });
        const dict: SharedDict<string, number> = await to.get("lengths");
        await dict.set(word, word.length);
        return { dict, missing: await dict.pop("missing").catch((error: unknown) => Object(error).name) };
      },
      ["a", "bcd", "ef"],
      { shared: { to: about, lock, seen } },
    );
    expect(new Map(await lengths.items())).toEqual(new Map(Object.entries({ a: 1, bcd: 3, ef: 2 })));
    expect((await seen.slice()).toSorted()).toEqual(["a", "bcd", "begun", "ef"]);
    expect(await about.get("longest")).toBe("bcd");
    expect(given.map(({ missing }) => missing)).toEqual(["KeyError", "KeyError", "KeyError"]);
    expect(await given[0]?.dict.size()).toBe(3);
    const process = new Process({
      target: async (names: SharedNamespace<{ longest: string }>, list: SharedList<string>) =>
        list.insert(0, await names.get("longest")),
      args: [about, seen],
    });
    await process.start();
    await process.join();
    expect([process.exitcode, await seen.get(0)]).toEqual([0, "bcd"]);
  });

  test("are read by tasks that follow each other in one slot as each one's own", async () => {
    const pool = await openThreads(1);
    const shared = { semaphore: new Semaphore(2) };
    expect(await pool.map(acquire, [0, 1, 2], { shared })).toEqual([true, true, false]);
  });

  test("are arguments of an initializer", async () => {
    const begun = new Queue<string>();
    const pool = await Pool.open({
      processes: 1,
      server: null,
      initializer: async (queue: Queue<string>) => queue.put("begun"),
      initialArguments: [begun],
    });
    onTestFinished(() => pool.terminate());
    expect(await pool.map((n: number) => n, [1, 2])).toEqual([1, 2]);
    expect([await begun.get(), await begun.empty()]).toEqual(["begun", true]);
  });

  test("tell tasks their errors by name, and let them make none", async () => {
    const pool = await openThreads(1);
    const told = await pool.apply(
      async (queue: Queue<number>, wrong: Value) => {
        const names: string[] = [];
        for (const work of [
          () => queue.getNowait(),
          () => queue.get(-1),
          () => wrong.get(),
          () => Reflect.construct(queue.constructor, []),
        ]) {
          try {
            await work();
          } catch (error) {
            names.push(error instanceof Error ? `${error.name}: ${error.message}` : "");
          }
        }
        return names;
      },
      [new Queue<number>(), new Value("i", 1.5)],
    );
    expect(told).toEqual([
      "Empty: the queue is empty",
      "RangeError: timeoutMs must be a number of milliseconds from 0 on, got -1",
      "TypeError: the value must be a whole number, got 1.5",
      "Error: a task makes no shared objects: make them beside the pool, and hand them over",
    ]);
  });

  test("get back what a task took along that its thread has ended under, and one after it is told of the lock", async () => {
    const [queue, lock, ready] = [new Queue<string>(), new Lock(), new Queue<null>()];
    const process = new Process({
      target: async (held: Lock, items: Queue<string>, said: Queue<null>) => {
        await held.acquire();
        await said.put(null);
        await items.get();
        Reflect.apply(Reflect.get(Reflect.get(globalThis, "process"), "exit"), undefined, [3]);
      },
      args: [lock, queue, ready],
    });
    await process.start();
    await ready.get();
    await queue.put("a");
    await process.join();
    expect([process.exitcode, process.reason]).toEqual([-9, expect.stringContaining("it exited with code 3")]);
    // The item had arrived, and yet no further call of the task has said so.
    expect(await queue.get(0)).toBe("a");
    expect([await lock.acquire(0), lock.abandonedBy]).toEqual([true, "lost"]);
  });
});

describe("a process", () => {
  test("knows itself, and its own task after its arguments", async () => {
    const seen = new Queue();
    const process = new Process({
      target: async (to: Queue, { process: own, index, attempt }: ProcessTask) => to.put({ own, index, attempt }),
      args: [seen],
      name: "reader",
      daemon: true,
    });
    await process.start();
    expect(await seen.get()).toEqual({
      own: { name: "reader", pid: process.pid, parentPid: 1, daemon: true },
      index: 0,
      attempt: 1,
    });
    expect(await process.sentinel).toBe(0);
    expect(process.reason).toBeNull();
  });

  test("may wait for others, however many there are", async () => {
    const [questions, answers] = [new Queue<number>(), new Queue<number>()];
    const processes = Array.from({ length: 6 }, () => new Process({ target: addOne, args: [questions, answers] }));
    await Promise.all(processes.map((process) => process.start()));
    for (const n of processes.keys()) await questions.put(n);
    const given = await Promise.all(processes.map(() => answers.get()));
    expect(given.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await Promise.all(processes.map(({ sentinel }) => sentinel))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test.each([
    ["refers to what is outside", () => outside, [], NotSelfContained],
    ["is given what cannot travel", nothing, [nothing], NotSerializable],
    ["is no function", 7, [], TypeError],
  ])("that %s does not start, and has ended with 1", async (_, target, args, kind) => {
    const printed = errorsPrinted();
    const process: Process = Reflect.construct(Process, [{ target, args }]);
    await expect(process.start()).rejects.toThrow(kind);
    await process.join();
    expect([process.exitcode, process.reason]).toEqual([1, expect.stringMatching(/^it could not be started: /)]);
    expect(activeChildren()).not.toContain(process);
    expect(printed).toEqual([[expect.stringMatching(/^Process Process-\d+:\nit could not be started: /)]]);
  });

  test("whose start nobody waits for makes no unhandled rejection", async () => {
    errorsPrinted();
    const unhandled = vi.fn();
    globalThis.process.on("unhandledRejection", unhandled);
    onTestFinished(() => void globalThis.process.off("unhandledRejection", unhandled));
    const process = new Process({ target: () => outside });
    void process.start();
    expect(await process.sentinel).toBe(1);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("that is ended before it is on its way has not begun", async () => {
    const queue = new Queue();
    const process = new Process({ target: async (to: Queue) => to.put("begun"), args: [queue] });
    const starting = process.start();
    process.kill();
    process.terminate();
    await starting;
    await process.join();
    expect([process.exitcode, process.reason, await queue.empty()]).toEqual([-9, "it was killed", true]);
  });

  test("may return what cannot travel: nobody is given it", async () => {
    const process = new Process({ target: async () => () => 1 });
    await process.start();
    await process.join();
    expect([process.exitcode, process.reason]).toEqual([0, null]);
  });

  test("in a pool takes one of its slots, and is lost with it", async () => {
    const pool = await openThreads(1);
    const process = new Process({ target: napForEver, where: pool });
    await process.start();
    expect(process.isAlive()).toBe(true);
    await pool.terminate();
    await process.join();
    expect([process.exitcode, process.reason]).toEqual([-15, "the pool was terminated before all results were there"]);
  });

  test("in a pool that is closed is waited for by its join", async () => {
    const pool = await openThreads(1);
    const go = new Queue<null>();
    const process = new Process({ target: async (from: Queue<null>) => from.get(), args: [go], where: pool });
    await process.start();
    pool.close();
    await go.put(null);
    await pool.join();
    expect(await process.sentinel).toBe(0);
  });

  test("has the end of a pipe that its program closes before it is used", async () => {
    const [here, there] = Pipe<string>();
    const process = new Process({
      target: async (end: Connection<string>) => end.send(await end.recv()),
      args: [there],
    });
    await process.start();
    await there.close();
    await here.send("a");
    expect(await here.recv()).toBe("a");
    await process.join();
    await expect(here.recv()).rejects.toThrow(EOFError);
  });

  test("has its arguments and ends of pipes as they were at its start, whoever waits for that", async () => {
    const [here, there] = Pipe();
    const list = [1];
    const process = new Process({
      target: async (end: Connection, given: number[]) => end.send(given),
      args: [there, list],
    });
    void process.start();
    list.push(2);
    await there.close();
    expect(await here.recv()).toEqual([1]);
  });

  test("is given errors with the names that they have", async () => {
    const names = new Queue<string>();
    const failure = Object.assign(new Error("a reason"), { name: "Custom" });
    const process = new Process({
      target: async (error: Error, to: Queue<string>) => to.put(error.name),
      args: [failure, names],
    });
    await process.start();
    expect(await names.get()).toBe("Custom");
  });

  test("that cannot be started has no end of a pipe", async () => {
    errorsPrinted();
    const [here, there] = Pipe<string>();
    const process = new Process({ target: (end: Connection<string>) => [end, outside], args: [there] });
    await expect(process.start()).rejects.toThrow(NotSelfContained);
    await there.close();
    await expect(here.recv()).rejects.toThrow(EOFError);
  });

  test.each([
    [[{ target: nothing, nme: "a" }], "there is no option `nme`: there are target, args, name, daemon, where"],
    [[{ target: nothing, args: 1 }], "args must be a list, got a number"],
    [[{ target: nothing, name: 1 }], "name must be a text, got a number"],
    [[{ target: nothing, daemon: 1 }], "daemon must be true or false, got a number"],
    [[], "options must be an object, got undefined"],
  ])("with %o is refused", (options, words) => {
    expect(() => Reflect.construct(Process, options)).toThrow(new TypeError(words));
  });

  test("is refused a place that is no pool, and a time that is none", async () => {
    errorsPrinted();
    const nowhere: Process = Reflect.construct(Process, [{ target: nothing, where: 1 }]);
    await expect(nowhere.start()).rejects.toThrow(new TypeError("where must be a pool, got a number"));
    await expect(nowhere.join(-1)).rejects.toThrow(RangeError);
    const fresh = new Process({ target: nothing });
    expect(() => fresh.terminate()).toThrow("can only end a started process");
  });
});
