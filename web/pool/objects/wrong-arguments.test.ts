import { expect, test } from "vitest";
import "../testing/test-platform.ts";
import { holdEnds } from "./held-ends.ts";
import { BoundedSemaphore, Lock, Semaphore } from "./locks.ts";
import { Manager } from "./manager.ts";
import { Barrier, Condition, SharedEvent } from "./events-and-barriers.ts";
import { Connection, Pipe } from "./pipe.ts";
import { JoinableQueue, Queue } from "./queues.ts";
import { Handle } from "./shared-object.ts";
import { SharedArray, Value } from "./values.ts";

const manager = new Manager();

const codes = "b B h H i I l L q Q f d";

/** What a program without types may call: each argument that is wrong is named. */
const calls: readonly (readonly [of: object, method: string, args: readonly unknown[], wrong: string])[] = [
  [manager, "list", [5], "TypeError: items must be iterable, got 5"],
  [manager, "list", [null], "TypeError: items must be iterable, got null"],
  [manager.dict(), "update", [[1]], "TypeError: entries must be pairs of a key and a value, got 1 among them"],
  [manager, "dict", ["ab"], 'TypeError: entries must be pairs or an object, got "ab"'],
  [manager, "Namespace", [null], "TypeError: fields must be an object of names and values, got null"],
  [manager, "Namespace", ["ab"], 'TypeError: fields must be an object of names and values, got "ab"'],
  [manager, "Namespace", [[1, 2]], "TypeError: fields must be an object of names and values, got a list of 2"],
  [manager, "Queue", [-1], "RangeError: maxsize must be a whole number from 0 on, got -1"],
  [manager, "Semaphore", ["1"], 'TypeError: value must be a whole number from 0 on, got "1"'],
  [manager, "Condition", [new Queue()], "TypeError: lock must be a Lock or an RLock, got an object"],
  [manager, "Barrier", [0], "RangeError: parties must be a whole number from 1 on, got 0"],
  [manager, "Value", ["x"], `TypeError: type must be one of ${codes}, got "x"`],
  [manager, "Value", [5], `TypeError: type must be one of ${codes}, got 5`],
  [manager, "Array", ["ii", 3], `TypeError: type must be one of ${codes}, got "ii"`],
  [manager, "Array", ["i", null], "TypeError: size or numbers must be iterable, got null"],
  [manager, "Array", ["i", -1], "RangeError: size must be a whole number from 0 on, got -1"],
  [manager.list(), "extend", [5], "TypeError: items must be iterable, got 5"],
  [manager.list(), "get", ["a"], 'TypeError: index must be a whole number, got "a"'],
  [manager.list(), "set", [0.5, 1], "TypeError: index must be a whole number, got 0.5"],
  [manager.list(), "delete", [null], "TypeError: index must be a whole number, got null"],
  [manager.list(), "insert", [[], 1], "TypeError: index must be a whole number, got a list of 0"],
  [manager.list([1]), "pop", ["0"], 'TypeError: index must be a whole number, got "0"'],
  [manager.list(), "slice", ["a"], 'TypeError: start must be a whole number, got "a"'],
  [manager.list(), "slice", [0, {}], "TypeError: stop must be a whole number, got object"],
  [manager.list(), "slice", [0, 1, true], "TypeError: step must be a whole number, got true"],
  [manager.list(), "sort", [5], "TypeError: options must be an object, got 5"],
  [manager.list(), "sort", [null], "TypeError: options must be an object, got null"],
  [manager.list(), "sort", [{ reverse: 1 }], "TypeError: reverse must be a boolean, got 1"],
  [manager.dict(), "update", [7], "TypeError: entries must be pairs or an object, got 7"],
  [manager.dict(), "set", [{}, 1], "TypeError: key must be a text, a number, a boolean, null or undefined, got object"],
  [
    manager.dict(),
    "get",
    [[]],
    "TypeError: key must be a text, a number, a boolean, null or undefined, got a list of 0",
  ],
  [manager.Namespace(), "get", [5], "TypeError: name must be a text, got 5"],
  [manager.Namespace(), "set", [null, 1], "TypeError: name must be a text, got null"],
  [manager.Array("i", 2), "setSlice", [5], "TypeError: items must be iterable, got 5"],
  [manager.Array("i", 2), "setSlice", [[1], "0"], 'TypeError: start must be a whole number, got "0"'],
  [manager.Array("i", 2), "get", [undefined], "TypeError: index must be a whole number, got undefined"],
  [manager.Array("i", 2), "set", [0, "1"], 'TypeError: the value must be a whole number, got "1"'],
  [manager.Array("d", [1]), "set", [0, null], "TypeError: the value must be a number, got null"],
  [manager.Value("i"), "set", [1.5], "TypeError: the value must be a whole number, got 1.5"],
  [new Queue(), "get", ["1"], "TypeError: timeoutMs must be a number, got a string"],
  [new Queue(), "put", [1, -1], "RangeError: timeoutMs must be a number of milliseconds from 0 on, got -1"],
  [new Lock(), "acquire", [Number.NaN], "RangeError: timeoutMs must be a number of milliseconds from 0 on, got NaN"],
  [new Lock(), "run", [5], "TypeError: work must be a function, got 5"],
  [new SharedEvent(), "wait", [true], "TypeError: timeoutMs must be a number, got a boolean"],
  [new Condition(), "wait", ["a"], "TypeError: timeoutMs must be a number, got a string"],
  [new Condition(), "waitFor", [null], "TypeError: predicate must be a function, got null"],
  [new Condition(), "notify", [-1], "RangeError: n must be a whole number from 0 on, got -1"],
  [new Barrier(1), "wait", [-1], "RangeError: timeoutMs must be a number of milliseconds from 0 on, got -1"],
  [Pipe()[0], "poll", ["a"], "TypeError: timeoutMs must be a number, got a string"],
];

