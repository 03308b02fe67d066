import { expect, test } from "vitest";
import { leaseId, volunteerId } from "../core/ids.ts";
import { openInputs } from "../core/job/inputs.ts";
import { Tasks } from "../core/scheduler/tasks.ts";
import { packAll } from "../core/wire/packed.ts";
import { squares } from "../workloads/squares.ts";
import { JobTable } from "./job-table.ts";
import { JobRecord } from "./record.ts";
import type { TaskColumn } from "./task-table.ts";

/** Five tasks: 3 and 1 have arrived in this order, 4 has failed after them, 0 is leased, 2 waits. */
function table(): JobTable {
  const tasks = new Tasks(5);
  const record = new JobRecord(5);
  const inputs = openInputs({ type: "list", values: [30, 9, 100, 8, 7].map((n) => [n, 0]) });
  for (const task of [0, 1, 3, 4]) tasks.lease(task, leaseId(task + 1));
  for (const [task, runtimeMs] of [
    [3, 20],
    [1, 5],
    [4, 9],
  ] as const)
    tasks.accept(task, volunteerId(task), runtimeMs);
  tasks.commitDone(3);
  tasks.commitDone(1);
  tasks.commitFailed(4);
  record.add(
    {
      indices: Uint32Array.of(3, 1),
      outcomes: new Uint8Array(2),
      runtimesMs: Float32Array.of(20, 5),
      values: packAll(["8 * 8 = 64", "9 * 9 = 81"]),
    },
    null,
  );
  const error = packAll([{ name: "Error", message: "seven", stack: "" }]).bytes;
  record.addFailure({ task: 4, history: [{ volunteer: volunteerId(4), outcome: 1, runtimeMs: 9, error }] });
  return new JobTable({
    workload: squares,
    inputs,
    tasks,
    record,
    holderOf: (task) => (task === 0 ? volunteerId(9) : null),
    nameOf: (id) => `v${id}`,
  });
}

test("a row shows a task as far as it has come", () => {
  const rows = [0, 1, 2, 4].map((task) => table().row(task));
  expect(rows).toEqual([
    {
      index: 0,
      input: "30",
      result: "",
      runtimeMs: null,
      volunteer: "v9",
      attempts: 1,
      state: "leased",
      arrival: null,
    },
    {
      index: 1,
      input: "9",
      result: "9 * 9 = 81",
      runtimeMs: 5,
      volunteer: "v1",
      attempts: 1,
      state: "done",
      arrival: 2,
    },
    {
      index: 2,
      input: "100",
      result: "",
      runtimeMs: null,
      volunteer: null,
      attempts: 0,
      state: "pending",
      arrival: null,
    },
    {
      index: 4,
      input: "7",
      result: "Error: seven",
      runtimeMs: 9,
      volunteer: "v4",
      attempts: 1,
      state: "failed",
      arrival: 3,
    },
  ]);
});

test.each<[TaskColumn, number[], number[]]>([
  ["arrival", [3, 1, 4, 0, 2], [4, 1, 3, 0, 2]],
  ["index", [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]],
  ["input", [4, 3, 1, 0, 2], [2, 0, 1, 3, 4]],
  ["runtime", [1, 4, 3, 0, 2], [3, 4, 1, 0, 2]],
  ["attempts", [2, 0, 1, 3, 4], [0, 1, 3, 4, 2]],
  ["state", [2, 0, 1, 3, 4], [4, 1, 3, 0, 2]],
  ["volunteer", [1, 3, 4, 0, 2], [0, 4, 3, 1, 2]],
  ["result", [3, 1, 4, 0, 2], [4, 1, 3, 0, 2]],
])("by %s, what is not there yet comes last in both directions, equal ones by index", (column, up, down) => {
  expect([...table().order({ column, direction: "ascending" })]).toEqual(up);
  expect([...table().order({ column, direction: "descending" })]).toEqual(down);
});
