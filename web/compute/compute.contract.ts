import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import type { ComputeEvent } from "./compute.ts";
import type { OpenedCompute } from "./testing/opened-compute.ts";

const squares = "export default (n) => n * n";

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function replaced(event: ComputeEvent): boolean {
  return event.type === "slot-replaced";
}

const manyWays = `export default ({ way, n }) => {
  switch (way) {
    case "at once": return n;
    case "later": return new Promise((resolve) => setTimeout(() => resolve(n), n % 7));
    case "soon": return Promise.resolve(n);
    case "throw": throw new Error(String(n));
    case "reject": return Promise.reject(new Error(String(n)));
    case "unsendable": return () => n;
    case "loop": for (;;);
    case "never": return new Promise(() => {});
  }
}`;

const ends: Readonly<Record<string, number>> = {
  throw: outcomes.threw,
  reject: outcomes.threw,
  unsendable: outcomes.threw,
  loop: outcomes.timedOut,
  never: outcomes.timedOut,
};

function weighed(weight: number, ways: readonly string[]): { weight: number; arbitrary: fc.Arbitrary<string> } {
  return { weight, arbitrary: fc.constantFrom(...ways) };
}

/** What any kind of compute does with runs, and with tasks that fail, hang and are not wanted any more. */
export function describeCompute(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;

    beforeEach(async () => {
      pool = await open(2);
    });

    afterEach(() => pool.close());

    test("each input's value comes back at its own position", async () => {
      const answers = await pool.runProgram(squares, [3, 4, 8399]);
      expect(answers).toEqual([{ value: 9 }, { value: 16 }, { value: 70_543_201 }]);
    });

    test("an async function's values keep their positions, however long each takes", async () => {
      const source = `export default async (n) => {
    if (n % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 20 - n));
    return n * n;
  }`;
      const answers = await pool.runProgram(source, numbers(10));
      expect(answers).toEqual(numbers(10).map((n) => ({ value: n * n })));
    });

    test("a throw touches its own task only, and says what was thrown", async () => {
      const source = `export default (n) => {
    if (n === 1) throw new RangeError("one is too few");
    if (n === 2) throw { code: 2 };
    if (n === 3) return Promise.reject("three");
    if (n === 4) throw null;
    return n;
  }`;
      expect(await pool.runProgram(source, numbers(6))).toEqual([
        { value: 0 },
        { ended: outcomes.threw, message: "RangeError: one is too few" },
        { ended: outcomes.threw, message: 'Thrown: {"code": 2}' },
        { ended: outcomes.threw, message: "Thrown: three" },
        { ended: outcomes.threw, message: "Thrown: null" },
        { value: 5 },
      ]);
    });

    test("an error's stack names the program, and none of the slot's frames", async () => {
      await pool.runProgram("function deep() { throw new Error('x'); }\nexport default () => deep()", [0]);
      const results = pool.events.find((event) => event.type === "results");
      const text = new TextDecoder().decode(results?.results.values.bytes);
      // `deep (task.js:1:` in Chromium, `deep@task.js:1:` in Firefox.
      expect(text).toMatch(/deep(?: \(|@)task\.js:1:/);
      expect(text).not.toMatch(/blob:|data:/);
    });

    test.each([
      ["a function", "() => {}", "it is a function"],
      ["a symbol", "Symbol('x')", "it is a symbol"],
      ["promises in a list", "[1, 2].map(async (k) => k)", "[0] is a Promise"],
      ["a thenable in a list", "[1, { then() {} }]", "[1].then is a function"],
      ["a generator", "(function* () { yield 1; })()", "it is a Generator"],
      ["an asynchronous generator", "(async function* () {})()", "it is an AsyncGenerator"],
      ["a Blob", "({ file: new Blob(['a']) })", ".file is a Blob"],
      ["an address", "[new URL('http://localhost')]", "[0] is a URL"],
      ["a response", "new Response('')", "it is a Response"],
      ["a WeakMap", "new Map([['cache', new WeakMap()]])", '.get("cache") is a WeakMap'],
      ["a getter that throws", "({ get a() { throw new Error('mine'); } })", ".a cannot be read: mine"],
    ])("%s cannot be a value, and the task says where it stands", async (_, expression, message) => {
      const [answer, next] = await pool.runProgram(`export default (n) => n === 0 ? ${expression} : n`, [0, 1]);
      expect(answer).toMatchObject({
        ended: outcomes.threw,
        message: `TypeError: The value cannot be sent: ${message}`,
      });
      expect(next).toEqual({ value: 1 });
    });

    test.each([
      ["does not parse", "export default (n) => {\n  const x = ;\n}", /^SyntaxError: .*';'$/],
      [
        "declares a name twice",
        "const a = 1;\nconst a = 2;",
        /^SyntaxError: .*(?:already been declared|redeclaration)/,
      ],
      ["throws when loaded", "throw new Error('at load'); export default () => 1", /^Error: at load$/],
      ["exports nothing", "const a = 1", /default export must be a function; it has none/],
      ["exports a number", "export default 42", /default export must be a function; it is a number/],
    ])(
      "a program that %s says so for one task, and the others of the run are not computed",
      async (_, source, message) => {
        const answers = await pool.runProgram(source, [0, 1, 2]);
        expect(answers).toEqual([{ ended: outcomes.notLoaded, message: expect.stringMatching(message) }]);
        expect(await pool.runProgram(squares, [2])).toEqual([{ value: 4 }]);
      },
    );

    test.each([
      ["does not parse", "export default (n) => {\n  const x = ;\n}", "task.js:2:13"],
      ["declares a name twice", "const a = 1;\nconst a = 2;", "task.js:2:7"],
      ["throws when loaded", "\n\nthrow new TypeError('boo')", "task.js:3:7"],
      ["calls what is not there", "\n  nope();", "task.js:2:3"],
    ])("a program that %s says in which line", async (_, source, place) => {
      await pool.runProgram(source, [0]);
      const results = pool.events.find((event) => event.type === "results");
      const text = new TextDecoder().decode(results?.results.values.bytes);
      expect(text).toContain(place);
      expect(text).not.toMatch(/blob:|data:/);
    });

    test("both runs of a slot whose program does not load end with one report each", async () => {
      const job = pool.openJob("export default (");
      const [first, second] = await Promise.all([pool.run(job, [1, 2]), pool.run(job, [3])]);
      const failure = { ended: outcomes.notLoaded, message: expect.stringContaining("SyntaxError") };
      expect([first, second]).toEqual([[failure], [failure]]);
    });

    test("an endless loop in the middle of a batch times out, alone", async () => {
      const source = "export default (n) => { if (n === 700) for (;;); return n; }";
      const answers = await pool.runProgram(source, numbers(1500), 300);
      const guilty = answers.flatMap((answer, i) => ("ended" in answer ? [{ i, ended: answer.ended }] : []));
      expect(guilty).toEqual([{ i: 700, ended: outcomes.timedOut }]);
      expect(answers.filter((answer) => "value" in answer)).toEqual(
        numbers(1500).flatMap((n) => (n === 700 ? [] : [{ value: n }])),
      );
    });

    test("a promise that never settles times out, alone, and is tried once", async () => {
      const source = "export default (n) => n === 2 ? new Promise(() => {}) : n";
      const answers = await pool.runProgram(source, numbers(4), 400);
      expect(answers).toEqual([
        { value: 0 },
        { value: 1 },
        { ended: outcomes.timedOut, message: "TimeLimitExceeded: task-too-long limitMs=400" },
        { value: 3 },
      ]);
      expect(pool.events.filter(replaced)).toHaveLength(1);
    });

    test("a short task after an async one has its own time", async () => {
      const source = `export default (n) => {
    if (n === 1) return new Promise((resolve) => setTimeout(() => resolve(n), 250));
    if (n === 2) for (;;);
    return n;
  }`;
      const answers = await pool.runProgram(source, numbers(4), 400);
      expect(answers.map((answer) => ("ended" in answer ? answer.ended : answer.value))).toEqual([
        0,
        1,
        outcomes.timedOut,
        3,
      ]);
    });

    test("a program that hangs while it loads is reported once, and the slot takes other programs", async () => {
      const answers = await pool.runProgram("for (;;); export default () => 1", [0, 1], 200);
      const message = "ProgramNotLoaded: loading-too-long limitMs=200";
      expect(answers).toEqual([{ ended: outcomes.notLoaded, message }]);
      expect(pool.events.filter(replaced)).toMatchObject([{ cause: outcomes.notLoaded }]);
      expect(await pool.runProgram(squares, [3])).toEqual([{ value: 9 }]);
    });

    test("a task that hangs after its program was loaded in an earlier job is the task's own fault", async () => {
      const source = "export default (n) => { if (n < 0) for (;;); return n; }";
      const first = pool.openJob(source);
      await pool.run(first, [1]);
      pool.compute.closeJob(first);
      const [answer] = await pool.run(pool.openJob(source, 300), [-1]);
      expect(answer).toMatchObject({ ended: outcomes.timedOut });
    });

    test("a task that returned after its time limit has timed out", async () => {
      const source = "export default () => { const end = performance.now() + 130; while (performance.now() < end); }";
      const [answer] = await pool.runProgram(source, [0], 100);
      expect(answer).toMatchObject({ ended: outcomes.timedOut });
    });

    test("two runs of one slot follow each other, and the other slot computes meanwhile", async () => {
      const job = pool.openJob(squares);
      const [first, second, other] = await Promise.all([
        pool.run(job, [1, 2]),
        pool.run(job, [3]),
        pool.run(job, [4], 1),
      ]);
      expect([first, second, other]).toEqual([[{ value: 1 }, { value: 4 }], [{ value: 9 }], [{ value: 16 }]]);
      const ended = pool.events.flatMap((event) => (event.type === "run-ended" && event.slot === 0 ? [event.run] : []));
      expect(ended).toEqual([1, 2]);
    });

    test("the run that waits behind an endless loop is computed in the next Worker", async () => {
      const job = pool.openJob("export default (n) => { if (n < 0) for (;;); return n; }", 200);
      const [first, second] = await Promise.all([pool.run(job, [1, -1]), pool.run(job, [5, 6])]);
      expect(first).toEqual([{ value: 1 }, { ended: outcomes.timedOut, message: expect.any(String) }]);
      expect(second).toEqual([{ value: 5 }, { value: 6 }]);
    });

    test("results come while a long run is still going on", async () => {
      const source = `export default () => { const end = performance.now() + 30; while (performance.now() < end); return 1; }`;
      await pool.runProgram(source, numbers(24));
      const parts = pool.events.filter((event) => event.type === "results");
      expect(parts.length).toBeGreaterThan(2);
    });

    test("a task that runs for long is announced with its position", async () => {
      const source = `export default (n) => { const end = performance.now() + n; while (performance.now() < end); return n; }`;
      // A second is longer than a busy machine delays a timer of a tenth.
      await pool.runProgram(source, [70, 1_000, 70, 1_000]);
      const started = pool.events.flatMap((event) => (event.type === "task-started" ? [event.position] : []));
      expect(started).toEqual(expect.arrayContaining([1, 3]));
    });

    test("closing a job ends its runs without results and frees the slot for another", async () => {
      const hanging = pool.openJob("export default () => { for (;;); }");
      const runs = Promise.all([pool.run(hanging, [0]), pool.run(hanging, [0])]);
      await pool.happened((event) => event.type === "task-started");
      pool.compute.closeJob(hanging);
      expect(await runs).toEqual([[], []]);
      expect(await pool.runProgram(squares, [6])).toEqual([{ value: 36 }]);
      expect(pool.events.filter(replaced)).toMatchObject([{ slot: 0, cause: "aborted" }]);
    });

    test("closing a job leaves the runs of other jobs alone", async () => {
      const closed = pool.openJob(squares);
      const other = pool.openJob(
        "export default async (n) => { await new Promise((r) => setTimeout(r, 150)); return n; }",
      );
      const kept = pool.run(other, [7, 8]);
      const dropped = pool.run(closed, [1]);
      pool.compute.closeJob(closed);
      expect(await dropped).toEqual([]);
      expect(await kept).toEqual([{ value: 7 }, { value: 8 }]);
    });

    test("jobs of one program that follow each other share its Worker, and one of another program gets a new one", async () => {
      const counting = "let runs = 0; export default () => (runs += 1);";
      const first = pool.openJob(counting);
      expect(await pool.run(first, [0, 0])).toEqual([{ value: 1 }, { value: 2 }]);
      pool.compute.closeJob(first);
      const second = pool.openJob(counting);
      expect(await pool.run(second, [0])).toEqual([{ value: 3 }]);
      pool.compute.closeJob(second);
      const others = `${counting} // another one`;
      expect(await pool.runProgram(others, [0])).toEqual([{ value: 1 }]);
    });

    test("a closed job's timers do not go on in the slot", async () => {
      const source = "export default () => { globalThis.left = 'over'; return 1; }";
      const job = pool.openJob(source);
      await pool.run(job, [0]);
      pool.compute.closeJob(job);
      expect(await pool.runProgram("export default () => typeof globalThis.left", [0])).toEqual([
        { value: "undefined" },
      ]);
    });

    test("fewer slots end the runs of removed slots, and more slots compute again", async () => {
      const hanging = pool.openJob("export default () => { for (;;); }");
      const ending = pool.run(hanging, [0], 1);
      pool.compute.resize(1);
      expect(await ending).toEqual([]);
      const inputs = { ends: Uint32Array.of(0), bytes: new Uint8Array() };
      const run = { run: 99, job: hanging, inputs, indices: Uint32Array.of(0), attempts: Uint8Array.of(1) };
      expect(() => pool.compute.start(1, run)).toThrow(RangeError);
      pool.compute.resize(3);
      await pool.happened((event) => event.type === "slot-ready" && event.slot === 2);
      expect(await pool.run(pool.openJob(squares), [9], 2)).toEqual([{ value: 81 }]);
    });

    test("a flood of errors outside any task's call does not disturb the slots", async () => {
      const flood = `export default async () => {
    for (let i = 0; i < 20000; i += 1) setTimeout(() => { throw new Error("x".repeat(1000)); });
    await new Promise((resolve) => setTimeout(resolve, 200));
    return "done";
  }`;
      const [flooding, beside] = await Promise.all([
        pool.runProgram(flood, [0]),
        pool.run(pool.openJob(squares), numbers(1000), 1),
      ]);
      expect(flooding).toEqual([{ value: "done" }]);
      expect(beside).toHaveLength(1000);
    });

    test("whatever the mix, each position ends in its own way, once and in order", { timeout: 60_000 }, async () => {
      const way = fc.oneof(
        weighed(40, ["at once", "later", "soon", "throw", "reject", "unsendable"]),
        weighed(1, ["loop", "never"]),
      );
      const run = fc.array(way, { minLength: 1, maxLength: 25 });
      await fc.assert(
        fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 4 }), async (runs) => {
          const job = pool.openJob(manyWays, 150);
          const answers = await Promise.all(
            runs.map((ways, i) =>
              pool.run(
                job,
                ways.map((own, n) => ({ way: own, n })),
                i % 2,
              ),
            ),
          );
          expect(answers.map((own) => own.map((answer) => ("ended" in answer ? answer.ended : answer.value)))).toEqual(
            runs.map((ways) => ways.map((own, n) => ends[own] ?? n)),
          );
          pool.compute.closeJob(job);
        }),
        { numRuns: 8, endOnFailure: true },
      );
    });
  });
}
