import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import { packAll } from "../../core/values/packed.ts";
import type { RunResults, SlotRun } from "../compute.ts";
import { SimulatedSlot, type SimulatedTask } from "../testing/simulated-slot.ts";
import { RunLedger } from "./run-ledger.ts";

const job = jobId(1);

function runOf(run: number, length: number): SlotRun {
  const inputs = packAll(Array.from({ length }, (_, i) => ({ run, position: i })));
  return { run, job, inputs, indices: new Uint32Array(length), attempts: new Uint8Array(length).fill(1) };
}

function resultsOf(run: number, first: number, length: number): RunResults {
  const values = packAll(Array.from({ length }, () => 0));
  return { run, first, outcomes: new Uint8Array(length), runtimesMs: new Float32Array(length), values, busyMs: 0 };
}

function ledgerWith(...runs: SlotRun[]): RunLedger {
  const ledger = new RunLedger();
  for (const run of runs) ledger.addRun(run);
  return ledger;
}

test("a third run throws a RangeError", () => {
  expect(() => ledgerWith(runOf(1, 1), runOf(2, 1), runOf(3, 1))).toThrow(RangeError);
});

test("results that leave a gap, repeat or go too far are refused", () => {
  const ledger = ledgerWith(runOf(1, 5));
  expect(ledger.reportResults(resultsOf(1, 1, 1))).toBeNull();
  expect(ledger.reportResults(resultsOf(1, 0, 2))).toEqual({ ended: false });
  expect(ledger.reportResults(resultsOf(1, 0, 2))).toBeNull();
  expect(ledger.reportResults(resultsOf(1, 2, 4))).toBeNull();
  expect(ledger.reportResults(resultsOf(2, 0, 1))).toBeNull();
  expect(ledger.reportResults(resultsOf(1, 2, 3))).toEqual({ ended: true });
});

test("the only task of a run is blamed for its slot's death at once", () => {
  expect(ledgerWith(runOf(1, 1)).judgeDeath()).toEqual({ type: "guilty", run: 1, position: 0, ended: true });
});

test("one of several tasks is found by running the suspects again, those before them as usual", () => {
  const ledger = ledgerWith(runOf(1, 10));
  ledger.reportResults(resultsOf(1, 0, 2));
  ledger.notePosition(1, 6, false);
  expect(ledger.judgeDeath()).toEqual({ type: "unclear" });
  expect(ledger.runOrders()).toMatchObject([{ from: 2, carefulFrom: 6 }]);
  ledger.reportResults(resultsOf(1, 2, 4));
  ledger.reportResults(resultsOf(1, 6, 1));
  expect(ledger.judgeDeath()).toEqual({ type: "guilty", run: 1, position: 7, ended: false });
  expect(ledger.runOrders()).toMatchObject([{ from: 8, carefulFrom: 10 }]);
});

test("a second death before any report makes the positions before the suspects suspects too", () => {
  const ledger = ledgerWith(runOf(1, 10));
  ledger.notePosition(1, 6, false);
  ledger.judgeDeath();
  expect(ledger.judgeDeath()).toEqual({ type: "unclear" });
  expect(ledger.runOrders()).toMatchObject([{ from: 0, carefulFrom: 0 }]);
  expect(ledger.judgeDeath()).toEqual({ type: "guilty", run: 1, position: 0, ended: false });
});

test("a waiting task is located, until the next one starts", () => {
  const ledger = ledgerWith(runOf(1, 10));
  expect(ledger.notePosition(1, 0, true)).toEqual({ moved: false });
  expect(ledger.notePosition(1, 3, true)).toBeNull();
  ledger.notePosition(1, 1, false);
  expect(ledger.judgeDeath()).toEqual({ type: "unclear" });
});

test("a job's runs are dropped, and the next run starts from its own first position", () => {
  const other = { ...runOf(2, 3), job: jobId(2) };
  const ledger = ledgerWith(runOf(1, 10), other);
  ledger.reportResults(resultsOf(1, 0, 4));
  expect(ledger.dropRuns(job)).toEqual({ runs: [1], headDropped: true });
  ledger.restartRun();
  expect(ledger.runOrders()).toMatchObject([{ run: 2, from: 0, carefulFrom: 3 }]);
});

/** Plays page and Workers until every run has ended. Resolves to the positions that were blamed, by run. */
async function computeAll(tasks: readonly (readonly SimulatedTask[])[]): Promise<Map<number, number[]>> {
  const ledger = ledgerWith(...tasks.map((own, i) => runOf(i + 1, own.length)));
  const blamed = new Map(tasks.map((_, i) => [i + 1, [] as number[]]));
  const taskOf = (input: unknown): SimulatedTask => {
    const { run, position } = Object(input);
    return tasks[Number(run) - 1]?.[Number(position)] ?? { durationMs: 0, hangs: false };
  };
  const reported = new Map<number, number>();
  for (let workers = 0; ledger.currentRun !== undefined; workers += 1) {
    expect(workers).toBeLessThan(3 * tasks.flat().filter(({ hangs }) => hangs).length + 2);
    const slot = new SimulatedSlot(taskOf);
    const load = { type: "load", job, source: "", timeLimitMs: 1e9, seed: 0, shared: null, files: new Map() } as const;
    await slot.carryOutOrders([load, ...ledger.runOrders()]);
    for (const message of slot.messages) {
      if (message.type === "at")
        expect(ledger.notePosition(message.run, message.position, message.exact)).not.toBeNull();
      if (message.type !== "results") continue;
      const { run, first, outcomes } = message.results;
      expect(first).toBe(reported.get(run) ?? 0);
      expect(ledger.reportResults(message.results)).not.toBeNull();
      reported.set(run, first + outcomes.length);
    }
    if (!slot.hung) break;
    const verdict = ledger.judgeDeath();
    if (verdict.type !== "guilty") continue;
    expect(verdict.position).toBe(reported.get(verdict.run) ?? 0);
    reported.set(verdict.run, verdict.position + 1);
    blamed.get(verdict.run)?.push(verdict.position);
  }
  expect([...reported.values()]).toEqual(tasks.map((own) => own.length));
  return blamed;
}

test("only tasks that hang are blamed, and every position is reported once and in order", async () => {
  const task = fc.record({
    durationMs: fc.oneof(fc.constant(0), fc.constant(0.01), fc.double({ min: 0, max: 40, noNaN: true })),
    hangs: fc.oneof({ weight: 20, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  });
  const run = fc.array(task, { minLength: 1, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 2 }), async (tasks) => {
      const hanging = tasks.map((own) => own.flatMap(({ hangs }, position) => (hangs ? [position] : [])));
      expect([...(await computeAll(tasks)).values()]).toEqual(hanging);
    }),
    { numRuns: 200 },
  );
});

test("among 40,000 trivial tasks the one that hangs is found", async () => {
  const tasks = Array.from({ length: 40_000 }, (_, i) => ({ durationMs: 0.0003, hangs: i === 31_000 }));
  expect(await computeAll([tasks])).toEqual(new Map([[1, [31_000]]]));
});
