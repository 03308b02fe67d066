import { expect, test } from "vitest";
import { outcomes, type ResultBlock } from "../../core/job/job.ts";
import type { FailedAttempt } from "../../core/scheduler/task-failure.ts";
import { volunteerId } from "../../core/ids.ts";
import { Packer, packAll } from "../../core/values/packed.ts";
import { encodedAt } from "../../core/values/value-column.ts";
import { Settlements } from "./settlements.ts";

const one = volunteerId(1);
const origin = { slot: 2, startedMs: 100 };

function blockOf(indices: readonly number[], values: readonly unknown[]): ResultBlock {
  return {
    indices: Uint32Array.from(indices),
    outcomes: new Uint8Array(indices.length),
    runtimesMs: new Float32Array(indices.length),
    values: packAll(values),
  };
}

function attempt(outcome: FailedAttempt["outcome"], thrown: unknown): FailedAttempt {
  const packer = new Packer();
  packer.appendThrown(thrown, () => "at square");
  return { volunteer: volunteerId(1), outcome, runtimeMs: 1, error: packer.take().bytes };
}

test("a value is found by its task, whichever block and position it arrived in", () => {
  const record = new Settlements(5);
  record.add(blockOf([4, 1], ["four", "one"]), null, one, origin);
  record.add(blockOf([4, 0, 2], ["late", "zero", "two"]), Uint32Array.of(1, 2), one, origin);
  expect([0, 1, 2, 3, 4].map((task) => record.settled(task))).toEqual([
    { type: "value", value: "zero" },
    { type: "value", value: "one" },
    { type: "value", value: "two" },
    null,
    { type: "value", value: "four" },
  ]);
});

test("bytes that are no value are told as such and harm no other task", () => {
  const record = new Settlements(2);
  const block = blockOf([0, 1], ["good", "bad"]);
  encodedAt(block.values, 1).fill(0xc1);
  record.add(block, null, one, origin);
  expect(record.settled(0)).toEqual({ type: "value", value: "good" });
  expect(record.settled(1)).toMatchObject({ type: "unreadable" });
});

test("a failed task keeps the error of its last attempt that left one", () => {
  const record = new Settlements(1);
  const thrown = new TypeError("n is not a number", { cause: "n" });
  record.addFailure({ task: 0, history: [attempt(outcomes.threw, thrown), attempt("lost", null)] }, origin);
  expect(record.settled(0)).toMatchObject({
    type: "failed",
    error: { name: "TypeError", message: "n is not a number", stack: "at square" },
    thrown: { cause: "n" },
  });
});

test("a task that only ever lost its volunteers says so", () => {
  const record = new Settlements(1);
  record.addFailure({ task: 0, history: [attempt("lost", null)] }, origin);
  expect(record.settled(0)).toMatchObject({ type: "failed", error: { name: "VolunteerLost" } });
});

test.each([
  ["a number", 17, "17"],
  ["nothing", null, "null"],
  ["a text", "no luck", "no luck"],
  ["an object", { status: 404 }, '{"status": 404}'],
])("a task that has thrown %s says so", (_, thrown, message) => {
  const record = new Settlements(1);
  record.addFailure({ task: 0, history: [attempt(outcomes.threw, thrown)] }, origin);
  expect(record.settled(0)).toMatchObject({ type: "failed", error: { name: "Thrown", message }, thrown });
});

test("an error whose bytes are no value is unreadable, not a crash", () => {
  const record = new Settlements(1);
  const broken = { ...attempt(outcomes.threw, null), error: Uint8Array.of(0xc1) };
  record.addFailure({ task: 0, history: [broken] }, origin);
  expect(record.settled(0)).toMatchObject({ type: "failed", error: { name: "UnreadableError" } });
});

test("of a large value only the beginning is read for a look", () => {
  const record = new Settlements(3);
  const rows = Array.from({ length: 100_000 }, () => ({}));
  record.add(blockOf([0, 1, 2], ["short", "x".repeat(1e6), rows]), null, one, origin);
  expect(record.glanced(0)).toEqual({ type: "value", value: "short" });
  expect(record.glanced(1)).toMatchObject({ type: "large", value: `${"x".repeat(300)}…`, bytes: 1_000_005 });
  expect(record.glanced(2)).toMatchObject({ type: "large", bytes: 100_005 });
  expect(record.settled(1)).toEqual({ type: "value", value: "x".repeat(1e6) });
});

test("how many tasks each volunteer has done is known, and so is the order in which they came, failures included", () => {
  const record = new Settlements(6);
  record.add(blockOf([4, 1], ["four", "one"]), null, one, origin);
  record.addFailure({ task: 2, history: [{ ...attempt("lost", null), volunteer: volunteerId(7) }] }, origin);
  record.add(blockOf([0], ["zero"]), null, volunteerId(3), origin);
  expect([...record.doneBy]).toEqual([
    [1, 2],
    [7, 0],
    [3, 1],
  ]);
  expect([4, 1, 2, 0, 5].map((task) => record.arrivals.of(task))).toEqual([1, 2, 3, 4, 0]);
  expect(record.settled(0)).toEqual({ type: "value", value: "zero" });
});

