import { rewriteJobs } from "./actors/storage.ts";
import { expect, test } from "./fixtures.ts";

const many = { Count: 5_000, "Shortest sleep": 0, "Longest sleep": 0 };

test("a program that does not load stops its job with one message and its line, and the next job starts at once", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(2, 2);
  await coordinator.start({ ...many, Count: 3 });
  await coordinator.expectEachResultOnce(3);
  await coordinator.start(many);
  await coordinator.waitForDone(5_000);
  await rewriteJobs(coordinator.page, { source: "export default (n) => {\n  const x = ;\n}" });
  await coordinator.jobOnRecord("job 2,").getByRole("button", { name: "Run" }).click();
  const words = "stopped: the program could not be loaded: SyntaxError: Unexpected token ';' (task.js:2:13)";
  await expect(coordinator.page.locator(".job-phase")).toHaveText(`Job 3: ${words}`);
  expect(await coordinator.counts()).toEqual({ Done: 0, Failed: 0, Leased: 0, Pending: 5_000, Total: 5_000 });
  await expect(coordinator.page).toHaveTitle(/^Stopped 0\/5000 · Room /);
  const said = await coordinator.log.locator("p").allTextContents();
  expect(said.filter((line) => /stopped|failed|laptop|given back|not needed/i.test(line))).toEqual([`Job 3 ${words}`]);
  await expect(coordinator.jobOnRecord("job 3,")).toContainText(words);
  await coordinator.reload();
  await expect(coordinator.page.locator(".job-phase")).toHaveText(`Job 3: ${words}`);
  await expect(coordinator.jobOnRecord("job 3,")).toContainText(words);
  await expect(coordinator.button("Run again")).toBeEnabled();
  await coordinator.expectBack(["laptop-1", "laptop-2"]);
  await coordinator.start({ ...many, Count: 3 });
  await coordinator.expectEachResultOnce(3);
});

test("a program that hangs while it is loaded stops its job, and says so", async ({ coordinator, volunteers }) => {
  await volunteers(2);
  await coordinator.optionsFold.click();
  await coordinator.start({ ...many, Count: 4, "Time limit": 1 });
  await coordinator.expectEachResultOnce(4);
  await rewriteJobs(coordinator.page, { source: "for (;;);\nexport default (n) => n;" });
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Run" }).click();
  const words =
    "stopped: the program could not be loaded: ProgramNotLoaded: the program took longer than 1000 ms to load";
  await expect(coordinator.page.locator(".job-phase")).toHaveText(`Job 2: ${words}`);
});
