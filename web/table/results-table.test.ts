import { expect, test } from "vitest";
import { volunteerId } from "../core/ids.ts";
import type { InputText } from "./queryable.ts";
import { ResultsTable } from "./results-table.ts";
import type { TaskColumn, TaskOrder, TaskQuery } from "./table-query.ts";
import { arrivalsOf } from "./testing/arrivals-of.ts";
import { atOnce } from "../core/time-slices.ts";

const inputs = [30, 9, 100, 8, 7];
const results = new Map([
  [3, "8 * 8 = 64"],
  [1, "9 * 9 = 81"],
  [4, "Error: seven"],
]);

interface Texts {
  readonly inputText?: (task: number) => InputText;
  readonly bringInput?: (task: number) => Promise<unknown> | null;
}

/** Five tasks: 3 and 1 have arrived in this order, 4 has failed after them, 0 is leased, 2 waits. */
function table({ inputText = (task) => String(inputs[task]), bringInput = () => null }: Texts = {}): ResultsTable {
  return new ResultsTable(
    {
      total: 5,
      arrivals: arrivalsOf(5, [3, 1, 4]),
      doneBy: new Map([
        [volunteerId(10), 2],
        [volunteerId(4), 0],
      ]),
      state: (task) => (["leased", "done", "pending", "done", "failed"] as const)[task] ?? "pending",
      isSettled: (task) => task % 2 === 1 || task === 4,
      volunteer: (task) => [9, 1, 0, 3, 4][task] ?? 0,
      nameOf: (id) => `v${id}`,
      partDone: (task) => (task === 0 ? 0.42 : null),
      runtimeMs: (task) => [0, 5, 0, 20, 9][task] ?? 0,
      attempts: (task) => [1, 1, 0, 1, 1][task] ?? 0,
    },
    {
      inputText,
      bringInput,
      resultText: (task) => results.get(task) ?? "",
    },
  );
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
      part: 0.42,
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
      part: null,
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
      part: null,
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
      part: null,
      arrival: 3,
    },
  ]);
});

const byArrival: TaskOrder = { column: "arrival", direction: "ascending" };

/** The tasks of a query, all its steps taken. */
function tasksOf(wanted: Partial<TaskQuery>): readonly number[] {
  const query: TaskQuery = { order: byArrival, state: null, volunteer: null, text: "", ...wanted };
  const all = table();
  const live = all.live(query);
  const rows = atOnce(all.select(query));
  const tasks = Array.from({ length: rows.length }, (_, position) => rows.at(position));
  if (live !== null) expect(Array.from({ length: live.length }, (_, position) => live.at(position))).toEqual(tasks);
  return tasks;
}

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
  expect(tasksOf({ order: { column, direction: "ascending" } })).toEqual(up);
  expect(tasksOf({ order: { column, direction: "descending" } })).toEqual(down);
});

test.each<[string, Partial<TaskQuery>, number[]]>([
  ["a state", { state: "done" }, [3, 1]],
  ["a state that others are in", { state: "leased" }, [0]],
  ["a volunteer that computed it", { volunteer: volunteerId(1) }, [1]],
  ["a volunteer that holds it", { volunteer: volunteerId(9) }, [0]],
  ["a task's number", { text: "2" }, [2]],
  ["an input", { text: "30" }, [0]],
  ["a result", { text: "= 8" }, [1]],
  ["an error, in capitals or not", { text: "sEVen" }, [4]],
  ["a volunteer's name", { text: "V3" }, [3]],
  ["nothing that is there", { text: "nowhere" }, []],
  ["several at once", { text: "8", state: "done", volunteer: volunteerId(3) }, [3]],
])("tasks are found by %s, in the order of their arrival", (_, wanted, expected) => {
  expect(tasksOf({ order: byArrival, ...wanted })).toEqual(expected);
});

test("all tasks by arrival or number need no search, any other query does", () => {
  const all = { state: null, volunteer: null, text: "" };
  expect(table().live({ order: byArrival, ...all })).not.toBeNull();
  expect(table().live({ order: byArrival, ...all, text: "8" })).toBeNull();
  expect(table().live({ order: { column: "input", direction: "ascending" }, ...all })).toBeNull();
});

test("volunteers that have brought a result or a failure are listed by name, numbers in it by value", () => {
  expect(table().volunteers()).toEqual([
    { id: 4, name: "v4" },
    { id: 10, name: "v10" },
  ]);
});

test("rows whose inputs chase one another out of memory are all filled, each by one read", async () => {
  let inMemory = -1;
  const reads: { readonly task: number; readonly answer: () => void }[] = [];
  const rows = table({
    inputText: (task) => (task === inMemory ? String(inputs[task]) : null),
    bringInput: async (task) => new Promise<void>((resolve) => reads.push({ task, answer: resolve })),
  });
  const drawn = (): readonly string[] => [0, 1, 2, 3].map((task) => rows.row(task).input);
  expect([...drawn(), ...drawn()]).toEqual(Array.from({ length: 8 }, () => "…"));
  expect(reads.map(({ task }) => task)).toEqual([0, 1, 2, 3]);
  for (const { task, answer } of reads) {
    inMemory = task;
    answer();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
  expect([drawn(), reads.length]).toEqual([["30", "9", "100", "8"], 4]);
});

test("a row whose input cannot be read shows it, and is found by it, once it can", () => {
  let isLocked = true;
  const rows = table({
    inputText: (task) => (isLocked ? { unreadable: "unreadable: the disk is locked" } : String(inputs[task])),
  });
  const found = (text: string): number =>
    atOnce(rows.select({ order: byArrival, state: null, volunteer: null, text })).length;
  expect([rows.row(1).input, found("LOCKED"), found("seven")]).toEqual(["unreadable: the disk is locked", 5, 1]);
  expect(found("30")).toBe(0);
  isLocked = false;
  expect([rows.row(1).input, found("30"), found("locked")]).toEqual(["9", 1, 0]);
});