test("[P1] a task that is on record already is refused", () => {
  const record = new Settlements(2);
  record.add(blockOf([1], ["one"]), null, one, origin);
  expect(() => record.add(blockOf([1], ["again"]), null, one, origin)).toThrow("task 1 is on record twice");
});

test("neighbours that came together are a stretch of one slot; tasks that are left out between them took their time", () => {
  const record = new Settlements(6);
  const block = { ...blockOf([5, 4, 3, 2], ["five", "four", "three", "two"]), runtimesMs: Float32Array.of(1, 2, 4, 8) };
  record.add(block, Uint32Array.of(1, 3), one, origin);
  record.add(blockOf([0, 1], ["zero", "one"]), null, one, { slot: null, startedMs: -5 });
  expect([0, 1, 2, 3].map((nth) => record.stretchOf(nth))).toEqual([
    { first: 0, end: 1, slot: 2, startedMs: 101 },
    { first: 1, end: 2, slot: 2, startedMs: 107 },
    { first: 2, end: 4, slot: null, startedMs: 0 },
    { first: 2, end: 4, slot: null, startedMs: 0 },
  ]);
});

function startOf(record: Settlements, task: number): number {
  return record.stretchOf(record.arrivals.of(task) - 1).startedMs;
}

test("a failed attempt began where its place in the block says, whether or not other tasks of the block are done", () => {
  const values = packAll(["five", "four", "three", "two"]);
  const block = { ...blockOf([5, 4, 3, 2], []), runtimesMs: Float32Array.of(1, 2, 4, 8), values };
  const failures = [4, 2].map((task) => ({ task, history: [attempt(outcomes.threw, "no")] }));
  const accepted = { volunteer: one, block, failures, attempts: new Uint8Array(3), elapsedMs: 900, ...origin };

  const some = new Settlements(6);
  some.addAccepted({ ...accepted, positions: Uint32Array.of(0) });
  expect([5, 4, 2].map((task) => startOf(some, task))).toEqual([100, 101, 107]);

  const none = new Settlements(6);
  const noValues = { ends: new Uint32Array(), bytes: new Uint8Array() };
  none.addAccepted({ ...accepted, block: { ...block, values: noValues }, positions: new Uint32Array() });
  expect([4, 2].map((task) => startOf(none, task))).toEqual([101, 107]);
  expect(none.settled(4)).toMatchObject({ type: "failed", thrown: "no" });
});

test("a failed attempt that is on record without its block began at the latest when it can have", () => {
  const record = new Settlements(1);
  const failures = [{ task: 0, history: [{ ...attempt(outcomes.threw, "no"), runtimeMs: 40 }] }];
  const none = { block: blockOf([], []), positions: null, attempts: Uint8Array.of(1) };
  record.addAccepted({ volunteer: one, ...none, failures, elapsedMs: 900, ...origin });
  expect(record.stretchOf(0)).toMatchObject({ startedMs: 860 });
});

test("of results that were let go nothing is on record, and the others have their values, stretches and failures", () => {
  const record = new Settlements(6);
  record.add(blockOf([1, 0], ["one", "zero"]), null, one, origin);
  record.addFailure({ task: 2, history: [attempt(outcomes.threw, "no")] }, { slot: 1, startedMs: 7 });
  record.addFailure({ task: 4, history: [attempt(outcomes.threw, "never")] }, { slot: 3, startedMs: 8 });
  record.add(blockOf([3], ["three"]), null, one, { slot: 4, startedMs: 9 });
  record.letGo(3, 3);
  expect([0, 1, 2].map((task) => [record.has(task), record.settled(task), record.glanced(task)])).toEqual(
    Array.from({ length: 3 }, () => [false, null, null]),
  );
  expect([record.failureOf(2), record.bytesOf(0), record.copied(1), record.opened(1)]).toEqual([
    undefined,
    0,
    null,
    null,
  ]);
  expect(record.settled(4)).toMatchObject({ type: "failed", thrown: "never" });
  expect(record.settled(3)).toEqual({ type: "value", value: "three" });
  expect([record.stretchOf(3), record.stretchOf(4)]).toEqual([
    { first: 3, end: 4, slot: 3, startedMs: 8 },
    { first: 4, end: 5, slot: 4, startedMs: 9 },
  ]);
  record.letGo(6, 5);
  record.add(blockOf([5], ["five"]), null, one, { slot: 6, startedMs: 10 });
  expect(record.settled(5)).toEqual({ type: "value", value: "five" });
  expect(record.stretchOf(5)).toMatchObject({ first: 5, slot: 6 });
});
