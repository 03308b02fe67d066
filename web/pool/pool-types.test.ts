import { expectTypeOf, test } from "vitest";
import type { Task } from "../core/job/task.ts";
import type { AsyncResult } from "./async-result.ts";
import { lines } from "./lines.ts";
import type { SharedDict, SharedList, SharedNamespace } from "./objects/collections.ts";
import { connect } from "./connect.ts";
import { Manager } from "./objects/manager.ts";
import { type Connection, Pipe } from "./objects/pipe.ts";
import type { Queue } from "./objects/queues.ts";
import { Process } from "./process.ts";
import type { Pool, ResultIterator, Settlement } from "./pool-types.ts";
import { range } from "./range.ts";

/** Read by the compiler alone. */
function calls(pool: Pool) {
  return {
    map: pool.map((n: number) => String(n), range(3)),
    inferred: pool.map((n) => n.length, ["a"]),
    later: pool.map(async (n: number) => ({ n }), [1]),
    withTask: pool.map((line: string, task: Task) => [line, task.index] as const, lines("a\nb")),
    module: pool.map(new URL("file:///task.js"), [1]),
    apply: pool.apply((a: number, b: string) => b.repeat(a), [2, "ab"]),
    starmap: pool.starmap((a: number, b: string) => b.repeat(a), [[2, "ab"]]),
    applyAsync: pool.applyAsync(() => 1n),
    imap: pool.imap((n: number) => n > 1, [1], { order: "completed", transfer: [new ArrayBuffer(1)] }),
    settled: pool.mapSettled((n: number) => n, [1]),
  };
}

test("inputs and values are inferred from the function", () => {
  type Calls = ReturnType<typeof calls>;
  expectTypeOf<Calls["map"]>().toEqualTypeOf<Promise<string[]>>();
  expectTypeOf<Calls["inferred"]>().toEqualTypeOf<Promise<number[]>>();
  expectTypeOf<Calls["later"]>().toEqualTypeOf<Promise<{ n: number }[]>>();
  expectTypeOf<Calls["withTask"]>().toEqualTypeOf<Promise<(readonly [string, number])[]>>();
  expectTypeOf<Calls["module"]>().toEqualTypeOf<Promise<unknown[]>>();
  expectTypeOf<Calls["apply"]>().toEqualTypeOf<Promise<string>>();
  expectTypeOf<Calls["starmap"]>().toEqualTypeOf<Promise<string[]>>();
  expectTypeOf<Calls["applyAsync"]>().toEqualTypeOf<AsyncResult<bigint>>();
  expectTypeOf<Calls["imap"]>().toEqualTypeOf<ResultIterator<boolean>>();
  expectTypeOf<Calls["settled"]>().toEqualTypeOf<Promise<Settlement<number>[]>>();
});

/** As above. */
const wrong = (pool: Pool): unknown[] => [
  // @ts-expect-error -- texts are no numbers
  pool.map((n: number) => n, ["a"]),
  // @ts-expect-error -- an argument is missing
  pool.apply((a: number, b: number) => a + b, [1]),
  // @ts-expect-error -- what map resolves with is in the order of the inputs
  pool.map((n: number) => n, [1], { order: "completed" }),
  // @ts-expect-error -- views are of buffers, and none themselves
  pool.map((n: number) => n, [1], { transfer: [new Uint8Array(1)] }),
  // @ts-expect-error -- there is no such option
  pool.map((n: number) => n, [1], { sharde: 1 }),
];

test("what does not fit the function is refused by the compiler", () => {
  expectTypeOf(wrong).toBeFunction();
});

/** As above. */
function started(queue: Queue<string>) {
  return {
    inferred: new Process({ target: async (to, n) => to.put("a".repeat(n)), args: [queue, 2] }),
    withTask: new Process({ target: (_: Queue<string>, { process }) => process.pid, args: [queue] }),
    without: new Process({ target: ({ process }) => process.name }),
    module: new Process({ target: new URL("file:///work.js"), args: [1] }),
    // @ts-expect-error -- a number is no text
    wrong: new Process({ target: (n: number) => n, args: ["a"] }),
    item: queue.get(),
    ends: Pipe<number>(),
  };
}

