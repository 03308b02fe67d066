import { expect, test } from "./fixtures.ts";

const seconds = { "Shortest sleep": 1, "Longest sleep": 1 };

/** Neither job is over before the page is loaded anew, on a slow machine either. */
const longer = { "Shortest sleep": 4, "Longest sleep": 4 };

test("[P1] [P3] two jobs run at once through a reload of the coordinator, and the results of both are whole and right", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(2, 2);
  await coordinator.start({ Count: 12, ...longer });
  // The form starts another one while the first one runs.
  await coordinator.start({ Count: 9, ...longer, Seed: 77 });
  await expect(coordinator.openJob(1)).toContainText("running");
  await expect(coordinator.openJob(2)).toHaveClass(/job-row-shown/);
  await coordinator.waitForDone(2);
  await coordinator.showJob(1);
  await coordinator.waitForDone(1);
  await coordinator.reload();
  await coordinator.expectBack(["laptop-1", "laptop-2"]);
  await expect(coordinator.page.locator(".job-phase")).toContainText("Job 2:");
  for (const [job, count] of [
    [1, 12],
    [2, 9],
  ]) {
    await expect(coordinator.log).toContainText(new RegExp(`Job ${job} goes on: \\d+ of ${count} tasks`));
    // What was on record of it before is told again.
    await expect(coordinator.log).toContainText(`Result of job ${job}: `);
  }
  await coordinator.expectEachRowOnce(9);
  await expect(coordinator.jobOnRecord("job 1,")).toContainText("12 done");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await coordinator.expectEachRowOnce(12);
});

test("cancelling one job, or pausing it, leaves the other to its end, and volunteers stay", async ({
  coordinator,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1, 2);
  await coordinator.start({ Count: 40, ...seconds });
  await coordinator.start({ Count: 30, ...seconds, Seed: 5 });
  await coordinator.start({ Count: 6, ...seconds, Seed: 77 });
  const pause = coordinator.button("Pause job 2");
  await pause.press("Enter");
  await expect(coordinator.openJob(2)).toContainText("paused");
  await expect(coordinator.button("Resume job 2")).toBeFocused();
  await coordinator.pressAndConfirm(coordinator.button("Cancel job 1"), "Cancel job 1");
  await expect(coordinator.openJob(1)).toHaveCount(0);
  await coordinator.expectEachRowOnce(6);
  await expect(coordinator.volunteerRow("laptop-1").getByRole("cell", { name: "6", exact: true })).toBeVisible();
  await expect(coordinator.openJob(2)).toContainText("paused");
  await coordinator.pressAndConfirm(coordinator.button("Cancel job 2"), "Cancel job 2");
  await expect(coordinator.jobOnRecord("job 2,")).toContainText("cancelled");
  await expect(coordinator.jobOnRecord("job 1,")).toContainText("cancelled");
  if (volunteer !== undefined) await expect(volunteer.page.locator(".slot-busy")).toHaveCount(0);
});

test("a job of a higher priority is computed first, though it came later", async ({ coordinator, volunteers }) => {
  await volunteers(1);
  await coordinator.optionsFold.click();
  await coordinator.start({ Count: 60, ...seconds, "Batch size": 1 });
  await coordinator.waitForDone(1);
  await coordinator.start({ Count: 4, ...seconds, Priority: 5, "Batch size": 1 });
  await expect(coordinator.openJob(2)).toContainText("priority 5");
  await coordinator.expectEachRowOnce(4);
  const lines = await coordinator.log.locator("p").allTextContents();
  const begun = lines.findIndex((line) => line.startsWith("Job 2: "));
  const over = lines.findLastIndex((line) => line.startsWith("Result of job 2: "));
  // What the volunteer had in hand of job 1, at the most, was done meanwhile.
  const meanwhile = lines.slice(begun, over).filter((line) => line.startsWith("Result of job 1: "));
  expect([begun, over]).not.toContain(-1);
  expect(meanwhile.length).toBeLessThan(6);
  await coordinator.showJob(1);
  await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 1");
});
