import { describe, expect, test } from "vitest";
import "../testing/test-platform.ts";
import { BoundedSemaphore, Lock, RLock, Semaphore } from "./locks.ts";
import { Manager } from "./manager.ts";
import { Barrier, Condition, SharedEvent } from "./events-and-barriers.ts";
import { JoinableQueue, Queue } from "./queues.ts";
import { SharedArray, Value } from "./values.ts";

const manager = new Manager();

/** What cannot travel, where the compiler would not let it pass. */
const unsendable = (): number => 1;

describe("a dict", () => {
  test("has values by keys, in the order in which the keys came", async () => {
    const dict = manager.dict<string | number, string>();
    await dict.set("b", "of b");
    await dict.set(1, "of 1");
    await dict.set("b", "of b again");
    expect(await dict.items()).toEqual([
      ["b", "of b again"],
      [1, "of 1"],
    ]);
    expect([await dict.keys(), await dict.values(), await dict.size()]).toEqual([["b", 1], ["of b again", "of 1"], 2]);
    expect([await dict.get(1), await dict.get("1"), await dict.get("1", null)]).toEqual(["of 1", undefined, null]);
    expect([await dict.has(1), await dict.has("1")]).toEqual([true, false]);
  });

  test("gives away what is taken or deleted", async () => {
    const dict = manager.dict({ a: 1, b: 2, c: 3, d: 4 });
    expect([await dict.pop("a"), await dict.pop("a", 0), await dict.popItem()]).toEqual([1, 0, ["d", 4]]);
    await expect(dict.pop("a")).rejects.toThrow(expect.objectContaining({ name: "KeyError" }));
    expect([await dict.delete("b"), await dict.delete("b"), await dict.keys()]).toEqual([true, false, ["c"]]);
    await dict.clear();
    expect(await dict.size()).toBe(0);
    await expect(dict.popItem()).rejects.toThrow(expect.objectContaining({ name: "KeyError" }));
  });

  test("is filled from pairs, a Map and an object, and keeps what is there by setDefault", async () => {
    const dict = manager.dict(new Map([["a", 1]]));
    await dict.update({ b: 2 });
    await dict.update([
      ["a", 3],
      ["c", 4],
    ]);
    expect([await dict.setDefault("a", 9), await dict.setDefault("d", 9)]).toEqual([3, 9]);
    expect(Object.fromEntries(await dict.items())).toEqual({ a: 3, b: 2, c: 4, d: 9 });
  });

  test("has values as they were when they were given, and other objects", async () => {
    const [entries, lock] = [{ inner: [1] }, manager.Lock()];
    const dict = manager.dict(new Map<string, unknown>(Object.entries(entries)));
    entries.inner.push(2);
    await dict.set("lock", lock);
    await lock.acquire();
    const found = await dict.get("lock");
    expect(found instanceof Lock && (await found.acquire(0))).toBe(false);
    expect([await dict.get("inner"), await dict.values()]).toEqual([[1], [[1], expect.any(Lock)]]);
  });

  test("refuses what cannot be a key or travel, and what are no entries", async () => {
    const dict = manager.dict();
    await expect(dict.set("a", unsendable)).rejects.toThrow("The value cannot be sent: it is a function");
    await expect(Reflect.apply(Reflect.get(dict, "set"), dict, [{}, 1])).rejects.toThrow(TypeError);
    await expect(Reflect.apply(Reflect.get(dict, "update"), dict, [1])).rejects.toThrow(
      new TypeError("entries must be pairs or an object, got 1"),
    );
    expect(() => Reflect.apply(Reflect.get(manager, "dict"), manager, [null])).toThrow(
      new TypeError("entries must be pairs or an object, got null"),
    );
  });
});

