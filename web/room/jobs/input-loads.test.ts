import { describe, expect, test, vi } from "vitest";
import type { Unstamped } from "../../core/fact-queue.ts";
import { jobId, loadId, volunteerId } from "../../core/ids.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { Packed } from "../../core/values/format.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { Packer, packAll, valueAt } from "../../core/values/packed.ts";
import { pieceBytes } from "../../core/blobs/pieces.ts";
import { InputLoads } from "./input-loads.ts";
import { unwatched } from "../testing/unwatched.ts";
import { LargeInputs } from "./large-inputs.ts";

const one = loadId(1);
const ada = volunteerId(1);

/** Loads, what they answer, and a source that is asked by the test. */
function opened() {
  const facts: Unstamped<SchedulerEvent>[] = [];
  const clock = new ManualClock();
  const large = new LargeInputs(4 * pieceBytes, clock, unwatched);
  const loads = new InputLoads({ clock, large, answer: (fact) => facts.push(fact) });
  const asked: { readonly bring: (values: readonly unknown[]) => void; readonly fail: (error: Error) => void }[] = [];
  const slow: InputSource = {
    total: 10,
    at: () => null,
    look: () => null,
    load: async () => new Promise((bring, fail) => asked.push({ bring, fail })),
  };
  const load = (source: InputSource, ...indices: number[]): void =>
    loads.load({ type: "load-inputs", load: one, job: jobId(1), indices: Uint32Array.from(indices) }, source);
  const inputs = (count: number): Packed => loads.sendInputs(one, ada, null, count).inputs;
  return { facts, loads, large, asked, slow, load, inputs };
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
  const { facts, load, inputs } = opened();
  load(numbers, 3, 5);
  expect(facts).toEqual([{ type: "inputs-ready", load: one, count: 2, bytes: expect.any(Number) }]);
  expect(valueAt(inputs(2), 1)).toBe(105);
  expect(inputs(2).ends).toHaveLength(0);
});

test("inputs that are not at hand are ready when their source has brought them", async () => {
  const { facts, inputs, load, slow, asked } = opened();
  load(slow, 3, 5);
  await settle();
  expect(facts).toEqual([]);
  asked[0]?.bring(["third", "fifth"]);
  await settle();
  expect(facts).toMatchObject([{ type: "inputs-ready", load: one, count: 2 }]);
  const brought = inputs(2);
  expect([valueAt(brought, 0), valueAt(brought, 1)]).toEqual(["third", "fifth"]);
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
  const { loads, load, inputs } = opened();
  load(numbers, 1);
  loads.dropInputs(one);
  expect(inputs(1).ends).toHaveLength(0);
});

const bulk = new Uint8Array(pieceBytes).fill(7);

/** Every third input is large, all the same. */
const mixed: InputSource = {
  total: 10,
  at: (index) => (index % 3 === 0 ? bulk : index),
  look: (index) => index,
};

test("a large input travels beside its batch, by its hash, and is kept until it is dropped", () => {
  const { facts, loads, large, load } = opened();
  load(mixed, 1, 3, 4);
  expect(facts).toMatchObject([{ type: "inputs-ready", load: one, count: 3, areKept: true }]);
  const sent = loads.sendInputs(one, ada, null, 3);
  expect([0, 1, 2].map((at) => valueAt(sent.inputs, at))).toEqual([1, null, 4]);
  const encoded = packAll([bulk]).bytes;
  expect(sent.large).toMatchObject([{ at: 1, bytes: encoded.length }]);
  const hash = sent.large[0]?.hash;
  if (hash === undefined) throw new Error("nothing is large");
  expect(Buffer.from(large.bytesFor(ada, hash) ?? []).equals(encoded)).toBe(true);
  loads.dropInputs(one);
  expect(large.nameOf(hash)).toBeNull();
});

test("of a batch that is sent in part the large inputs have their places in that part", () => {
  const { loads, load } = opened();
  load(mixed, 1, 3, 4, 6);
  const sent = loads.sendInputs(one, ada, Uint32Array.of(0, 3), 2);
  expect(sent.large).toMatchObject([{ at: 1 }]);
  expect([0, 1].map((at) => valueAt(sent.inputs, at))).toEqual([1, null]);
});

