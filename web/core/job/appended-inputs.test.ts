import { array, assert, asyncProperty, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Packed } from "../values/format.ts";
import { unread } from "../values/glance.ts";
import { packAll, valueAt } from "../values/packed.ts";
import { AppendedInputs } from "./appended-inputs.ts";

const none = new Uint32Array();

/** Bytes in memory of each addition of the tests: ten values of one byte with their ends, and what a chunk costs. */
const chunkBytes = 10 * (1 + 4) + 512;

/** Inputs, and their record, which is read when the test says so. */
function opened({ keptBytes = 0, counts = [] }: { keptBytes?: number; counts?: readonly number[] } = {}) {
  const onRecord: Packed[] = [];
  const reads: number[] = [];
  const faults = new Map<number, Packed | null>();
  const arrivals = { count: 0 };
  const record = {
    keptBytes,
    readInputs: async (nth: number): Promise<Packed | null> => {
      reads.push(nth);
      const fault = faults.get(nth);
      return fault === undefined ? (onRecord[nth] ?? null) : fault;
    },
    noteArrival: () => {
      arrivals.count += 1;
    },
  };
  const inputs = new AppendedInputs(record, counts);
  /** Ten numbers from `first` on. */
  const add = (first: number): void => {
    const chunk = packAll(Array.from({ length: 10 }, (_, at) => first + at));
    onRecord.push(chunk);
    inputs.append({ inputs: chunk, skipped: none });
  };
  return { inputs, add, onRecord, reads, faults, arrivals };
}

test("a list of all inputs is without those that were skipped, in memory or read back", async () => {
  const { inputs, onRecord } = opened({ keptBytes: 0 });
  const chunks = [
    { inputs: packAll(["a", "no", "b"]), skipped: Uint32Array.of(1) },
    { inputs: packAll(["c"]), skipped: none },
    { inputs: packAll(["no", "no"]), skipped: Uint32Array.of(0, 1) },
  ];
  for (const chunk of chunks) {
    onRecord.push(chunk.inputs);
    inputs.append(chunk);
    inputs.noteRecorded();
  }
  const all = await inputs.toPacked();
  expect(Array.from(all.ends, (_, at) => valueAt(all, at))).toEqual(["a", "b", "c"]);
  expect([inputs.total, valueAt(packAll([await inputs.load(Uint32Array.of(2))]), 0)]).toEqual([6, ["b"]]);
});

test("inputs that came in any chunks are read in their order, in memory or not", async () => {
  await assert(
    asyncProperty(array(nat({ max: 5_000 }), { maxLength: 8 }), nat({ max: 60_000 }), async (sizes, keptBytes) => {
      const { inputs, onRecord } = opened({ keptBytes });
      let next = 0;
      for (const size of sizes) {
        const chunk = packAll(Array.from({ length: size }, (_, at) => `line ${next + at}`));
        if (size > 0) onRecord.push(chunk);
        inputs.append({ inputs: chunk, skipped: none });
        if (size > 0) inputs.noteRecorded();
        next += size;
      }
      expect(inputs.total).toBe(next);
      const some = [0, 1, Math.floor(next / 2), next - 1].filter((index) => index >= 0 && index < next);
      const brought = await inputs.load(Uint32Array.from(some));
      expect(brought ?? some.map((index) => inputs.at(index))).toEqual(some.map((index) => `line ${index}`));
      const all = await inputs.toPacked();
      expect(all.ends).toHaveLength(next);
      if (next > 0) expect(valueAt(all, next - 1)).toBe(`line ${next - 1}`);
    }),
    { numRuns: 30 },
  );
});

test("an input that is not there, or not yet, is refused by its number", () => {
  const { inputs, add } = opened();
  add(0);
  for (const index of [10, -1, 0.5]) expect(() => inputs.at(index)).toThrow(`there is no input ${index}`);
  add(10);
  expect(inputs.at(10)).toBe(10);
});

describe("memory", () => {
  test("keeps what is not on record, however much it is", () => {
    const { inputs, add, reads } = opened();
    for (let first = 0; first < 50; first += 10) add(first);
    expect(inputs.bytes).toBe(5 * chunkBytes);
    expect([inputs.load(Uint32Array.of(0, 49)), inputs.at(49), reads]).toEqual([null, 49, []]);
  });

  test("keeps what is on record up to its budget, and of that longest what was not asked for", () => {
    const { inputs, add } = opened({ keptBytes: 2 * chunkBytes });
    for (let first = 0; first < 40; first += 10) add(first);
    // The second addition goes out before the others.
    expect(inputs.load(Uint32Array.of(10, 19))).toBeNull();
    for (let nth = 0; nth < 3; nth += 1) inputs.noteRecorded();
    expect(inputs.bytes).toBe(2 * chunkBytes);
    expect([0, 10, 20, 30].map((index) => inputs.bring(index) === null)).toEqual([false, false, true, true]);
  });

  test("keeps what will be asked for next where people look at an input behind it", async () => {
    const { inputs, add } = opened({ keptBytes: 2 * chunkBytes });
    for (let first = 0; first < 40; first += 10) add(first);
    for (let nth = 0; nth < 4; nth += 1) inputs.noteRecorded();
    expect(await inputs.read([39, 38])).toEqual([39, 38]);
    expect(await inputs.load(Uint32Array.of(0))).toEqual([0]);
    expect([0, 20, 30].map((index) => inputs.bring(index) === null)).toEqual([true, true, false]);
  });

  test("has what is needed next, where even what was not asked for is too much: each addition is read once", async () => {
    const { inputs, add, reads } = opened({ keptBytes: 2 * chunkBytes });
    for (let first = 0; first < 60; first += 10) {
      add(first);
      inputs.noteRecorded();
    }
    for (let task = 0; task < 60; task += 2) await inputs.load(Uint32Array.of(task, task + 1));
    expect(reads).toEqual([...new Set(reads)]);
    expect(reads.length).toBeLessThan(6);
  });

  test("does not grow with the job", () => {
    const { inputs, add } = opened({ keptBytes: 4 * chunkBytes });
    for (let first = 0; first < 10_000; first += 10) {
      add(first % 128);
      inputs.noteRecorded();
      expect(inputs.bytes).toBeLessThanOrEqual(4 * chunkBytes);
    }
    expect(inputs.total).toBe(10_000);
  });
});

