import type { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

/** The number that is searched for. Those above it are never found out: their tasks end with the job, or not at all. */
const found = 20;

const search = `export default async (n, task) => {
  if (n === ${found}) return task.done("found " + n);
  if (n > ${found}) await new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, 40));
  return n;
};`;

/** The search is over: the page says with which result, and each task is done or not needed. */
async function expectFound(coordinator: CoordinatorActor): Promise<void> {
  await expect(coordinator.page.locator(".job-phase")).toContainText(`the result of task ${found - 1} is enough`);
  // Results that were accepted before it get on record behind it.
  const settled = { Failed: 0, Leased: 0, Pending: 0, Total: 500 };
  await expect.poll(() => coordinator.counts()).toMatchObject(settled);
  const counts = await coordinator.counts();
  expect((counts["Done"] ?? 0) + (counts["Not needed"] ?? 0)).toBe(500);
  expect(counts["Done"]).toBeLessThanOrEqual(found);
}

test("[P8] a search ends at the first that is found: what runs is aborted, all else is not needed, also after a reload", async ({
  coordinator,
  volunteers,
}) => {
  const [first, second] = await volunteers(2, 2);
  if (first === undefined || second === undefined) throw new Error("no volunteers");
  await coordinator.startOver(search, 500);
  await expectFound(coordinator);
  await expect(coordinator.log).toContainText(`Job 1 ended early with the result of task ${found - 1}`);

  // Their slots were at tasks that never end.
  for (const { page, heading } of [first, second]) {
    await expect(page.locator(".slot-busy")).toHaveCount(0);
    await expect(heading).toHaveText("Finished");
    await expect(page.getByRole("log")).toContainText("has ended early: one of its results is enough");
  }

  const { page } = coordinator;
  await page.getByRole("combobox", { name: "Show tasks in state" }).selectOption("not needed");
  await expect
    .poll(async () => new Set((await coordinator.rows()).map(({ state }) => state)))
    .toEqual(new Set(["not needed"]));
  await page.getByRole("combobox", { name: "Show tasks in state" }).selectOption("All states");
  await page.getByRole("searchbox", { name: "Search the tasks" }).fill("found");
  await expect.poll(async () => (await coordinator.rows()).map(({ result }) => result)).toEqual([`found ${found}`]);

  await coordinator.reload();
  await expect(coordinator.jobOnRecord("job 1,")).toContainText("ended early: ");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await expectFound(coordinator);
});
