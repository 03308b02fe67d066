import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { taskRandom } from "../core/job/task-random.ts";
import { packAll } from "../core/values/packed.ts";
import { outcomes } from "../core/job/job.ts";
import type { ComputeEvent, OpenedJob } from "./compute.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const reading = 'new TextDecoder().decode(task.file("words.txt"))';

/** The first two that the task draws. */
function numbers(index: number): number[] {
  const random = taskRandom(42, index);
  return [random(), random()];
}

function opened(text: string, shared: string): Pick<OpenedJob, "files" | "shared"> {
  return { files: new Map([["words.txt", textBytes(text)]]), shared: packAll([shared]).bytes };
}

const isProgress = (event: ComputeEvent) => event.type === "task-progressed";

/** Source of a function that lists the members of the console and of its prototypes. */
const consoleNames = `() => {
  const names = [];
  for (let holder = console; holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
    names.push(...Object.getOwnPropertyNames(holder));
  }
  return names.sort();
}`;

/** What tasks of any kind of compute are given beside their inputs, and what they say. */
export function describeTaskArgument(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;

    beforeEach(async () => {
      pool = await open(1);
    });

    afterEach(() => pool.close());

    const replacements = (): number => pool.events.filter(({ type }) => type === "slot-replaced").length;

    test("a task is told its index and attempt, and the members may be taken out of it", async () => {
      const job = pool.openJob("export default (input, { index, attempt }) => [input, index, attempt]");
      expect(await pool.run(job, ["a", "b"])).toEqual([{ value: ["a", 100, 1] }, { value: ["b", 101, 1] }]);
      const again = { indices: Uint32Array.of(7), attempts: Uint8Array.of(3) };
      expect(await pool.run(job, ["c"], 0, again)).toEqual([{ value: ["c", 7, 3] }]);
    });

    test("what task.done gives, returned or resolved to, is a result that ends the job", async () => {
      const job = pool.openJob(
        "export default async (input, { done }) => (input > 1 ? done({ found: input }) : input)",
      );
      expect(await pool.run(job, [1, 2])).toEqual([{ value: 1 }, { value: { found: 2 }, endsJob: true }]);
      const plain = pool.openJob("export default (input, task) => task.done()");
      expect(await pool.run(plain, [1])).toEqual([{ value: undefined, endsJob: true }]);
    });

    test("what task.done gives fails its task where it is not the whole result, and the error names the place", async () => {
      const job = pool.openJob("export default (input, task) => ({ found: task.done(input) })");
      const [answer] = await pool.run(job, [1]);
      expect(answer).toMatchObject({ ended: outcomes.threw, message: expect.stringContaining("found.mustBeReturned") });
    });

    test("task.random gives each task its own numbers, the same in every run and on every Worker", async () => {
      const source = "export default (_, { random }) => [random(), random()]";
      const first = await pool.run(pool.openJob(source, 20_000, { seed: 42 }), [0, 0]);
      expect(first).toEqual([{ value: numbers(100) }, { value: numbers(101) }]);
      const elsewhere = `${source}; // another program, another Worker`;
      expect(await pool.run(pool.openJob(elsewhere, 20_000, { seed: 42 }), [0, 0])).toEqual(first);
      expect(await pool.run(pool.openJob(source, 20_000, { seed: 43 }), [0, 0])).not.toEqual(first);
    });

    test("task.shared is the decoded value, the same object for all tasks of a Worker", async () => {
      const shared = packAll([new Map([["pi", new Float64Array([3.14])]])]).bytes;
      const job = pool.openJob(
        "let first; export default (n, task) => [(first ??= task.shared) === task.shared, task.shared.get('pi')[0] * n]",
        20_000,
        { shared },
      );
      expect(await pool.run(job, [1, 2])).toEqual([{ value: [true, 3.14] }, { value: [true, 6.28] }]);
      expect(await pool.run(job, [3])).toEqual([{ value: [true, 3.14 * 3] }]);
    });

    test("the page keeps the shared value for the next Worker, and a task without one finds undefined", async () => {
      const shared = packAll(["kept"]).bytes;
      const job = pool.openJob("export default (n, task) => { if (n < 0) for (;;); return task.shared; }", 200, {
        shared,
      });
      const answers = await pool.run(job, [1, -1, 2]);
      expect(answers).toEqual([
        { value: "kept" },
        { ended: outcomes.timedOut, message: expect.any(String) },
        { value: "kept" },
      ]);
      expect(await pool.runProgram("export default (_, task) => task.shared", [0])).toEqual([{ value: undefined }]);
    });

    test("task.file reads a file of the program, each time as a copy of its own", async () => {
      const files = new Map([["words.txt", textBytes("one two")]]);
      const source = `export default (_, task) => {
    const bytes = task.file("words.txt");
    const text = new TextDecoder().decode(bytes);
    bytes.fill(0);
    return [text, bytes.constructor === Uint8Array];
  }`;
      const job = pool.openJob(source, 20_000, { files });
      expect(await pool.run(job, [0, 0])).toEqual([{ value: ["one two", true] }, { value: ["one two", true] }]);
    });

    test("a file that the program does not have is named, with those that there are", async () => {
      const files = new Map([
        ["words.txt", textBytes("one")],
        ["b", textBytes("")],
      ]);
      const source = "export default (_, task) => task.file('wrds.txt')";
      expect(await pool.run(pool.openJob(source, 20_000, { files }), [0])).toEqual([
        { ended: outcomes.threw, message: 'RangeError: The program has no file "wrds.txt"; it has "words.txt", "b".' },
      ]);
      expect(await pool.run(pool.openJob(source), [0])).toEqual([
        { ended: outcomes.threw, message: 'RangeError: The program has no file "wrds.txt"; it has none.' },
      ]);
    });

    test("a shared value that is no value fails the tasks that ask for it, and no other one", async () => {
      const job = pool.openJob("export default (n, task) => (n === 0 ? task.shared : n)", 20_000, {
        shared: Uint8Array.of(0xc1),
      });
      expect(await pool.run(job, [0, 5])).toEqual([
        { ended: outcomes.threw, message: expect.any(String) },
        { value: 5 },
      ]);
    });

    test("jobs of one source with other files or another shared value do not share a Worker", async () => {
      const source = `let kept; export default (_, task) => (kept ??= ${reading} + task.shared)`;
      const first = pool.openJob(source, 20_000, opened("a", "1"));
      const alike = pool.openJob(source, 20_000, opened("a", "1"));
      expect(await pool.run(first, [0])).toEqual([{ value: "a1" }]);
      expect(await pool.run(alike, [0])).toEqual([{ value: "a1" }]);
      expect(replacements()).toBe(0);
      const otherFile = pool.openJob(source, 20_000, opened("b", "1"));
      expect(await pool.run(otherFile, [0])).toEqual([{ value: "b1" }]);
      const otherShared = pool.openJob(source, 20_000, opened("b", "2"));
      expect(await pool.run(otherShared, [0])).toEqual([{ value: "b2" }]);
      expect(replacements()).toBe(2);
    });

    test("task.progress tells how much is done, at most a few times a second", async () => {
      const job = pool.openJob(`export default async (n, task) => {
    if (n === 1) for (let step = 0; step <= 1000; step += 1) task.progress(step / 1000);
    if (n === 2) task.progress(7);
    return n;
  }`);
      await pool.run(job, [1]);
      const told = pool.events.filter(isProgress);
      expect(told[0]).toEqual({ type: "task-progressed", slot: 0, run: 1, position: 0, part: 0 });
      // A thousand calls within a moment: a busy machine may take more than one of the gaps of half a second for them.
      expect(told.length).toBeLessThan(20);
    });

    test("progress that is no number is an error of the task, and what is beyond the ends is moved to them", async () => {
      const job = pool.openJob("export default (part, task) => task.progress(part)");
      expect(await pool.run(job, ["half", 7])).toEqual([
        { ended: outcomes.threw, message: "TypeError: Progress is a number from 0 to 1." },
        { value: undefined },
      ]);
      expect(pool.events.filter(isProgress)).toMatchObject([{ position: 1, part: 1 }]);
    });

    const lines = (): unknown[] =>
      pool.events.flatMap((event) =>
        event.type === "task-said" ? [[event.position, event.level, event.text, event.dropped]] : [],
      );

    test("lines of a task's console come with its position, before its result", async () => {
      const job = pool.openJob(`console.info("loading");
    export default (n) => { console.log("n is", n, [n]); if (n === 2) console.error(new Error("odd")); return n; }`);
      await pool.run(job, [1, 2]);
      expect(lines()).toEqual([
        [null, "info", "loading", 0],
        [0, "log", "n is 1 [1]", 0],
        [1, "log", "n is 2 [2]", 0],
        [1, "error", "Error: odd", 0],
      ]);
      const types = pool.events.map(({ type }) => type);
      expect(types.lastIndexOf("task-said")).toBeLessThan(types.indexOf("results"));
    });

    test("nothing of a Worker's console is the browser's own, and no other console is made from it", async () => {
      const answers = await pool.runProgram(
        `const names = ${consoleNames};
    export default () => {
      console.context("other").log("from context");
      for (const name of ["timeStamp", "profile", "profileEnd"]) console[name]("x");
      return [names(), names().filter((name) => console[name].toString().includes("[native code]"))];
    }`,
        [1],
      );
      expect(answers).toEqual([{ value: [expect.arrayContaining(["context", "log"]), []] }]);
      expect(lines()).toEqual([[0, "log", "from context", 0]]);
    });

    test("a flood of lines is cut, and what is left out is counted", async () => {
      const job = pool.openJob("export default () => { for (let i = 0; i < 5000; i += 1) console.log(i); }");
      await pool.run(job, [1]);
      const said = pool.events.flatMap((event) => (event.type === "task-said" ? [event] : []));
      const dropped = said.reduce((sum, line) => sum + line.dropped, 0);
      const shown = said.filter(({ text }) => text !== "").length;
      expect(shown + dropped).toBe(5000);
      expect(shown).toBeGreaterThanOrEqual(100);
      expect(dropped).toBeGreaterThan(0);
    });

    test("a console line can neither throw nor run without end, whatever it shows", async () => {
      const job = pool.openJob(`export default () => {
    console.log({ get trap() { throw new Error("no"); } }, "x".repeat(1e6), Symbol("s"), new Array(1e6).fill(0));
    console.log({ get trap() { console.log("again"); return 1; } });
    console.table([1]); console.assert(false, "what"); console.assert(true, "not this"); console.group("g"); console.groupEnd();
    return "fine";
  }`);
      expect(await pool.run(job, [1])).toEqual([{ value: "fine" }]);
      for (const line of pool.events)
        if (line.type === "task-said") expect(line.text.length).toBeLessThanOrEqual(2_000);
      expect(lines()).toContainEqual([0, "error", "Assertion failed: what", expect.any(Number)]);
    });
  });
}
