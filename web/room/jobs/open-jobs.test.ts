import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { jobNumber } from "../../core/ids.ts";
import type { InputRecipe } from "../../core/job/input-recipe.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { problemsOf } from "../../core/job/testing/problems-of.ts";
import type { Journal } from "../../journal/journal.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import { mostAddedInputs } from "./added-inputs.ts";

const open: JobDefinition = { ...squaresOf(1), inputs: { type: "open" } };

function list(...values: readonly unknown[]): InputRecipe {
  return { type: "list", values };
}

function double(input: unknown): number {
  return 2 * Number(input);
}

/** What the tasks have come to, in their order. */
function resultsOf({ room, job }: OpenedRoom): readonly unknown[] {
  return Array.from({ length: job.total }, (_, at) => {
    const outcome = room.results?.at(at)?.outcome;
    return outcome?.type === "value" ? outcome.value : null;
  });
}

async function reload(before: OpenedRoom): Promise<OpenedRoom> {
  const { browser, code } = before;
  before.close();
  await browser.passTime(1_000);
  const after = await OpenedRoom.open({ browser, code });
  await browser.passTime(1_000);
  return after;
}

describe("a job that stays open", () => {
  test("begins with the inputs of its definition, takes further ones, and ends once it is sealed", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    const { room, browser } = opened;
    const job = room.startJob({ ...squaresOf(1), inputs: list(5, 6) }, { staysOpen: true });
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "idle", takesInputs: true, isSealed: false, total: 2, done: 2 });
    room.addInputs(job, { type: "range", start: 10, step: 5, count: 2 });
    room.addInputs(job, { type: "lines", text: "1\n2\n" });
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "idle", total: 6, done: 6 });
    room.sealJob(job);
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "done", takesInputs: false, isSealed: true, total: 6, done: 6 });
    expect(opened.said).toContainEqual({ key: "job-sealed", job: 1, tasks: 6 });
    expect(resultsOf(opened)).toEqual([10, 12, 20, 30, 2, 4]);
  });

  test("takes nothing once it is sealed or over, and no other job takes any", async () => {
    const opened = await OpenedRoom.open();
    const { room } = opened;
    const job = room.startJob(open);
    room.addInputs(job, list(1));
    room.sealJob(job);
    expect(() => room.addInputs(job, list(2))).toThrow(`job ${jobNumber(job)} takes no further inputs: it is sealed`);
    expect(() => room.sealJob(job)).toThrow("takes no further inputs: it is sealed");
    const whole = room.startJob(squaresOf(3));
    expect(() => room.addInputs(whole, list(1))).toThrow("was not started as one that stays open");
    expect(() => room.sealJob(whole)).toThrow("was not started as one that stays open");
    const cancelled = room.startJob(open);
    room.cancelJob(cancelled);
    expect(() => room.addInputs(cancelled, list(1))).toThrow("it is over");
  });

  test("waits without a running clock, and without a volunteer", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const job = room.startJob(open);
    await browser.passTime(60_000);
    expect(opened.job).toMatchObject({ phase: "idle", elapsedMs: 0, total: 0 });
    room.addInputs(job, list(1));
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "waiting", total: 1 });
    await opened.enter("laptop", double);
    await browser.passTime(1_000);
    expect(opened.job.phase).toBe("idle");
    const { elapsedMs } = opened.job;
    await browser.passTime(60_000);
    expect(opened.job.elapsedMs).toBe(elapsedMs);
    room.pauseJob(job);
    await browser.passTime(100);
    expect(opened.job).toMatchObject({ phase: "paused", takesInputs: true });
  });

  test("leaves its volunteers to other jobs while it has nothing to do", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    const { room, browser } = opened;
    const job = room.startJob(open);
    room.startJob({ ...squaresOf(1), inputs: list(1, 2, 3) });
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "done", done: 3 });
    expect(opened.state.jobs.find(({ id }) => id === job)).toMatchObject({ phase: "idle" });
  });

  test("reads all that is added at once, also while no volunteer is there", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const job = room.startJob(open);
    room.addInputs(job, { type: "range", start: 1, step: 1, count: 50_000 });
    await browser.passTime(5_000);
    expect(opened.job).toMatchObject({ total: 50_000, pending: 50_000 });
    expect(opened.state.journal.jobs[0]).toMatchObject({ total: 50_000, isSealed: false });
  });

  test("gets no further task once it is cancelled, and its total is the last one, on record, too", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const job = room.startJob(open);
    room.addInputs(job, list(7));
    await browser.passTime(100);
    expect(opened.job.isSealed).toBe(false);
    room.cancelJob(job);
    await browser.passTime(100);
    expect(opened.job).toMatchObject({ phase: "cancelled", isSealed: true });
    const again = await reload(opened);
    await again.browser.passTime(1_000);
    expect(again.job).toMatchObject({ phase: "cancelled", isSealed: true });
  });

  test("says which of its inputs, and whether its seal, the disk has: it is asked for both at once", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const journal: Journal = browser.journal;
    const job = room.startJob(open);
    await browser.passTime(1_000);
    const releases: (() => void)[] = [];
    const release = (): void => releases.shift()?.();
    const write = journal.write.bind(journal);
    const spy = vi.spyOn(journal, "write").mockImplementation(async (...asked) => {
      await new Promise<void>((resolve) => releases.push(resolve));
      return write(...asked);
    });
    expect(room.addInputs(job, list(7))).toEqual({ count: 1, total: 1 });
    expect(room.addInputs(job, list(7, 7))).toEqual({ count: 2, total: 3 });
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ total: 3, inputsKept: 0, inputsDue: 3 });
    release();
    await browser.passTime(1_000);
    expect(opened.job.inputsKept).toBe(1);
    release();
    await browser.passTime(1_000);
    expect(opened.job.inputsKept).toBe(3);
    room.sealJob(job);
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ takesInputs: false, isSealing: true });
    release();
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject({ isSealed: true, isSealing: false });
    const asked = spy.mock.calls.map(([, , entries, durability]) => [entries[0]?.type, durability]);
    expect(asked).toEqual([
      ["tasks-added", "strict"],
      ["tasks-added", "strict"],
      ["job-sealed", "strict"],
    ]);
  });

  test("says at once what was added and that it is sealed, also while inputs before that wait to be on record", async () => {
    const opened = await OpenedRoom.open();
    const { room, browser } = opened;
    const journal: Journal = browser.journal;
    const job = room.startJob(open);
    await browser.passTime(1_000);
    const releases: (() => void)[] = [];
    const held = new Promise<void>((resolve) => releases.push(resolve));
    const write = journal.write.bind(journal);
    vi.spyOn(journal, "write").mockImplementation(async (...asked) => {
      await held;
      return write(...asked);
    });
    room.addInputs(job, list(...Array.from({ length: 20 }, (_, at) => `${at}`.repeat(500_000))));
    await browser.passTime(1_000);
    const { total } = opened.job;
    expect(total).toBeLessThan(20);
    expect(opened.job).toMatchObject({ inputsKept: 0, inputsDue: 20, takesInputs: true });
    room.addInputs(job, list(7));
    await browser.passTime(100);
    expect(opened.job).toMatchObject({ total, inputsDue: 21 });
    room.sealJob(job);
    await browser.passTime(100);
    expect(opened.job).toMatchObject({ total, takesInputs: false, isSealing: true });
    releases[0]?.();
    await browser.passTime(5_000);
    expect(opened.job).toMatchObject({ total: 21, inputsKept: 21, isSealed: true, isSealing: false });
  });

  test("refuses inputs that cannot be added, with the place and the reason, and adds none of them", async () => {
    const opened = await OpenedRoom.open();
    const { room } = opened;
    const job = room.startJob(open);
    const refusals: readonly (readonly [InputRecipe, object])[] = [
      [list(1, () => 2), { field: "inputs.values[1]", wrong: { key: "cannot-travel" } }],
      [
        { type: "range", start: 0, step: 1, count: mostAddedInputs + 1 },
        { field: "inputs", wrong: { key: "too-many", most: mostAddedInputs, found: mostAddedInputs + 1 } },
      ],
      [{ type: "stream" }, { field: "inputs.type", wrong: { key: "must-be" } }],
      [{ type: "open" }, { field: "inputs.type", wrong: { key: "must-be" } }],
    ];
    for (const [inputs, problem] of refusals) {
      expect(problemsOf(() => room.addInputs(job, inputs))).toMatchObject([problem]);
      const wanted = { ...squaresOf(1), inputs };
      expect(problemsOf(() => room.startJob(wanted, { staysOpen: true }))).toMatchObject([problem]);
    }
    await opened.browser.passTime(100);
    expect(opened.state.jobs).toHaveLength(1);
    expect(opened.job).toMatchObject({ total: 0, takesInputs: true });
  });

  test("[P7] is open after a reload with all that was added, at whatever moment that comes, and goes on", async () => {
    const addition = fc.record({ values: fc.array(fc.integer(), { maxLength: 40 }), thenMs: fc.nat(2_000) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(addition, { maxLength: 6 }),
        fc.nat(6),
        fc.boolean(),
        async (additions, at, isThere) => {
          let opened = await OpenedRoom.open();
          const job = opened.room.startJob(open);
          for (const [nth, { values, thenMs }] of additions.entries()) {
            if (nth === at) opened = await reload(opened);
            if (isThere) await opened.enter(`laptop ${nth}`, double);
            opened.room.addInputs(job, list(...values));
            await opened.browser.passTime(thenMs);
          }
          opened = await reload(opened);
          const all = additions.flatMap(({ values }) => values);
          expect(opened.job).toMatchObject({
            total: all.length,
            takesInputs: true,
            isSealed: false,
            sourceProblem: null,
          });
          await opened.enter("tablet", double);
          opened.room.addInputs(job, list(7));
          opened.room.sealJob(job);
          await opened.browser.passTime(5_000);
          expect(opened.job).toMatchObject({ phase: "done", done: all.length + 1 });
          expect(resultsOf(opened)).toEqual([...all, 7].map(double));
          opened.close();
        },
      ),
      { numRuns: 25 },
    );
  });

  test("stays sealed over a reload", async () => {
    const before = await OpenedRoom.open();
    const job = before.room.startJob(open);
    before.room.addInputs(job, list(1));
    before.room.sealJob(job);
    await before.browser.passTime(1_000);
    const after = await reload(before);
    expect(after.job).toMatchObject({ isSealed: true, takesInputs: false });
    await after.enter("laptop", double);
    await after.browser.passTime(1_000);
    expect(after.job).toMatchObject({ phase: "done", done: 1 });
  });

  test("is handed on, and run again, with all its inputs as a list, and is not open then", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    const { room, browser } = opened;
    const job = room.startJob({ ...squaresOf(1), inputs: list(1) }, { staysOpen: true });
    room.addInputs(job, list(2));
    await browser.passTime(1_000);
    const copy = await room.findJob(opened.job.key);
    expect(copy?.definition.inputs.type).toBe("packed");
    room.sealJob(job);
    await browser.passTime(1_000);
    room.runAgain(opened.job.key);
    await browser.passTime(2_000);
    expect(opened.job).toMatchObject({ phase: "done", total: 2, done: 2 });
    expect(opened.job.id).not.toBe(job);
    expect(resultsOf(opened)).toEqual([2, 4]);
  });
});