test("of a job with large inputs one load is made after the other, and all are", async () => {
  const { facts, loads, asked, slow } = opened();
  const loadOf = (nth: number): void =>
    loads.load({ type: "load-inputs", load: loadId(nth), job: jobId(1), indices: Uint32Array.of(nth) }, slow);
  loadOf(1);
  asked[0]?.bring([bulk]);
  await settle();
  // What came is too much to be kept while it waits: it is asked for again when it is its turn.
  expect(asked).toHaveLength(2);
  loadOf(2);
  loadOf(3);
  await settle();
  expect(asked).toHaveLength(2);
  for (const nth of [1, 2, 3]) {
    asked[nth]?.bring([nth === 2 ? nth : bulk]);
    await settle();
  }
  expect(facts).toMatchObject([
    { load: loadId(1), areKept: true },
    { load: loadId(2), count: 1 },
    { load: loadId(3), areKept: true },
  ]);
});

test("a load whose inputs cannot be had holds up none behind it", async () => {
  const { facts, loads, asked, slow, load } = opened();
  load(mixed, 3);
  loads.load({ type: "load-inputs", load: loadId(2), job: jobId(1), indices: Uint32Array.of(2) }, slow);
  loads.load({ type: "load-inputs", load: loadId(3), job: jobId(1), indices: Uint32Array.of(0) }, mixed);
  asked[0]?.fail(new Error("the disk is locked"));
  await settle();
  expect(facts.slice(1)).toMatchObject([
    { type: "inputs-failed", load: loadId(2), task: 2, reason: "the disk is locked" },
    { type: "inputs-ready", load: loadId(3) },
  ]);
});

test("a load without memory for its inputs is answered, and so are those behind it", () => {
  const { facts, loads, large, load } = opened();
  load(mixed, 3);
  vi.spyOn(Packer.prototype, "take").mockImplementationOnce(() => {
    throw new RangeError("Array buffer allocation failed");
  });
  const loadOf = (nth: number): void =>
    loads.load({ type: "load-inputs", load: loadId(nth), job: jobId(1), indices: Uint32Array.of(3 * nth) }, mixed);
  loadOf(2);
  vi.spyOn(large, "keepInput").mockImplementationOnce(() => {
    throw new RangeError("no room");
  });
  loadOf(3);
  loadOf(1);
  expect(facts.slice(1)).toMatchObject([
    { type: "inputs-failed", load: loadId(2), task: 6, reason: "Array buffer allocation failed" },
    { type: "inputs-failed", load: loadId(3), task: 9, reason: "no room" },
    { type: "inputs-ready", load: loadId(1) },
  ]);
});

test("a fault of who is answered is not taken for one of the inputs", () => {
  const clock = new ManualClock();
  const large = new LargeInputs(4 * pieceBytes, clock, unwatched);
  const loads = new InputLoads({
    clock,
    large,
    answer: () => {
      throw new Error("the scheduler is broken");
    },
  });
  const order = { type: "load-inputs", load: one, job: jobId(1), indices: Uint32Array.of(3) } as const;
  expect(() => loads.load(order, mixed)).toThrow("the scheduler is broken");
});

test("a load that is dropped while it waits is not made, and one that is dropped under way leaves nothing behind", async () => {
  const { facts, loads, large, asked, slow } = opened();
  const loadOf = (nth: number): void =>
    loads.load({ type: "load-inputs", load: loadId(nth), job: jobId(1), indices: Uint32Array.of(nth) }, slow);
  loadOf(1);
  asked[0]?.bring([bulk]);
  await settle();
  for (const nth of [2, 3, 4]) loadOf(nth);
  loads.dropInputs(loadId(1));
  loads.dropInputs(loadId(2));
  asked[1]?.bring([bulk]);
  await settle();
  expect(facts).toEqual([]);
  expect(large.bytes).toBe(0);
  asked[2]?.bring([bulk]);
  await settle();
  asked[3]?.bring([bulk]);
  await settle();
  expect(asked).toHaveLength(4);
  expect(facts).toMatchObject([{ load: loadId(3) }, { load: loadId(4) }]);
});

