import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { readingResults, type FileRow } from "../web/room/results/testing/read-results-file.ts";
import { atOnce } from "../web/core/time-slices.ts";
import { packAll } from "../web/core/values/packed.ts";
import { anyValue } from "../web/core/values/testing/arbitrary-values.ts";
import { differences } from "../web/core/values/testing/differences.ts";
import type { CoordinatorActor } from "./actors/coordinator.ts";
import { rewriteJobs } from "./actors/storage.ts";
import { expect, test } from "./fixtures.ts";

/** Starts a job of squares without volunteers, and replaces its program on record before any joins. */
async function startOwn(coordinator: CoordinatorActor, source: string, inputs: readonly unknown[]): Promise<void> {
  await coordinator.start({ Count: inputs.length, "Shortest sleep": 0, "Longest sleep": 0 });
  await expect(coordinator.jobOnRecord("job 1,")).toBeVisible();
  const { ends, bytes } = packAll(inputs);
  await rewriteJobs(coordinator.page, { source, inputs: { ends: [...ends], bytes: [...bytes] } });
  await coordinator.reload();
}

/** Results in the file of the job, by the index of the task. */
async function saved(coordinator: CoordinatorActor): Promise<readonly FileRow[]> {
  const download = coordinator.page.waitForEvent("download");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "JSON Lines" }).click();
  const text = await readFile(await (await download).path(), "utf8");
  return atOnce(readingResults(text)).toSorted((one, other) => one.task - other.task);
}

function cell(coordinator: CoordinatorActor, task: number) {
  const index = coordinator.page.locator(".task-index").getByText(String(task), { exact: true });
  return coordinator.page.getByRole("row").filter({ has: index }).locator(".task-result");
}

const shown: readonly (readonly [unknown, string])[] = [
  [undefined, "undefined"],
  [-0, "-0"],
  [NaN, "NaN"],
  [5n, "5n"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [/a+/gi, "/a+/gi"],
  [new Map([[1, "x"]]), 'Map {1: "x"}'],
  [new Set([1, 2, 3]), "Set {1, 2, 3}"],
  [new Uint8Array([1, 2, 3]).buffer, "ArrayBuffer [1, 2, 3]"],
  ["x".repeat(30_000), `"${"x".repeat(300)}…" (30.0 kB)`],
];

test("any value comes back into table and file as it was, from real volunteers, and after a reload", async ({
  coordinator,
  volunteers,
}) => {
  const values = [...shown.map(([value]) => value), ...fc.sample(anyValue, 90).map((make) => make())];
  await startOwn(coordinator, "export default (value) => value", values);
  await volunteers(2);
  await expect(coordinator.log).toContainText(`Job 1 ended: ${values.length} done, 0 failed`);
  await coordinator.button("Task").click();
  for (const again of [false, true]) {
    if (again) await coordinator.reload();
    const rows = await saved(coordinator);
    expect(rows.map(({ task }) => task)).toEqual([...values.keys()]);
    for (const { task, came, inputData } of rows) {
      expect(differences(values[task], inputData), `input ${task}`).toEqual([]);
      expect(differences(values[task], came.type === "value" ? came.value : came), `value ${task}`).toEqual([]);
    }
  }
  await coordinator.button("Task").click();
  for (const [task, [, words]] of shown.entries()) await expect(cell(coordinator, task)).toHaveText(words);
});

test("what cannot travel, and whatever is thrown, is told of as it was", async ({ coordinator, volunteers }) => {
  const source = `export default (n) => {
    switch (n) {
      case 0: return [1, { then() {} }];
      case 1: return [1, 2].map(async (k) => k);
      case 2: throw Object.assign(new Error("outer", { cause: new Error("root") }), { status: 404 });
      case 3: throw [new Error("in list")];
      case 4: throw new AggregateError([new TypeError("a")], "both");
    }
  }`;
  await startOwn(coordinator, source, [0, 1, 2, 3, 4]);
  await volunteers(2);
  await expect(coordinator.log).toContainText("Job 1 ended: 0 done, 5 failed");
  const rows = await saved(coordinator);
  expect(rows.map(({ came }) => (came.type === "failed" ? came.thrown : came))).toEqual([
    expect.objectContaining({ message: "The value cannot be sent: [1].then is a function" }),
    expect.objectContaining({ message: "The value cannot be sent: [0] is a Promise" }),
    expect.objectContaining({ message: "outer", status: 404, cause: expect.objectContaining({ message: "root" }) }),
    [expect.objectContaining({ message: "in list" })],
    expect.objectContaining({ name: "AggregateError", errors: [expect.objectContaining({ name: "TypeError" })] }),
  ]);
  await coordinator.button("Task").click();
  await expect(cell(coordinator, 3)).toHaveText("Thrown: [Error: in list]");
});
