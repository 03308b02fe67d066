import { expect, test } from "vitest";
import { volunteerId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import { compact, revive } from "./compact.ts";
import { reviveFailures, storeFailures } from "./stored-failures.ts";
import { sampleResults } from "./testing/samples.ts";

const error = Uint8Array.of(1, 2, 3);

const failures: readonly TaskFailure[] = [
  {
    task: 4,
    history: [
      { volunteer: volunteerId(1), outcome: outcomes.threw, runtimeMs: 1.5, error },
      { volunteer: volunteerId(2), outcome: outcomes.crashed, runtimeMs: 2, error: Uint8Array.of(9) },
    ],
  },
  { task: 9, history: [{ volunteer: volunteerId(3), outcome: "lost", runtimeMs: 0, error: new Uint8Array() }] },
  { task: 2, history: [{ volunteer: volunteerId(1), outcome: outcomes.timedOut, runtimeMs: 3, error }] },
];

test("failures come back as they were, and an error that several share is stored once", () => {
  const stored = storeFailures(failures);
  expect(stored.errors).toHaveLength(3);
  expect(reviveFailures(stored)).toEqual(failures);
});

test("an error that is part of a larger buffer is stored without the rest of it", () => {
  const part = new Uint8Array(100_000).subarray(7, 10);
  const [only] = storeFailures([
    { task: 1, history: [{ volunteer: volunteerId(1), outcome: outcomes.threw, runtimeMs: 1, error: part }] },
  ]).errors;
  expect(only?.buffer.byteLength).toBe(3);
});

test("failures that an earlier version has stored as a list are read as they are", () => {
  const results = sampleResults([], { failures });
  expect(revive({ ...compact(results), failures }).failures).toEqual(failures);
  expect(revive(compact(results)).failures).toEqual(failures);
});

test("columns that do not belong together are refused", () => {
  const stored = storeFailures(failures);
  expect(() => reviveFailures({ ...stored, errors: [] })).toThrow("a failure in the journal cannot be read");
  expect(() => reviveFailures({ ...stored, volunteers: new Uint32Array() })).toThrow("cannot be read");
});
