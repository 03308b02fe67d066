import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mostCallArguments, mostOpenCalls } from "../core/objects/call-bounds.ts";
import { errorAnswer } from "../core/objects/error-answer.ts";
import { outcomes } from "../core/job/job.ts";
import { packAll, valueAt } from "../core/values/packed.ts";
import type { ComputeEvent, TaskCall } from "./compute.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";

type Called = Extract<ComputeEvent, { readonly type: "task-called" }>;

const isCalled = (event: ComputeEvent): event is Called => event.type === "task-called";

function requestOf({ request }: TaskCall): unknown[] {
  return Array.from(request.ends, (_, at) => valueAt(request, at));
}

/** How calls of shared objects leave tasks of any kind of compute, and how their answers come back. */
export function describeCalls(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;
    let found: Called[] = [];
    /** Events that were looked through for calls. There may be ten thousand. */
    let looked = 0;

    beforeEach(async () => {
      pool = await open(1);
      [found, looked] = [[], 0];
    });

    afterEach(() => pool.close());

    const calls = (): readonly Called[] => {
      found.push(...pool.events.slice(looked).filter(isCalled));
      looked = pool.events.length;
      return found;
    };

    const giveValue = ({ run, position, call }: TaskCall, value: unknown): void =>
      pool.compute.answerCall({ run, position, call, answer: packAll(["value", value]) });

    /** Answers each call, as soon as it is made, by what `valueOf` gives. */
    const giveValues = (valueOf: (request: readonly unknown[]) => unknown): void =>
      pool.upon(
        (event) => isCalled(event),
        () => {
          const called = calls().at(-1);
          if (called !== undefined) giveValue(called, valueOf(requestOf(called)));
        },
      );

    /** Resolves to so many calls, once they are made. */
    const made = async (count: number): Promise<readonly Called[]> => {
      await pool.happened(() => calls().length >= count);
      return calls();
    };

    test("a call brings object, method and arguments to the page, and its answer is what it resolves to", async () => {
      giveValues(([object, method, ...args]) => ({ object, method, args }));
      const source = "export default (n, { call }) => call('a queue', 'put', [new Map([[n, undefined]]), -0])";
      expect(await pool.runProgram(source, [5, 6])).toEqual(
        [5, 6].map((n) => ({ value: { object: "a queue", method: "put", args: [new Map([[n, undefined]]), -0] } })),
      );
      expect(calls()).toMatchObject([
        { slot: 0, run: 1, position: 0, call: 1, received: 0 },
        { slot: 0, run: 1, position: 1, call: 1, received: 0 },
      ]);
    });

    test("an error that answers a call is thrown where the call is awaited, by its name", async () => {
      pool.upon(isCalled, () => {
        const [called] = calls();
        if (called !== undefined) pool.compute.answerCall({ ...called, answer: errorAnswer("Full", "no room") });
      });
      const source = `export default async (n, task) => {
        try { await task.call("q", "put", [n]); } catch (error) { return [error instanceof Error, error.name, error.message]; }
      }`;
      expect(await pool.runProgram(source, [1])).toEqual([{ value: [true, "Full", "no room"] }]);
    });

    test("calls are numbered within their task, answered in any order, and each tells how many answers have come", async () => {
      const source = `export default async (n, { call }) => {
        const [first, second] = [call("q", "get", []), call("q", "get", [])];
        const told = [await second];
        const third = call("q", "get", []);
        told.push(await first, await third, await call("q", "get", []));
        return told;
      }`;
      const answers = pool.runProgram(source, [1]);
      const [first, second] = await made(2);
      if (first === undefined || second === undefined) throw new Error("there are two calls");
      giveValue(second, "b");
      const third = (await made(3))[2];
      if (third === undefined) throw new Error("there are three calls");
      giveValue(third, "c");
      giveValue(first, "a");
      const fourth = (await made(4))[3];
      if (fourth === undefined) throw new Error("there are four calls");
      giveValue(fourth, "d");
      expect(await answers).toEqual([{ value: ["b", "a", "c", "d"] }]);
      expect(calls().map(({ call, received }) => [call, received])).toEqual([
        [1, 0],
        [2, 0],
        [3, 1],
        [4, 3],
      ]);
    });

    test("a second answer of a call, and one that nothing has asked for, change nothing", async () => {
      const source = `export default async (n, { call }) => [await call("q", "get", [n]), await call("q", "get", [n])]`;
      const answers = pool.runProgram(source, [1, 2]);
      const [first] = await made(1);
      if (first === undefined) throw new Error("there is a call");
      giveValue({ ...first, call: 2 }, "too early");
      giveValue({ ...first, position: 1 }, "of another task");
      giveValue({ ...first, run: 7 }, "of another run");
      giveValue(first, "one");
      giveValue(first, "one again");
      for (let count = 2; count <= 4; count += 1) {
        const called = (await made(count)).at(-1);
        if (called !== undefined) giveValue(called, count);
      }
      expect(await answers).toEqual([{ value: ["one", 2] }, { value: [3, 4] }]);
    });

    test("what cannot travel, or is too much, calls nothing, and rejects", async () => {
      const source = `export default async (way, { call }) => {
        const ways = {
          method: () => call("q", 5, []),
          value: () => call("q", "put", [{ deep: () => {} }]),
          many: () => call("q", "put", new Array(${mostCallArguments + 1}).fill(0)),
          large: () => Promise.all([1, 2].map(() => call("q", "put", [new Uint8Array(32 * 2 ** 20)]))),
        };
        try { await ways[way](); } catch (error) { return error.name + ": " + error.message; }
      }`;
      expect(await pool.runProgram(source, ["method", "value", "many", "large"])).toEqual([
        { value: "TypeError: A call names its object and its method as texts." },
        { value: expect.stringMatching(/^TypeError: The value cannot be sent: .*deep/) },
        { value: "RangeError: A call has at most 16 arguments." },
        { value: "RangeError: The calls of a task that wait for their answers have at most 63 MiB together." },
      ]);
      expect(calls()).toMatchObject([{ position: 3 }]);
    });

    test("calls beyond the bound are made as earlier ones are answered, whatever the task has made of what maps and lists count by", async () => {
      const source = `
        Object.defineProperty(Map.prototype, "size", { get: () => 0 });
        export default async (n, { call }) => {
          const waiting = Array.from({ length: ${mostOpenCalls + 2} }, () => call("q", "get", []));
          return (await Promise.all(waiting)).length;
        }`;
      const answers = pool.runProgram(source, [1]);
      for (const called of (await made(mostOpenCalls)).slice(0, 1)) giveValue(called, 0);
      expect((await made(mostOpenCalls + 1)).at(-1)).toMatchObject({ call: mostOpenCalls + 1, received: 1 });
      for (const called of calls().slice(1)) giveValue(called, 0);
      for (const called of (await made(mostOpenCalls + 2)).slice(-1)) giveValue(called, 0);
      expect(await answers).toEqual([{ value: mostOpenCalls + 2 }]);
    });

    test("code that has replaced what it can reach gets hold of no port, and is answered as any other", async () => {
      const source = `
        const seen = [];
        for (const name of ["postMessage", "addEventListener"]) {
          for (const holder of [globalThis.MessagePort?.prototype, globalThis.EventTarget?.prototype]) {
            if (holder) holder[name] = function () { seen.push(this); };
          }
        }
        const Own = Promise;
        globalThis.Promise = class { constructor() { seen.push("promise"); } };
        export default (n, { call }) => call("q", "get", [n]).then((value) => [value, seen.length]);`;
      giveValues(([, , n]) => n);
      expect(await pool.runProgram(source, [3])).toEqual([{ value: [3, 0] }]);
    });

    test("what is open when a task has settled is dropped, and what the task has left behind cannot call", async () => {
      const source = `
        let left; const woken = [];
        export default async (n, task) => {
          if (n === 1) {
            left = task;
            task.call("q", "get", ["never waited for"]).then(() => woken.push("answered"));
            return "settled";
          }
          const refused = await left.call("q", "get", []).catch((error) => error.message);
          return [await task.call("q", "get", [n]), refused, woken.length];
        }`;
      const answers = pool.runProgram(source, [1, 2]);
      const [first, second] = await made(2);
      if (first === undefined || second === undefined) throw new Error("there are two calls");
      giveValue(first, "too late");
      giveValue(second, "two");
      expect(await answers).toEqual([
        { value: "settled" },
        { value: ["two", "The task has ended: what it has left behind cannot call shared objects.", 0] },
      ]);
    });

    test("a task that has called is never computed again where its Worker dies, and no other one is blamed", async () => {
      const source = `export default async (n, { call }) => {
        if (n !== 3) return n;
        await call("q", "put", [n]);
        for (;;);
      }`;
      giveValues(() => null);
      const job = pool.openJob(source, 1_000);
      const answers = await pool.run(job, [1, 2, 3, 4]);
      expect(answers.map((answer) => ("ended" in answer ? answer.ended : answer.value))).toEqual([
        1,
        2,
        outcomes.timedOut,
        4,
      ]);
      expect(calls()).toHaveLength(1);
    });

    test("all results before a task are told before its first call", async () => {
      const source = "export default (n, { call }) => (n < 3 ? n : call('q', 'get', [n]))";
      giveValues(() => "got");
      expect(await pool.runProgram(source, [1, 2, 3])).toEqual([{ value: 1 }, { value: 2 }, { value: "got" }]);
      const told = pool.events.flatMap((event): (number | string)[] => {
        if (event.type === "results") return [event.results.outcomes.length];
        return isCalled(event) ? [`call of ${event.position}`] : [];
      });
      expect(told).toEqual([2, "call of 2", 1]);
    });

    test("the result of a task that has called comes by itself", async () => {
      const source = "export default (n, { call }) => (n === 2 ? call('q', 'get', [n]) : n)";
      giveValues(() => "got");
      expect(await pool.runProgram(source, [1, 2, 3, 4])).toEqual([
        { value: 1 },
        { value: "got" },
        { value: 3 },
        { value: 4 },
      ]);
      const told = pool.events.flatMap((event) => (event.type === "results" ? [event.results.outcomes.length] : []));
      expect(told.slice(0, 2)).toEqual([1, 1]);
    });

    test("calls of a job that is closed are forgotten: their answers change nothing for the next one", async () => {
      const source = "export default (n, { call }) => call('q', 'get', [n])";
      const job = pool.openJob(source);
      const aborted = pool.run(job, [1]);
      const [first] = await made(1);
      pool.compute.closeJob(job);
      expect(await aborted).toEqual([]);
      const answers = pool.runProgram(source, [2]);
      if (first !== undefined) giveValue(first, "of the closed job");
      const called = (await made(2)).at(-1);
      if (called !== undefined) giveValue(called, "own");
      expect(await answers).toEqual([{ value: "own" }]);
    });
  });
}