test.each(calls)("%o.%s(...%o) is refused by the argument's name", async (of, method, args, wrong) => {
  const call = async (): Promise<unknown> => Reflect.apply(Reflect.get(of, method), of, args);
  await expect(call().catch(String)).resolves.toBe(wrong);
});

test.each<[new (...args: never[]) => unknown, readonly unknown[], Error]>([
  [Queue, [1.5], new RangeError("maxsize must be a whole number from 0 on, got 1.5")],
  [JoinableQueue, [null], new TypeError("maxsize must be a whole number from 0 on, got null")],
  [Semaphore, [-1], new RangeError("value must be a whole number from 0 on, got -1")],
  [BoundedSemaphore, [{}], new TypeError("value must be a whole number from 0 on, got object")],
  [Barrier, [], new TypeError("parties must be a whole number from 1 on, got undefined")],
  [Barrier, [1, "a"], new TypeError("timeoutMs must be a number, got a string")],
  [Value, [], new TypeError(`type must be one of ${codes}, got undefined`)],
  [SharedArray, ["i", {}], new TypeError("size or numbers must be iterable, got object")],
])("a new %o of %o is refused as it is made", (Made, args, error) => {
  expect(() => Reflect.construct(Made, args)).toThrow(error);
});

test("a pipe is of two ways or one", () => {
  expect(() => Reflect.apply(Pipe, undefined, ["yes"])).toThrow(new TypeError('duplex must be a boolean, got "yes"'));
});

test("a proxy of a handle that was written by hand is neither a condition's lock nor an end for a process, and the error says what to do", () => {
  const reach = { call: () => Promise.reject(new Error("there is no such object")) };
  for (const use of [
    () => new Condition(new Lock(new Handle("lock:mine", reach))),
    () => holdEnds([new Connection(new Handle("pipe:mine", reach))], 2),
  ]) {
    expect(use).toThrow(
      /^the handle "(lock|pipe):mine" names no shared object: hand over the object itself, as it was made or as it was received$/,
    );
  }
});

test("a lock whose work is no function is not acquired", async () => {
  const lock = new Lock();
  await expect(Reflect.apply(Reflect.get(lock, "run"), lock, [])).rejects.toThrow(TypeError);
  expect(await lock.acquire(0)).toBe(true);
});
