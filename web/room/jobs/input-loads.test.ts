import { expect, test } from "vitest";
import type { Unstamped } from "../../core/fact-queue.ts";
import { jobId, loadId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { valueAt } from "../../core/values/packed.ts";
import { InputLoads } from "./input-loads.ts";

const one = loadId(1);

/** Loads, what they answer, and a source that is asked by the test. */
function opened() {
  const facts: Unstamped<SchedulerEvent>[] = [];
  const loads = new InputLoads((fact) => facts.push(fact));
  const asked: { readonly bring: (values: readonly unknown[]) => void; readonly fail: (error: Error) => void }[] = [];
  const slow: InputSource = {
    total: 10,
    at: () => null,
    look: () => null,
    load: async () => new Promise((bring, fail) => asked.push({ bring, fail })),
  };
  const load = (source: InputSource, ...indices: number[]): void =>
    loads.load({ type: "load-inputs", load: one, job: jobId(1), indices: Uint32Array.from(indices) }, source);
  return { facts, loads, asked, slow, load };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

const numbers: InputSource = {
  total: 10,
  at: (index) => {
    if (index === 7) throw new Error("the disk is locked");
    return 100 + index;
  },
  look: (index) => index,
};

test("inputs at hand are there within the same turn, and are kept until they are taken", () => {
  const { facts, loads, load } = opened();
  load(numbers, 3, 5);
  expect(facts).toEqual([{ type: "inputs-ready", load: one, count: 2, bytes: expect.any(Number) }]);
  expect(valueAt(loads.takeInputs(one), 1)).toBe(105);
  expect(loads.takeInputs(one).ends).toHaveLength(0);
});

test("inputs that are not at hand are ready when their source has brought them", async () => {
  const { facts, loads, load, slow, asked } = opened();
  load(slow, 3, 5);
  await settle();
  expect(facts).toEqual([]);
  asked[0]?.bring(["third", "fifth"]);
  await settle();
  expect(facts).toMatchObject([{ type: "inputs-ready", load: one, count: 2 }]);
  const inputs = loads.takeInputs(one);
  expect([valueAt(inputs, 0), valueAt(inputs, 1)]).toEqual(["third", "fifth"]);
});

test("an input that cannot be had ends the batch before it, and as the first one it is named", () => {
  const { facts, load } = opened();
  load(numbers, 6, 7, 8);
  load(numbers, 7, 8);
  expect(facts).toMatchObject([
    { type: "inputs-ready", count: 1 },
    { type: "inputs-failed", load: one, task: 7, reason: "the disk is locked" },
  ]);
});

test("a source that fails is named with the first input of the batch", async () => {
  const { facts, load, slow, asked } = opened();
  load(slow, 4, 5);
  asked[0]?.fail(new Error("the server is gone"));
  await settle();
  expect(facts).toEqual([{ type: "inputs-failed", load: one, task: 4, reason: "the server is gone" }]);
});

test("inputs that nobody takes are kept no longer", () => {
  const { loads, load } = opened();
  load(numbers, 1);
  loads.dropInputs(one);
  expect(loads.takeInputs(one).ends).toHaveLength(0);
});
