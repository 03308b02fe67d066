import { sampleTicket } from "../../core/testing/sample-ticket.ts";
import { expect, test } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { valueAt } from "../../core/values/packed.ts";
import { encodeDown } from "../../core/wire/codec.ts";
import { epoch, jobId, leaseId } from "../../core/ids.ts";
import type { Packed } from "../../core/values/format.ts";
import { chosenInputs, packInputs } from "./pack-inputs.ts";

const megabytes = 1_000_000;

function packed(sizes: readonly number[], tasks: readonly number[]): Packed {
  const values = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
  const source = openInputs({ type: "list", values });
  const found = packInputs(Uint32Array.from(tasks), (index) => source.at(index));
  if (found.type === "failed") throw new Error(found.reason);
  return found.inputs;
}

test("small inputs travel together, in the order of their tasks", () => {
  const { ends, bytes } = packed([10, 20, 30], [2, 0]);
  expect(ends).toHaveLength(2);
  expect(valueAt({ ends, bytes }, 0)).toEqual(new Uint8Array(30).fill(3));
  expect(valueAt({ ends, bytes }, 1)).toEqual(new Uint8Array(10).fill(1));
});

test("what does not fit into one message any more stays behind", { timeout: 60_000 }, () => {
  const inputs = packed(
    Array.from({ length: 5 }, () => 20 * megabytes),
    [0, 1, 2, 3, 4],
  );
  expect(inputs.ends).toHaveLength(3);
  expect(inputs.bytes).toHaveLength(inputs.ends.at(-1) ?? 0);
  const name = { epoch: epoch(1), lease: leaseId(1), job: jobId(1) };
  const message = { type: "batch", ...name, attempts: Uint8Array.of(1, 1, 1) } as const;
  expect(() =>
    encodeDown({ ...message, indices: Uint32Array.of(0, 1, 2), inputs, ticket: sampleTicket(), large: [] }),
  ).not.toThrow();
});

test("the largest input there may be travels alone", { timeout: 60_000 }, () => {
  expect(packed([1_000, maxValueBytes - 100], [0, 1]).ends).toHaveLength(1);
});

function seventhIsGone(index: number): number {
  if (index === 7) throw new Error("it is gone");
  return index;
}

test("an input that cannot be had ends the batch before it, and is named where it is the first", () => {
  const some = packInputs(Uint32Array.of(5, 6, 7, 8), seventhIsGone);
  expect(some.type === "packed" ? some.inputs.ends.length : some).toBe(2);
  expect(packInputs(Uint32Array.of(7, 8), seventhIsGone)).toEqual({ type: "failed", task: 7, reason: "it is gone" });
});

test("of inputs that are there some are chosen, by their places or as the first ones", () => {
  const all = { inputs: packed([10, 20, 30], [0, 1, 2]), large: [] };
  const { inputs: some } = chosenInputs(all, Uint32Array.of(0, 2), 2);
  expect([valueAt(some, 0), valueAt(some, 1)]).toEqual([new Uint8Array(10).fill(1), new Uint8Array(30).fill(3)]);
  expect(some.bytes).toHaveLength(some.ends.at(-1) ?? 0);
  const { inputs: first } = chosenInputs(all, null, 1);
  expect([first.ends.length, valueAt(first, 0)]).toEqual([1, new Uint8Array(10).fill(1)]);
});
