import { describe, expect, test } from "vitest";
import "../testing/test-platform.ts";
import { BoundedSemaphore, Lock, RLock, Semaphore } from "./locks.ts";
import { Manager } from "./manager.ts";
import { Barrier, Condition, SharedEvent } from "./events-and-barriers.ts";
import { Empty, Full } from "./object-errors.ts";
import { homeHere } from "./own-home.ts";
import { Pipe } from "./pipe.ts";
import { JoinableQueue, Queue, SimpleQueue } from "./queues.ts";
import { handleKey } from "./shared-object.ts";
import type { SharedObject } from "./shared-object.ts";
import { SharedArray, Value } from "./values.ts";

/** What has become of a promise by now: as much as is answered at once has been. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  const queue = new SimpleQueue();
  await queue.empty();
  return Promise.race([promise.then(() => "settled"), Promise.resolve("waiting")]);
}

describe("a queue", () => {
  test("gives items in the order in which they were put, whoever waited", async () => {
    const queue = new Queue<number>();
    const first = queue.get();
    const second = queue.get();
    void queue.put(1);
    void queue.put(2);
    await queue.put(3);
    expect([await first, await second, await queue.getNowait()]).toEqual([1, 2, 3]);
  });

  test("is Full and Empty at once or after a time, and says how much is in it", async () => {
    const queue = new Queue<string>(1);
    await expect(queue.getNowait()).rejects.toThrow(Empty);
    await expect(queue.get(1)).rejects.toThrow(Empty);
    await queue.put("a");
    await expect(queue.putNowait("b")).rejects.toThrow(Full);
    await expect(queue.put("b", 1)).rejects.toThrow(Full);
    expect([await queue.qsize(), await queue.empty(), await queue.full()]).toEqual([1, false, true]);
    const waiting = queue.put("b");
    expect(await stateOf(waiting)).toBe("waiting");
    expect(await queue.get()).toBe("a");
    await waiting;
    expect(await queue.get()).toBe("b");
  });

  test("can be looped over", async () => {
    const queue = new Queue<number | null>();
    for (const n of [1, 2, null, 3]) await queue.put(n);
    const taken: number[] = [];
    for await (const n of queue) {
      if (n === null) break;
      taken.push(n);
    }
    expect([taken, await queue.qsize()]).toEqual([[1, 2], 1]);
  });

  test("takes values of any kind, as they were when they were put, and other objects", async () => {
    const queue = new Queue<Map<string, unknown>>();
    const lock = new Lock();
    const item = new Map<string, unknown>([["inner", [{ lock }]]]);
    const putting = queue.put(item);
    item.clear();
    await putting;
    const taken = await queue.get();
    expect(taken.get("inner")).toEqual([{ lock: expect.any(Lock) }]);
    await lock.acquire();
    const [found] = Object.values(Object(Object(taken.get("inner"))[0]));
    expect(found instanceof Lock && (await found.acquire(0))).toBe(false);
  });

  test("refuses what cannot travel and what is no time or size, by its name", async () => {
    const queue = new Queue();
    await expect(queue.put(() => 1)).rejects.toThrow("The value cannot be sent: it is a function");
    await expect(queue.get(-1)).rejects.toThrow(
      new RangeError("timeoutMs must be a number of milliseconds from 0 on, got -1"),
    );
    await expect(Reflect.apply(Reflect.get(queue, "get"), queue, ["1"])).rejects.toThrow(TypeError);
    expect(() => new Queue(-1)).toThrow(new RangeError("maxsize must be a whole number from 0 on, got -1"));
    expect(() => Reflect.construct(Queue, ["1"])).toThrow(
      new TypeError('maxsize must be a whole number from 0 on, got "1"'),
    );
  });

  test("that was closed here takes and gives nothing here", async () => {
    const queue = new Queue();
    await queue.close();
    await expect(queue.put(1)).rejects.toThrow(RangeError);
    await expect(queue.get()).rejects.toThrow(RangeError);
  });
});

test("a joinable queue is joined once all its tasks are done, and counts no more of them than were put", async () => {
  const queue = new JoinableQueue<number>();
  await queue.join();
  await queue.put(1);
  const joined = queue.join();
  await queue.get();
  expect(await stateOf(joined)).toBe("waiting");
  await queue.taskDone();
  await joined;
  await expect(queue.taskDone()).rejects.toThrow(RangeError);
});

describe("a lock", () => {
  test("is held by one at a time, in the order of asking, and freed by run, whatever comes of it", async () => {
    const lock = new Lock();
    const said: string[] = [];
    const first = lock.run(async () => {
      said.push("a begins");
      expect(await lock.acquire(0)).toBe(false);
      said.push("a ends");
      return "a";
    });
    const second = lock.run(() => {
      said.push("b");
      throw new Error("of b");
    });
    await expect(second).rejects.toThrow("of b");
    expect(await first).toBe("a");
    expect(said).toEqual(["a begins", "a ends", "b"]);
    expect(await lock.acquire(0)).toBe(true);
    expect(lock.abandonedBy).toBeNull();
    await lock.release();
    await expect(lock.release()).rejects.toThrow(RangeError);
  });

  test("that may be acquired again by its holder is released as often", async () => {
    const lock = new RLock();
    await lock.run(() => lock.run(() => undefined));
    await expect(lock.release()).rejects.toThrow("not held");
  });
});

test("a semaphore counts, and a bounded one no further than it began", async () => {
  const semaphore = new Semaphore(1);
  expect([await semaphore.acquire(), await semaphore.acquire(0), await semaphore.acquire(1)]).toEqual([
    true,
    false,
    false,
  ]);
  await semaphore.release();
  await semaphore.release();
  expect(await semaphore.getValue()).toBe(2);
  const bounded = new BoundedSemaphore();
  await expect(bounded.release()).rejects.toThrow(RangeError);
  expect(() => new Semaphore(-1)).toThrow(RangeError);
});

test("an event lets all go on that wait for it", async () => {
  const event = new SharedEvent();
  expect([await event.isSet(), await event.wait(1)]).toEqual([false, false]);
  const waiting = [event.wait(), event.wait()];
  await event.set();
  expect([...(await Promise.all(waiting)), await event.isSet()]).toEqual([true, true, true]);
  await event.clear();
  expect(await event.isSet()).toBe(false);
});

test("a proxy shows nothing but its name", () => {
  const { [handleKey]: name, ...others } = new Lock();
  expect(name).toMatch(/^lock:[\w-]{20}$/);
  expect(others).toEqual({});
});

test.each([
  [Lock, [5], "no argument is expected, got a number"],
  [RLock, [null], "no argument is expected, got null"],
  [SimpleQueue, [5], "no argument is expected, got a number"],
  [SharedEvent, [{}], "no argument is expected, got an object"],
  [Condition, [7], "lock must be a Lock or an RLock, got a number"],
  [Condition, [new Semaphore()], "lock must be a Lock or an RLock, got an object"],
])("%o of %o is refused as it is made", (Made, given, words) => {
  expect(() => Reflect.construct(Made, given)).toThrow(new TypeError(words));
});

test("calls of an object whose first value is none of its type are told so", async () => {
  const value = new Value("i", 1.5);
  await expect(value.get()).rejects.toThrow(new TypeError("the value must be a whole number, got 1.5"));
  await expect(value.acquire()).rejects.toThrow(new TypeError("the value must be a whole number, got 1.5"));
});

describe("an object that is disposed of", () => {
  const manager = new Manager();

  /** One of each kind; those of a pipe are two. */
  function oneOfEach(): readonly SharedObject[] {
    return [
      new SimpleQueue(),
      new Queue(),
      new JoinableQueue(),
      ...Pipe(),
      new Lock(),
      new RLock(),
      new Semaphore(),
      new BoundedSemaphore(),
      new SharedEvent(),
      new Condition(),
      new Barrier(2),
      new Value("i", 1),
      new SharedArray("i", 3),
      manager.dict({ a: 1 }),
      manager.list([1]),
      manager.Namespace({ x: 1 }),
    ];
  }

  test("leaves no place behind, whatever it is, and also where it could not be made", async () => {
    const home = await homeHere();
    const before = home.counts.objects;
    const objects = [...oneOfEach(), new Value("i", 2.5)];
    await expect(new Value("i", 2.5).get()).rejects.toThrow("a whole number");
    expect(home.counts.objects).toBe(before + objects.length + 1);
    for (const object of objects) {
      await object.dispose();
      await object[Symbol.asyncDispose]();
    }
    expect(home.counts.objects).toBe(before + 1);
  });

  test("is Gone for those who wait and those who come, and the other end of a pipe is at its end", async () => {
    const queue = new Queue<number>();
    const waiting = queue.get().catch((error: unknown) => error);
    await queue.dispose();
    expect(await waiting).toMatchObject({ name: "Gone" });
    await expect(queue.put(1)).rejects.toMatchObject({ name: "Gone" });
    const [here, there] = Pipe<number>();
    await there.send(1);
    await there.dispose();
    expect(await here.recv()).toBe(1);
    await expect(here.recv()).rejects.toMatchObject({ name: "EOFError" });
  });

  test("leaves a condition its lock", async () => {
    const lock = new Lock();
    const condition = new Condition(lock);
    await condition.notifyAll().catch(() => undefined);
    await lock.dispose();
    expect(await condition.acquire()).toBe(true);
    await condition.notifyAll();
    await condition.release();
  });
});
