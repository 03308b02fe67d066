import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const slow = { Count: 8, "Shortest sleep": 1, "Longest sleep": 1 };
const endless = { Count: 4, "Shortest sleep": 60, "Longest sleep": 60 };

test("a job waits while nobody is in, and when all have left, and runs by itself with whoever comes", async ({
  coordinator,
  volunteers,
}) => {
  const { page } = coordinator;
  const phase = page.locator(".job-phase");
  await coordinator.start(slow);
  await expect(phase).toHaveText("Job 1: waiting for volunteers");
  await expect(page).toHaveTitle(/^Waiting 0\/8 · Room/);
  await expect(page.getByText("Job 1 is waiting for volunteers.")).toBeAttached();
  await expect(page.getByText("Waiting for volunteers: share the code, or let this tab help.")).toBeVisible();
  await expect(coordinator.jobOnRecord("job 1,")).toContainText("waiting for volunteers");
  const [first] = await volunteers(1);
  await expect(phase).toHaveText(/^Job 1: running for/);
  await coordinator.waitForDone(2);
  await first?.button("Leave").click();
  await expect(phase).toHaveText(/^Job 1: waiting for volunteers, after \d+ s$/);
  const stood = await phase.textContent();
  // The record agrees. Time goes by while the page loads.
  await coordinator.reload();
  await expect(phase).toHaveText(stood ?? "");
  await page.getByRole("switch", { name: "This tab helps too" }).check();
  await coordinator.expectEachRowOnce(8);
  await expect(phase).toHaveText(/^Job 1: done in/);
});

test("what a job has come to is told as it is: with failures, without volunteers who compute, and by each of them after a reload", async ({
  coordinator,
  volunteers,
}) => {
  const [only] = await volunteers(1, 2);

  await test.step("a job with failures is never called done: not in its line, the title or the list of jobs", async () => {
    const { page } = coordinator;
    const phase = page.locator(".job-phase");
    await coordinator.optionsFold.click();
    // With this seed the first of six tasks sleeps for three seconds and the others not at all.
    await coordinator.start({ Count: 6, "Longest sleep": 3, Seed: 6999, "Time limit": 1, Attempts: 1 });
    await expect(phase).toHaveText(/^Job 1: 5 done, 1 failed, in \d+ s$/);
    await expect(phase).toHaveClass(/outcome-mixed/);
    await expect(page).toHaveTitle(/^5 done, 1 failed · Room/);
    await expect(page.getByText("Job 1 has ended: 5 done, 1 failed of 6 tasks.")).toBeAttached();
    await expect(coordinator.jobOnRecord("job 1,").locator(".outcome-mixed")).toHaveText("5 done, 1 failed");
    await coordinator.start({ Count: 2, "Longest sleep": 2, "Shortest sleep": 2 });
    await expect(phase).toHaveText(/^Job 2: 2 failed, in \d+ s$/);
    await expect(phase).toHaveClass(/outcome-bad/);
    await expect(page).toHaveTitle(/^2 failed · Room/);
    await expect(coordinator.jobOnRecord("job 2,").locator(".outcome-bad")).toHaveText("2 failed");
  });

  await test.step("a job whose volunteers have all paused waits for them", async () => {
    await coordinator.start({ ...slow, Count: 16, "Time limit": "auto" });
    await coordinator.waitForDone(1);
    await only?.button("Pause").click();
    await expect(coordinator.page.getByText("The volunteer who is here has paused or does not answer.")).toBeVisible();
    await expect(coordinator.page.locator(".job-phase")).toContainText("waiting for volunteers");
    await only?.button("Resume").click();
    await coordinator.expectEachResultOnce(16);
  });

  await test.step("what a volunteer has done of the job shown is still there after a reload", async () => {
    const done = coordinator.tasksDoneBy("laptop-1");
    for (const [job, count] of [5, 3].entries()) {
      await coordinator.start({ Count: count, "Shortest sleep": 0, "Longest sleep": 0 });
      await coordinator.expectEachResultOnce(count);
      await expect(coordinator.page.getByRole("columnheader", { name: `Done in job ${job + 4}` })).toBeVisible();
      await expect(done).toHaveText(String(count));
    }
    await coordinator.reload();
    await coordinator.expectBack(["laptop-1"]);
    await expect(done).toHaveText("3");
    await coordinator.jobOnRecord("job 4,").getByRole("button", { name: "Open" }).click();
    await expect(done).toHaveText("5");
  });
});