test("of a load that is dropped while its inputs are hashed nothing more is hashed, and the next one is made at once", async () => {
  const clock = new ManualClock();
  // Each look takes a whole slice, so that one piece is hashed in each.
  const now = vi.spyOn(clock, "now");
  now.mockImplementation(() => now.mock.calls.length * 100);
  const large = new LargeInputs(64 * pieceBytes, clock, unwatched);
  const facts: Unstamped<SchedulerEvent>[] = [];
  const loads = new InputLoads({ clock, large, answer: (fact) => facts.push(fact) });
  const huge = new Uint8Array(32 * pieceBytes);
  const source: InputSource = { total: 10, at: (index) => (index === 1 ? huge : bulk), look: () => null };
  for (const nth of [1, 2]) {
    const order = { type: "load-inputs", load: loadId(nth), job: jobId(1), indices: Uint32Array.of(nth) } as const;
    loads.load(order, source);
  }
  expect(facts).toEqual([]);
  loads.dropInputs(loadId(1));
  let taken = 0;
  while (clock.ringNext()) taken += 1;
  expect(facts).toMatchObject([{ type: "inputs-ready", load: loadId(2) }]);
  expect(taken).toBeLessThan(8);
});

test("a source is told once a load is not wanted any more", async () => {
  const { loads } = opened();
  const areWanted: (() => boolean)[] = [];
  const source: InputSource = {
    total: 10,
    at: () => null,
    look: () => null,
    load: async (_indices, isIt = () => true) => {
      areWanted.push(isIt);
      return new Promise(() => {});
    },
  };
  loads.load({ type: "load-inputs", load: one, job: jobId(1), indices: Uint32Array.of(3) }, source);
  expect(areWanted.map((isIt) => isIt())).toEqual([true]);
  loads.dropInputs(one);
  expect(areWanted.map((isIt) => isIt())).toEqual([false]);
});

test("a job with large inputs that never come holds up no other one, and nothing of it is gone on with once it is over", async () => {
  const { facts, loads, asked, slow } = opened();
  const loadOf = (nth: number, job: number): void =>
    loads.load(
      { type: "load-inputs", load: loadId(nth), job: jobId(job), indices: Uint32Array.of(3) },
      job === 1 ? slow : mixed,
    );
  loadOf(1, 1);
  asked[0]?.bring([bulk]);
  await settle();
  loadOf(2, 2);
  expect(facts).toMatchObject([{ type: "inputs-ready", load: loadId(2), areKept: true }]);
  loads.forgetJob(jobId(1));
  asked[1]?.bring([bulk]);
  await settle();
  expect(facts).toHaveLength(1);
});

/** So many loads of a job whose source is asked by the test. */
function loadsAtOnce(count: number) {
  const all = opened();
  for (let nth = 1; nth <= count; nth += 1) {
    const order = { type: "load-inputs", load: loadId(nth), job: jobId(1), indices: Uint32Array.of(nth) } as const;
    all.loads.load(order, all.slow);
  }
  expect(all.asked).toHaveLength(1);
  return all;
}

describe("loads of a job whose source needs time, all at once,", () => {
  test("wait for the first one, and are made together where it is not large", async () => {
    const { facts, asked } = loadsAtOnce(4);
    asked[0]?.bring([1]);
    await settle();
    expect(asked).toHaveLength(4);
    for (const { bring } of asked.slice(1)) bring([1]);
    await settle();
    expect(facts.map((fact) => "load" in fact && fact.load)).toEqual([1, 2, 3, 4].map((nth) => loadId(nth)));
  });

  test("are made one after the other where it is large", async () => {
    const { facts, asked } = loadsAtOnce(4);
    asked[0]?.bring([bulk]);
    for (const made of [2, 3, 4, 5]) {
      await settle();
      expect(asked).toHaveLength(made);
      asked[made - 1]?.bring([bulk]);
    }
    await settle();
    expect(facts).toHaveLength(4);
  });

  test("wait for the next one where the first is called off", async () => {
    const { loads, facts, asked } = loadsAtOnce(3);
    loads.dropInputs(loadId(1));
    await settle();
    expect(asked).toHaveLength(2);
    asked[0]?.bring([1]);
    await settle();
    expect(asked).toHaveLength(2);
    asked[1]?.bring([1]);
    await settle();
    expect(asked).toHaveLength(3);
    expect(facts).toMatchObject([{ load: loadId(2) }]);
  });
});