describe("a list", () => {
  test("has items at places, from the end where they are negative", async () => {
    const list = manager.list(["a", "b"]);
    await list.append("c");
    await list.extend(new Set(["d", "e"]));
    await list.insert(0, "first");
    await list.insert(99, "last");
    await list.set(-2, "E");
    expect(await list.slice()).toEqual(["first", "a", "b", "c", "d", "E", "last"]);
    expect([await list.get(1), await list.get(-1), await list.length()]).toEqual(["a", "last", 7]);
    expect([await list.slice(5), await list.slice(null, null, -3), await list.slice(1, -4)]).toEqual([
      ["E", "last"],
      ["last", "c", "first"],
      ["a", "b"],
    ]);
    await expect(list.get(7)).rejects.toThrow(expect.objectContaining({ name: "IndexError" }));
  });

  test("gives away what is taken, removed or deleted", async () => {
    const list = manager.list([1, 2, 3, 2, 4]);
    expect([await list.pop(), await list.pop(0), await list.count(2), await list.index(2)]).toEqual([4, 1, 2, 0]);
    await list.remove(2);
    expect(await list.slice()).toEqual([3, 2]);
    await list.delete(0);
    expect(await list.slice()).toEqual([2]);
    await expect(list.remove(3)).rejects.toThrow(RangeError);
    await list.clear();
    await expect(list.pop()).rejects.toThrow(expect.objectContaining({ name: "IndexError" }));
  });

  test("is turned round and sorted", async () => {
    const list = manager.list([2, 3, 1]);
    // oxlint-disable-next-line unicorn/no-array-reverse -- it is no array
    await list.reverse();
    expect(await list.slice()).toEqual([1, 3, 2]);
    // oxlint-disable-next-line unicorn/no-array-sort -- as above
    await list.sort();
    expect(await list.slice()).toEqual([1, 2, 3]);
    await list.sort({ reverse: true });
    expect(await list.slice()).toEqual([3, 2, 1]);
  });
});

test("a namespace has values by names", async () => {
  const names = manager.Namespace<{ x: number; y: string }>({ x: 1 });
  await names.set("y", "of y");
  expect([await names.get("x"), await names.get("y")]).toEqual([1, "of y"]);
  await names.delete("x");
  await expect(names.get("x")).rejects.toThrow(expect.objectContaining({ name: "AttributeError" }));
  await expect(names.delete("x")).rejects.toThrow(expect.objectContaining({ name: "AttributeError" }));
});

test("what is begun with and cannot travel or be kept rejects each call, with what is wrong", async () => {
  const list = manager.list([1, unsendable]);
  await expect(list.length()).rejects.toThrow("is a function");
  await expect(list.append(1)).rejects.toThrow(TypeError);
  const dict = Reflect.apply(Reflect.get(manager, "dict"), manager, [[["a", 1, 2]]]);
  await expect(dict.size()).rejects.toThrow(
    new TypeError("entries must be pairs of a key and a value, got a list of 3 among them"),
  );
  await expect(manager.Namespace({ unsendable }).get("unsendable")).rejects.toThrow("is a function");
});

test("a manager makes the other objects as they are", async () => {
  expect(
    [
      manager.Queue(),
      manager.JoinableQueue(),
      manager.Lock(),
      manager.RLock(),
      manager.Semaphore(),
      manager.BoundedSemaphore(),
      manager.Event(),
      manager.Condition(),
      manager.Barrier(2),
      manager.Value("i"),
      manager.Array("i", 2),
    ].map(({ constructor }) => constructor),
  ).toEqual([
    Queue,
    JoinableQueue,
    Lock,
    RLock,
    Semaphore,
    BoundedSemaphore,
    SharedEvent,
    Condition,
    Barrier,
    Value,
    SharedArray,
  ]);
  const queue = manager.Queue<number>(1);
  await queue.put(1);
  expect(await queue.full()).toBe(true);
  expect(await manager.Semaphore(3).getValue()).toBe(3);
  expect(await manager.BoundedSemaphore(4).getValue()).toBe(4);
  expect(await manager.Barrier(5).parties()).toBe(5);
  expect(await manager.Value(null, "any").get()).toBe("any");
  expect(await manager.Array("d", [1.5]).slice()).toEqual([1.5]);
  const lock = manager.Lock();
  await manager.Condition(lock).run(async () => expect(await lock.acquire(0)).toBe(false));
});
