import { rewriteJobs } from "./actors/storage.ts";
import { expect, test } from "./fixtures.ts";

const quick = { Count: 2, "Shortest sleep": 0, "Longest sleep": 0 };
const reason = "options.timeLimitMs must be a number of milliseconds from 1 to 86400000, a day, got Infinity";

test("a job that cannot run is refused at the form and in the log, what is shown stays, and the next one runs", async ({
  coordinator,
}) => {
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(2);
  await rewriteJobs(coordinator.page, { timeLimitMs: Number.POSITIVE_INFINITY });
  await coordinator
    .jobOnRecord("job 1,")
    .getByRole("button", { name: /^Run .* again$/ })
    .click();
  const refusal = coordinator.page.getByRole("region", { name: "What runs" }).getByRole("alert");
  await expect(refusal).toContainText("The job was not started.");
  await expect(refusal).toContainText(reason);
  await expect(coordinator.log).toContainText(`The job was not started: ${reason}`);
  await coordinator.expectEachRowOnce(2);
  await coordinator.start({ ...quick, Count: 3 });
  await coordinator.expectEachResultOnce(3);
  await expect(refusal).toBeHidden();
  // The refused job has used up no number.
  await expect(coordinator.jobOnRecord("job 2,")).toContainText("3 done");
});

test("a job under way that cannot go on after a reload is named, and the room and its next job run", async ({
  coordinator,
}) => {
  await coordinator.start(quick);
  await expect(coordinator.jobOnRecord("job 1,")).toBeVisible();
  await rewriteJobs(coordinator.page, { timeLimitMs: Number.POSITIVE_INFINITY });
  await coordinator.reload();
  await expect(coordinator.log).toContainText(`Job 1 cannot go on: ${reason}`);
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.start({ ...quick, Count: 3 });
  await coordinator.expectEachResultOnce(3);
});
