import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** The position at the top of the table in rows from 0, with a fraction; NaN while no row is drawn there. */
async function topRow(box: Locator): Promise<number> {
  return box.evaluate((element) => {
    const below = element.querySelector(".tasks-head")?.getBoundingClientRect().bottom ?? 0;
    for (const row of element.querySelectorAll(".tasks-body .task-row")) {
      const { top, bottom, height } = row.getBoundingClientRect();
      // Within half a pixel, since browsers round.
      if (top <= below + 0.5 && bottom > below + 0.5)
        return Number(row.getAttribute("aria-rowindex")) - 2 + (below - top) / height;
    }
    return Number.NaN;
  });
}

test("ten million rows are reached by keys, scrollbar and wheel, which moves them by pixels", async ({
  coordinator,
}) => {
  const rows = 10_000_000;
  const { page } = coordinator;
  const box = page.getByRole("region", { name: "Table of tasks" });
  const last = box.getByRole("cell", { name: String(rows - 1), exact: true });
  // Without volunteers all rows are there, and wait.
  await coordinator.start({ Count: rows });
  await expect(page.getByText("10,000,000 tasks", { exact: true })).toBeVisible();
  await box.press("End");
  await expect(last).toBeInViewport();
  const end = await topRow(box);
  await box.press("PageUp");
  await expect.poll(() => topRow(box)).toBeLessThan(end - 3);
  expect(await topRow(box)).toBeGreaterThan(end - 100);
  await box.press("PageDown");
  await expect(last).toBeInViewport();
  await box.press("Home");
  await expect.poll(() => topRow(box)).toBeCloseTo(0, 1);

  // As with the scrollbar's handle.
  await box.evaluate((element) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) / 2;
  });
  await expect.poll(() => topRow(box)).toBeGreaterThan(rows / 2 - 200);
  const middle = await topRow(box);
  expect(middle).toBeLessThan(rows / 2 + 200);
  await box.hover();
  for (let turn = 1; turn <= 3; turn += 1) {
    await page.mouse.wheel(0, 70);
    await expect.poll(() => topRow(box)).toBeCloseTo(middle + (turn * 70) / 28, 1);
  }
});

test("tasks are found by what is in them, and filtered by state and volunteer", async ({ coordinator, volunteers }) => {
  await volunteers(2);
  await coordinator.start({ Count: 12, "Smallest number": 8_399, "Largest number": 8_438, "Longest sleep": 0 });
  await coordinator.waitForDone(12);
  const { page } = coordinator;
  const rows = await coordinator.rows();
  const search = page.getByLabel("Search the tasks");
  const [wanted] = rows;
  const name = wanted?.["volunteer"] ?? "";
  await search.fill(wanted?.["result"] ?? "");
  await expect.poll(async () => (await coordinator.rows())[0]?.["result"]).toBe(wanted?.["result"]);
  const found = await coordinator.rows();
  expect(new Set(found.map((row) => row["result"]))).toEqual(new Set([wanted?.["result"]]));
  await expect(page.getByText(`${found.length} of 12 tasks`, { exact: true })).toBeVisible();

  await search.fill("");
  await page.getByLabel("Show tasks of volunteer").selectOption(name);
  const own = rows.filter((row) => row["volunteer"] === name).map((row) => row["task"]);
  await expect.poll(async () => (await coordinator.rows()).map((row) => row["task"])).toEqual(own);
  await page.getByLabel("Show tasks in state").selectOption("failed");
  await expect(page.getByText("No task matches.")).toBeVisible();
  await expect(page.getByText("0 of 12 tasks", { exact: true })).toBeVisible();
});
