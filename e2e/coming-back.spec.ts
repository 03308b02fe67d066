import { crash } from "./actors/crash.ts";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { expect, test } from "./fixtures.ts";

const slow = { Count: 12, "Shortest sleep": 1, "Longest sleep": 1 };

/** Rows of done tasks by task, without the arrival column. */
function doneRows(rows: readonly Readonly<Record<string, string>>[]): string[] {
  const done = rows.filter((row) => row["state"] === "done");
  return done.map((row) => `${row["task"]} ${row["result"]} ${row["runtime"]} ${row["volunteer"]}`);
}

test("after a reload the log has the results of the job that runs again, then each new one, and all once it is over [P3]", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(2);
  await coordinator.start(slow);
  await coordinator.waitForDone(3);
  const told = await coordinator.logLines("Result: ");
  expect(told.length).toBeGreaterThanOrEqual(3);
  await coordinator.reload();
  await expect(coordinator.log).toContainText(/Job 1 goes on: \d+ of 12 tasks are on record/);
  const again = await coordinator.logLines("Result: ");
  expect(again.slice(0, told.length)).toEqual(told);
  await coordinator.expectBack(["laptop-1", "laptop-2"]);
  await coordinator.expectEachResultOnce(12);
  const all = await coordinator.logLines("Result: ");
  expect(all.slice(0, again.length)).toEqual(again);
  await coordinator.reload();
  await coordinator.expectEachResultOnce(12);
  expect(await coordinator.logLines("Result: ")).toEqual(all);
});

test("a coordinator whose renderer is killed goes on in another tab that opens its address [P3]", async ({
  coordinator,
  volunteers,
  newTab,
}) => {
  await volunteers(2);
  await coordinator.start(slow);
  await coordinator.waitForDone(3);
  const address = coordinator.page.url();
  const code = await coordinator.roomCode();
  await crash(coordinator.page);
  const reopened = new CoordinatorActor(await newTab(coordinator.page, "reopened coordinator"));
  await reopened.page.goto(address);
  await reopened.expectOpen();
  expect(await reopened.roomCode()).toBe(code);
  expect((await reopened.counts())["Done"]).toBeGreaterThanOrEqual(3);
  // The coordinator has sent no goodbye, and the path fails only after 15 s.
  await reopened.expectBack(["laptop-1", "laptop-2"]);
  await reopened.expectEachRowOnce(12);
});

test("after a reload a paused job is still paused and a tab that helped helps again; a room that is closed sends its volunteers away", async ({
  coordinator,
  volunteers,
}) => {
  const [volunteer] = await volunteers(1);

  await test.step("a paused job is still paused after a reload, and its volunteers keep their names", async () => {
    await coordinator.start(slow);
    await coordinator.waitForDone(1);
    await coordinator.button("Pause").click();
    await expect.poll(async () => (await coordinator.counts())["Leased"]).toBe(0);
    const paused = await coordinator.counts();
    await coordinator.reload();
    await expect(coordinator.button("Resume")).toBeVisible();
    await expect.poll(() => coordinator.counts()).toEqual(paused);
    expect(doneRows(await coordinator.rows())[0]).toContain("laptop-1");
    await coordinator.expectBack(["laptop-1"]);
    await coordinator.button("Resume").click();
    await coordinator.expectEachRowOnce(12);
  });

  await test.step("a tab that helped its own room helps again after a reload", async () => {
    await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
    await expect(coordinator.volunteerRow("this tab")).toBeVisible();
    await coordinator.start({ ...slow, Count: 6 });
    await coordinator.waitForDone(1);
    await coordinator.reload();
    await expect(coordinator.page.getByRole("switch", { name: "This tab helps too" })).toBeChecked();
    await coordinator.expectEachRowOnce(6);
  });

  await test.step("a room that is closed sends its volunteers away for good", async () => {
    await coordinator.closeRoom();
    await expect(coordinator.page.getByText(/^Room [2-9A-HJKMNP-Z]{6} is closed\.$/)).toBeVisible();
    await expect(
      volunteer?.page.getByRole("heading", { name: /^Room .* is closed$/ }) ?? coordinator.log,
    ).toBeVisible();
  });
});

test("a second tab of the room only reads, until its person takes the room over [P3]", async ({
  coordinator,
  volunteers,
  newTab,
}) => {
  await volunteers(1);
  await coordinator.start(slow);
  await coordinator.waitForDone(1);
  const second = new CoordinatorActor(await newTab(coordinator.page, "second tab"));
  await second.page.goto(coordinator.page.url());
  await expect(second.page.getByText("is open in another tab.")).toBeVisible();
  await expect(second.button("Start")).toBeDisabled();
  // The record of its newest job can be opened.
  await expect.poll(async () => (await second.rows()).length).toBe(12);
  await coordinator.waitForDone(2);
  await second.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await expect.poll(async () => doneRows(await second.rows()).length).toBeGreaterThanOrEqual(2);
  await expect(coordinator.volunteerRow("laptop-1")).toContainText("steady");
  await second.button("Take over here").click();
  await second.expectOpen();
  await expect(coordinator.page.getByText("is open in another tab.")).toBeVisible();
  await second.expectBack(["laptop-1"]);
  await second.expectEachRowOnce(12);
});
