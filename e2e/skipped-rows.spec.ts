import { expect, test } from "./fixtures.ts";

const table = ["city,people", "Bonn,330000", "Köln", "Ulm,127000", "Trier,110000,1", "Jena,111000"].join("\n");

test("[P9] a malformed row of a file is skipped where that is chosen: it keeps its place, and says why, also after a reload", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  const { page } = coordinator;
  await coordinator.chooseWorkload("Your own function");
  await coordinator.choice("Inputs come from").selectOption("a file");
  await coordinator.choice("Read as").selectOption("CSV, a table");
  await page.getByLabel("File", { exact: true }).setInputFiles({
    name: "cities.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(table),
  });

  // As long as nothing else is chosen, it stops the job before it begins.
  await coordinator.submit({ Function: "export default ({ people }) => people / 1000;" });
  await expect(page.getByLabel("File", { exact: true })).toHaveAccessibleDescription(
    /line 3 has 1 cell instead of 2: Köln/,
  );

  await coordinator.choice("At a malformed row").selectOption("skip it");
  await expect(
    page.getByText("2 malformed rows skipped, the first since line 3 has 1 cell instead of 2."),
  ).toBeVisible();
  await coordinator.start();
  await expect(page.locator(".job-phase")).toContainText("3 done, 2 skipped");
  expect(await coordinator.counts()).toEqual({ Done: 3, Failed: 0, Leased: 0, Pending: 0, Skipped: 2, Total: 5 });
  await expect(coordinator.log).toContainText("line 3 has 1 cell instead of 2");

  const wanted = [
    ["1", "Köln", "line 3 has 1 cell instead of 2", "skipped"],
    ["3", "Trier,110000,1", "line 5 has 3 cells instead of 2", "skipped"],
  ];
  const skippedRows = async () => {
    const rows = (await coordinator.rows()).filter(({ state }) => state === "skipped");
    return rows.map(({ task, input, result, state }) => [task, input, result, state]);
  };
  await expect.poll(skippedRows).toEqual(wanted);

  // There is no input that could run again.
  await page.locator(".tasks-body").getByRole("button", { name: "1", exact: true }).click();
  const opened = page.getByRole("dialog", { name: "Task 1" });
  await expect(opened.getByRole("region", { name: "Skipped row" })).toHaveText("Köln");
  await expect(opened.getByRole("button")).toHaveText(["Close"]);
  await page.keyboard.press("Escape");

  await coordinator.reload();
  const onRecord = coordinator.jobOnRecord("job 1,");
  await expect(onRecord).toContainText("3 done, 2 skipped");
  await onRecord.getByRole("button", { name: "Open" }).click();
  await expect.poll(skippedRows).toEqual(wanted);

  const download = page.waitForEvent("download");
  await onRecord.getByRole("button", { name: "JSON Lines" }).click();
  const file = await (await download).createReadStream();
  let text = "";
  for await (const piece of file) text += String(piece);
  const last = text
    .trim()
    .split("\n")
    .slice(-2)
    .map((line) => JSON.parse(line));
  expect(last).toMatchObject([
    { task: 1, input: "Köln", state: "skipped", error: "line 3 has 1 cell instead of 2" },
    { task: 3, input: "Trier,110000,1", state: "skipped", error: "line 5 has 3 cells instead of 2" },
  ]);
});