/** Three additions, all of them on record, of which the last is in memory at most. */
function dropped() {
  const all = opened();
  for (const first of [0, 10, 20]) {
    all.add(first);
    all.inputs.noteRecorded();
  }
  return all;
}

describe("inputs that are not in memory", () => {
  test("are read back for a batch, once for all that want them", async () => {
    const { inputs, reads } = dropped();
    const [both, one] = [inputs.load(Uint32Array.of(3, 12)), inputs.load(Uint32Array.of(4))];
    expect([await both, await one]).toEqual([[3, 12], [4]]);
    expect(reads).toEqual([0, 1]);
  });

  test("are not read for a look, and are brought for a reader, which is told when they can be looked at", async () => {
    const { inputs, reads, arrivals } = dropped();
    expect([inputs.look(3), inputs.look(4), reads]).toEqual([unread, unread, []]);
    await Promise.all([inputs.bring(3), inputs.bring(4)]);
    expect([reads, inputs.look(3), inputs.look(4)]).toEqual([[0], 3, 4]);
    expect(arrivals.count).toBe(2);
  });

  test("are those of a record that was there before", async () => {
    const { inputs, onRecord } = opened({ counts: [10, 10] });
    for (const first of [0, 10]) onRecord.push(packAll(Array.from({ length: 10 }, (_, at) => first + at)));
    expect(inputs.total).toBe(20);
    expect(await inputs.load(Uint32Array.of(15, 2))).toEqual([15, 2]);
  });

  test.each([
    ["they are not on record", null],
    ["2 are on record instead of 10", packAll([1, 2])],
  ])("cannot be had where %s: batches and looks are told, and a later batch tries again", async (reason, fault) => {
    const { inputs, faults, reads } = dropped();
    faults.set(0, fault);
    const problem = `the inputs from 0 on cannot be read back: ${reason}`;
    await expect(inputs.load(Uint32Array.of(3))).rejects.toThrow(problem);
    expect(() => inputs.look(3)).toThrow(problem);
    expect(() => inputs.at(3)).toThrow(problem);
    faults.clear();
    expect(await inputs.load(Uint32Array.of(3))).toEqual([3]);
    expect([inputs.look(3), reads]).toEqual([3, [0, 0]]);
  });
});

test("inputs are packed as they are kept: in the order asked for, of several chunks, up to the bytes that are asked for", () => {
  const { inputs, add } = opened({ keptBytes: 10 * chunkBytes });
  for (const first of [0, 10, 20]) add(first);
  const valuesOf = (indices: readonly number[], mostBytes = 1_000): unknown[] => {
    const { ends, bytes } = inputs.packed(Uint32Array.from(indices), mostBytes);
    expect(bytes).toHaveLength(ends.at(-1) ?? 0);
    return Array.from(ends, (_, at) => valueAt({ ends, bytes }, at));
  };
  expect(valuesOf([8, 9, 10, 11, 25, 3, 4])).toEqual([8, 9, 10, 11, 25, 3, 4]);
  expect(valuesOf([7])).toEqual([7]);
  expect(valuesOf([7, 8, 9], 2)).toEqual([7, 8]);
  expect(valuesOf([7, 8], 0)).toEqual([7]);
  expect(() => valuesOf([30])).toThrow(RangeError);
});

test("one input that is a chunk alone is packed without a copy", () => {
  const { inputs } = opened({ keptBytes: 10 * chunkBytes });
  const chunk = packAll(["a"]);
  inputs.append({ inputs: chunk, skipped: none });
  expect(inputs.packed(Uint32Array.of(0), 1_000).bytes.buffer).toBe(chunk.bytes.buffer);
});

test("inputs that were let go take no memory, a chunk at a time", () => {
  const { inputs, add } = opened({ keptBytes: Number.POSITIVE_INFINITY });
  for (const first of [0, 10, 20]) add(first);
  inputs.letGo(19);
  expect([inputs.bytes, inputs.at(10), inputs.total]).toEqual([2 * chunkBytes, 10, 30]);
  expect(() => inputs.at(9)).toThrow("not read yet");
  inputs.letGo(30);
  expect(inputs.bytes).toBe(0);
  add(30);
  expect([inputs.at(30), inputs.bytes]).toEqual([30, chunkBytes]);
});