test("what would lose something asks first, keeps it at Escape, and asks nothing where nothing is lost", async ({
  coordinator,
  volunteers,
}) => {
  const { page } = coordinator;
  const dialog = page.getByRole("dialog");
  const refuse = async (button: Locator, loss: RegExp): Promise<void> => {
    await button.press("Enter");
    await expect(dialog).toContainText(loss);
    // Enter presses the button that changes nothing.
    await expect(dialog.getByRole("button").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();
  };
  await volunteers(2);
  await coordinator.start({ Count: 3, "Longest sleep": 0 });
  await coordinator.expectEachResultOnce(3);
  const first = coordinator.jobOnRecord("job 1,");
  await refuse(
    first.getByRole("button", { name: "Delete" }),
    /Job 1 of room \w{6} with its 3 results, [\d.]+ k?B, will be gone for good\./,
  );
  await coordinator.start(endless);
  await refuse(coordinator.button("Cancel"), /^Cancel job 2\?The 4 tasks that are not done will not be computed\./);
  await refuse(coordinator.button("Close the room"), /2 people will be sent away\. Job 2 stops\. The 4 tasks/);
  await expect(first).toBeVisible();
  await coordinator.pressAndConfirm(coordinator.button("Cancel"), "Cancel job 2");
  await expect(page.locator(".job-phase")).toContainText("Job 2: cancelled");
  // It is not on record.
  await coordinator.jobOnRecord("job 2,").getByRole("button", { name: "Delete" }).click();
  await expect(coordinator.jobOnRecord("job 2,")).toHaveCount(0);
});

test("the keyboard's focus stays on the button that was pressed, or goes to a heading near by", async ({
  coordinator,
  newTab,
}) => {
  const { page } = coordinator;
  const press = async (name: string, then: Locator): Promise<void> => {
    await coordinator.button(name).press("Enter");
    await expect(then).toBeFocused();
  };
  const confirm = async (button: Locator): Promise<void> => {
    await button.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeHidden();
  };
  await coordinator.setFields(endless);
  await press("Start", coordinator.button("Start"));
  await press("Pause", coordinator.button("Resume"));
  await press("Resume", coordinator.button("Pause"));
  await confirm(coordinator.button("Cancel"));
  await expect(coordinator.button("Run again")).toBeFocused();
  await press("Run again", coordinator.button("Cancel"));
  await confirm(coordinator.button("Cancel"));
  await press("Enlarge", coordinator.button("Close"));
  await press("Close", coordinator.button("Enlarge"));

  const first = coordinator.jobOnRecord("job 1,");
  await first.getByRole("button", { name: "Open" }).press("Enter");
  await expect(page.locator(".job-phase")).toContainText("Job 1: cancelled");
  await expect(first.getByRole("button", { name: "Open" })).toBeFocused();
  await first.getByRole("button", { name: "Run" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Squares" })).toBeFocused();
  await expect(coordinator.button("Pause")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Squares" })).toBeFocused();
  await first.getByRole("button", { name: "Delete" }).press("Enter");
  await expect(first).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Jobs on record" })).toBeFocused();

  const second = await newTab(page, "second tab");
  await second.goto(page.url());
  await second.getByRole("button", { name: "Take over here" }).press("Enter");
  await expect(second.getByRole("heading", { name: /^Room/ })).toBeFocused();
  await expect(page.getByRole("button", { name: "Take over here" })).toBeVisible();
  await press("Take over here", page.getByRole("heading", { name: /^Room/ }));
  await coordinator.expectOpen();
  await expect(page.getByRole("heading", { name: /^Room/ })).toBeFocused();
  await confirm(coordinator.button("Close the room"));
  await expect(page.getByText(/^Room [2-9A-HJKMNP-Z]{6} is closed\.$/)).toBeFocused();
});

test("the join link is whole at any width, and a double click does what one click does", async ({ coordinator }) => {
  await test.step("the join link shows its host and the room's code at any width, is copied whole, and its button keeps its width", async () => {
    const { page } = coordinator;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const link = await coordinator.joinLinkField.inputValue();
    for (const width of [360, 1_024, 1_280, 1_920]) {
      await page.setViewportSize({ width, height: 800 });
      for (const part of ["origin", "code"]) {
        const shown = page.locator(`.join-link-${part}`);
        expect(link).toContain(await shown.innerText());
        // The text is not cut off, by itself or by its box.
        expect(await shown.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
        const [own, box] = [await shown.boundingBox(), await coordinator.joinLinkField.boundingBox()];
        expect((own?.x ?? 0) + (own?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0));
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    const before = await coordinator.button("Copy link").boundingBox();
    await coordinator.button("Copy link").click();
    await expect(coordinator.button("Copied")).toBeFocused();
    expect(await coordinator.button("Copied").boundingBox()).toEqual(before);
    expect(await page.evaluate(async () => navigator.clipboard.readText())).toBe(link);
  });

  await test.step("a double click on Start starts one job, and one on Pause does not resume it", async () => {
    await coordinator.setFields(endless);
    await coordinator.button("Start").dblclick({ delay: 200 });
    await expect(coordinator.button("Pause")).toBeVisible();
    await coordinator.button("Pause").dblclick({ delay: 200 });
    await expect(coordinator.button("Resume")).toBeVisible();
    await expect(coordinator.log).toContainText("Job 1 paused");
    await expect(coordinator.log).not.toContainText("Job 2");
    await expect(coordinator.log).not.toContainText("resumed");
  });
});

test("a room that is not on record is named at the top, and a phone is not flooded with what is allowed", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${server.origin}/coordinator?room=ZZZZZZ&cuont=5`);
  await expect(page.getByText(/^Room ZZZZZZ is not on record here: [2-9A-HJKMNP-Z]{6} is a new room\.$/)).toBeVisible();
  await expect(page.getByRole("link", { name: "join it as a volunteer" })).toHaveAttribute(
    "href",
    "/worker?room=ZZZZZZ",
  );
  const allowed = page.getByText("the code of a room of this browser");
  await expect(page.getByText("This page has no such parameter.")).toBeVisible();
  await expect(allowed).toBeHidden();
  await page.getByText("What this page takes").click();
  await expect(allowed).toBeVisible();
});