test("arguments of a process are those of its function, and items of a queue have its type", () => {
  type Started = ReturnType<typeof started>;
  expectTypeOf<Started["item"]>().toEqualTypeOf<Promise<string>>();
  expectTypeOf<Started["ends"]>().toEqualTypeOf<[Connection<number>, Connection<number>]>();
  expectTypeOf<Started["inferred"]["exitcode"]>().toEqualTypeOf<number | null>();
});

/** As above. */
function managed(manager: Manager) {
  const dict = manager.dict<string | number, boolean>();
  const names = manager.Namespace<{ x: number; y: string }>({ x: 1 });
  return {
    untyped: manager.dict(),
    pairs: manager.dict([[1, "a"]]),
    fromObject: manager.dict({ a: 1 }),
    found: dict.get("a"),
    foundOr: dict.get("a", null),
    popped: dict.pop(1),
    items: dict.items(),
    list: manager.list([1, 2]),
    slice: manager.list(["a"]).slice(1),
    field: names.get("y"),
    anyNames: manager.Namespace(),
    queue: manager.Queue<string>(1),
    // @ts-expect-error -- a boolean is no such key
    wrongKey: dict.set(true, true),
    // @ts-expect-error -- a number is no boolean
    wrongValue: dict.set("a", 1),
    // @ts-expect-error -- there is no such name
    wrongName: names.get("z"),
  };
}

test("what a manager makes has the types of what it is made of", () => {
  type Managed = ReturnType<typeof managed>;
  expectTypeOf<Managed["untyped"]>().toEqualTypeOf<SharedDict>();
  expectTypeOf<Managed["pairs"]>().toEqualTypeOf<SharedDict<number, string>>();
  expectTypeOf<Managed["fromObject"]>().toEqualTypeOf<SharedDict<string, number>>();
  expectTypeOf<Managed["found"]>().toEqualTypeOf<Promise<boolean | undefined>>();
  expectTypeOf<Managed["foundOr"]>().toEqualTypeOf<Promise<boolean | null>>();
  expectTypeOf<Managed["popped"]>().toEqualTypeOf<Promise<boolean>>();
  expectTypeOf<Managed["items"]>().toEqualTypeOf<Promise<[string | number, boolean][]>>();
  expectTypeOf<Managed["list"]>().toEqualTypeOf<SharedList<number>>();
  expectTypeOf<Managed["slice"]>().toEqualTypeOf<Promise<string[]>>();
  expectTypeOf<Managed["field"]>().toEqualTypeOf<Promise<string>>();
  expectTypeOf<Managed["anyNames"]>().toEqualTypeOf<SharedNamespace>();
  expectTypeOf<Managed["queue"]>().toEqualTypeOf<Queue<string>>();
});

class Counter {
  readonly from: number;
  constructor(from: number) {
    this.from = from;
  }
  async add(by: number): Promise<number> {
    return this.from + by;
  }
}

/** As above. */
function served() {
  const register = { getTask: (): string => "a", later: async (n: number) => ({ n }) };
  return {
    manager: Manager.serve({ authkey: "abc", register }),
    client: connect<typeof register>({ link: "", authkey: "abc" }),
    counter: connect<Counter>({ link: "", authkey: "abc" }),
    untyped: connect({ link: "", authkey: "abc" }),
  };
}

test("registered functions, and methods of a registered object, are those of managers and clients", () => {
  type Served = { [Name in keyof ReturnType<typeof served>]: Awaited<ReturnType<typeof served>[Name]> };
  expectTypeOf<Served["manager"]["getTask"]>().toEqualTypeOf<() => Promise<string>>();
  expectTypeOf<Served["client"]["later"]>().toEqualTypeOf<(n: number) => Promise<{ n: number }>>();
  expectTypeOf<Served["counter"]["add"]>().toEqualTypeOf<(by: number) => Promise<number>>();
  expectTypeOf<Extract<keyof Served["counter"], "from">>().toEqualTypeOf<never>();
  expectTypeOf<Served["untyped"][string]>().toEqualTypeOf<(...args: never[]) => Promise<unknown>>();
});
