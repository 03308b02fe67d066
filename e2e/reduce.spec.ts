import { readFile } from "node:fs/promises";
import { expect, test } from "./own-fixtures.ts";

test("a module's reduce makes one value of all results, again after a reload, and the value is saved", async ({
  own,
  volunteers,
}) => {
  const { page } = own;
  await volunteers(2);
  const program =
    "export const inputs = { from: 1, to: 200 };\nexport const reduce = (a, b) => a + b;\nexport const initial = 0;\n" +
    "export default (n) => {\n  if (n === 7) throw new Error('seven');\n  return n * n;\n};";
  await own.start({ Function: program, Inputs: "", Title: "Sum" });
  const reduced = page.getByRole("region", { name: "Reduced value" });
  const told = "Reduced value2686651of 199 results; 1 failed task is not in itSave value";
  await expect(reduced).toHaveText(told);
  await expect(own.log).toContainText("Job 1 ended: 199 done, 1 failed");

  await own.reload();
  await own.openRecord(1);
  await expect(reduced).toHaveText(told);
  const download = page.waitForEvent("download");
  await reduced.getByRole("button", { name: "Save value" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("Sum reduced.json");
  expect(JSON.parse(await readFile(await file.path(), "utf8"))).toEqual({
    reduced: 2_686_651,
    results: 199,
    failed: 1,
  });
});

test("a reduce that throws, or gives what cannot travel, is told with its line, and loses no result", async ({
  own,
  volunteers,
}) => {
  const { page } = own;
  await volunteers(1);
  const reduced = page.getByRole("region", { name: "Reduced value" });
  const startWith = async (reduce: string): Promise<void> => {
    await own.start({
      Function: `export default (n) => n;\nexport const reduce = ${reduce};`,
      Inputs: "1\n2\n3",
      Title: "Mine",
    });
    await own.waitForDone(3);
  };
  await startWith("(a, b) => {\n  throw new TypeError('no sum');\n}");
  await expect(reduced.getByRole("alert")).toContainText("reduce failed, with the result of task");
  await expect(reduced.getByRole("alert")).toContainText("TypeError: no sumLine 3: throw new TypeError('no sum');");
  expect(await own.resultsOf(3)).toHaveLength(3);
  await startWith("() => () => 1");
  await expect(reduced.getByRole("alert")).toContainText("The value cannot be sent: it is a function");
  await reduced.getByRole("button", { name: "Reduce again" }).click();
  await expect(reduced.getByRole("alert")).toContainText("The value cannot be sent: it is a function");
  await startWith("(a, b) => a + b");
  await expect(reduced).toContainText("6of 3 results");
  await expect(reduced.getByRole("alert")).toHaveCount(0);
});
