import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { ComputeEvent } from "./compute.ts";
import type { Answer, OpenedCompute } from "./testing/opened-compute.ts";

/** Counts its calls within one Worker, beside the given statement. */
function counting(statement: string): string {
  return `let calls = 0; ${statement}; export default () => (calls += 1);`;
}

const isAnnounced = (event: ComputeEvent): boolean => event.type === "task-started";

/** Answers with its own number, in one of several ways. */
function programOf(number: number): string {
  return `export default ({ way, n }) => {
    const value = [${number}, n];
    switch (way) {
      case "at once": return value;
      case "later": return new Promise((resolve) => setTimeout(() => resolve(value), n % 5));
      case "loop": for (;;);
    }
    throw new Error(way);
  }`;
}

function inputsOf(ways: readonly string[]): readonly unknown[] {
  return ways.map((way, n) => ({ way, n }));
}

async function check(run: Promise<readonly Answer[]>, program: number, ways: readonly string[]): Promise<void> {
  const answers = (await run).map((answer) => ("ended" in answer ? answer.ended : answer.value));
  expect(answers).toEqual(
    ways.map((way, n) => {
      if (way === "throw") return outcomes.threw;
      return way === "loop" ? outcomes.timedOut : [program, n];
    }),
  );
}

/** Programs do not meet each other in any kind of compute. */
export function describeSeveralPrograms(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;

    beforeEach(async () => {
      pool = await open(2);
    });

    afterEach(() => pool.close());

    const replacements = (): number => pool.events.filter(({ type }) => type === "slot-replaced").length;

    test("a run of another open job does not find the prototypes and globals that the one before it has changed", async () => {
      const vandal = pool.openJob(`export default () => {
    Array.prototype.map = () => "patched";
    JSON.stringify = () => "patched";
    Object.prototype.inherited = "patched";
    globalThis.left = "patched";
    return 1;
  }`);
      const other = pool.openJob(
        "export default () => [[1].map((n) => n)[0], JSON.stringify({}), ({}).inherited, globalThis.left]",
      );
      expect(await pool.run(vandal, [0])).toEqual([{ value: 1 }]);
      expect(await pool.run(other, [0])).toEqual([{ value: [1, "{}", undefined, undefined] }]);
    });

    test("timers of an open job do not go on while its slot computes for another one", async () => {
      const ticking = pool.openJob("let ticks = 0; setInterval(() => (ticks += 1), 1); export default () => ticks;");
      const other = pool.openJob("export default () => new Promise((resolve) => setTimeout(resolve, 50))");
      await pool.run(ticking, [0]);
      await pool.run(other, [0]);
      expect(await pool.run(ticking, [0])).toEqual([{ value: 0 }]);
    });

    test("open jobs of one program share a Worker, and load the program once", async () => {
      const source = counting("");
      const [first, second] = [pool.openJob(source), pool.openJob(source)];
      expect(await pool.run(first, [0, 0])).toEqual([{ value: 1 }, { value: 2 }]);
      expect(await pool.run(second, [0])).toEqual([{ value: 3 }]);
      expect(await pool.run(first, [0])).toEqual([{ value: 4 }]);
      expect(replacements()).toBe(0);
    });

    test("a Worker serves one program: each change to another one begins anew", async () => {
      const [first, second] = [pool.openJob(counting("1")), pool.openJob(counting("2"))];
      for (const job of [first, second, first]) {
        expect(await pool.run(job, [0])).toEqual([{ value: 1 }]);
        expect(await pool.run(job, [0])).toEqual([{ value: 2 }]);
      }
      expect(replacements()).toBe(2);
    });

    test("a run of another program waits until the one before it has ended, and no result of either is lost", async () => {
      const slow = pool.openJob("export default (n) => new Promise((resolve) => setTimeout(() => resolve(n), 30))");
      const quick = pool.openJob("export default (n) => -n");
      expect(await Promise.all([pool.run(slow, [1, 2, 3]), pool.run(quick, [4, 5])])).toEqual([
        [{ value: 1 }, { value: 2 }, { value: 3 }],
        [{ value: -4 }, { value: -5 }],
      ]);
      const ended = pool.events.flatMap((event) => (event.type === "run-ended" ? [event.run] : []));
      expect(ended).toEqual([1, 2]);
    });

    test("the slot's death under one program does not touch the run of another that waits behind it", async () => {
      const hanging = pool.openJob("export default (n) => { if (n < 0) for (;;); return n; }", 200);
      const other = pool.openJob("export default (n) => n * n");
      const [first, second] = await Promise.all([pool.run(hanging, [1, -1]), pool.run(other, [5, 6])]);
      expect(first).toEqual([{ value: 1 }, { ended: outcomes.timedOut, message: expect.any(String) }]);
      expect(second).toEqual([{ value: 25 }, { value: 36 }]);
    });

    test("a program that does not load does not touch the run of another that waits behind it", async () => {
      const broken = pool.openJob("export default (");
      const other = pool.openJob("export default (n) => n * n");
      const [first, second] = await Promise.all([pool.run(broken, [1, 2]), pool.run(other, [5])]);
      expect(first).toEqual([{ ended: outcomes.notLoaded, message: expect.stringContaining("SyntaxError") }]);
      expect(second).toEqual([{ value: 25 }]);
    });

    test("closing the job that runs lets the run of another program that waits behind it be computed", async () => {
      const hanging = pool.openJob("export default () => { for (;;); }");
      const other = pool.openJob("export default (n) => n * n");
      const [dropped, kept] = [pool.run(hanging, [0]), pool.run(other, [5, 6])];
      await pool.happened(isAnnounced);
      pool.compute.closeJob(hanging);
      expect(await dropped).toEqual([]);
      expect(await kept).toEqual([{ value: 25 }, { value: 36 }]);
    });

    test("closing a job whose run waits in the page leaves the run before it alone, and its Worker", async () => {
      const source = "export default (n) => new Promise((resolve) => setTimeout(() => resolve(n), 100))";
      const running = pool.openJob(source);
      const waiting = pool.openJob("export default (n) => n * n");
      const [kept, dropped] = [pool.run(running, [1, 2]), pool.run(waiting, [5])];
      await pool.happened(isAnnounced);
      pool.compute.closeJob(waiting);
      expect(await dropped).toEqual([]);
      expect(await kept).toEqual([{ value: 1 }, { value: 2 }]);
      expect(await pool.run(running, [3])).toEqual([{ value: 3 }]);
      expect(replacements()).toBe(0);
    });

    test("closing one of two jobs of one program ends its waiting run, and the other goes on", async () => {
      const source = "export default (n) => new Promise((resolve) => setTimeout(() => resolve(n), 50))";
      const [running, waiting] = [pool.openJob(source), pool.openJob(source)];
      const [kept, dropped] = [pool.run(running, [1, 2]), pool.run(waiting, [5])];
      await pool.happened(isAnnounced);
      pool.compute.closeJob(waiting);
      expect(await dropped).toEqual([]);
      expect(await kept).toEqual([{ value: 1 }, { value: 2 }]);
      expect(await pool.run(running, [3])).toEqual([{ value: 3 }]);
    });

    test("a run that is started while the end of the one before is told finds a Worker of its program", async () => {
      const [first, second] = [pool.openJob(counting("1")), pool.openJob(counting("2"))];
      const later: Promise<unknown>[] = [];
      pool.upon(
        (event) => event.type === "run-ended" && event.run < 3,
        () => later.push(pool.run(first, [0])),
      );
      expect(await Promise.all([pool.run(first, [0]), pool.run(second, [0])])).toEqual([
        [{ value: 1 }],
        [{ value: 1 }],
      ]);
      expect(await Promise.all(later)).toEqual([[{ value: 1 }], [{ value: 2 }]]);
    });

    test(
      "whatever programs follow one another, each position is answered by its own program, once and in order",
      { timeout: 60_000 },
      async () => {
        const way = fc.oneof(
          { weight: 30, arbitrary: fc.constantFrom("at once", "later", "throw") },
          { weight: 1, arbitrary: fc.constant("loop") },
        );
        const run = fc.record({
          program: fc.nat(2),
          slot: fc.nat(1),
          ways: fc.array(way, { minLength: 1, maxLength: 8 }),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(run, { minLength: 4, maxLength: 10 }), async (runs) => {
            // Loops are waited for, so their limit is short. On a busy machine other tasks, too, may stand still for as long.
            const jobs = [0, 1, 2].map((program) => [
              pool.openJob(programOf(program)),
              pool.openJob(programOf(program), 500),
            ]);
            const jobOf = (program: number, ways: readonly string[]): JobId =>
              jobs[program]?.[ways.includes("loop") ? 1 : 0] ?? pool.openJob("");
            const computeAll = async (slot: number): Promise<void> => {
              const started: Promise<void>[] = [];
              for (const { program, ways } of runs.filter((own) => own.slot === slot)) {
                // A slot takes two runs at a time.
                await started.at(-2);
                started.push(check(pool.run(jobOf(program, ways), inputsOf(ways), slot), program, ways));
              }
              await Promise.all(started);
            };
            await Promise.all([computeAll(0), computeAll(1)]);
            for (const job of jobs.flat()) pool.compute.closeJob(job);
          }),
          { numRuns: 8, endOnFailure: true },
        );
      },
    );
  });
}
