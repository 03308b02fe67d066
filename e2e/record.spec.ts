import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { browserFlags, findBrowser } from "../scripts/browser.mjs";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { OwnCoordinator } from "./actors/own-coordinator.ts";
import { SmallDisk } from "./actors/small-disk.ts";
import {
  breakStorage,
  diskThatFills,
  fillDisk,
  fillDiskForNext,
  fillRealDisk,
  makeRoomOnDisk,
  noStorage,
  rewriteJobs,
} from "./actors/storage.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, joining, test, type Fixtures } from "./fixtures.ts";

const quick = { Count: 3, "Shortest sleep": 0, "Longest sleep": 0 };

/** A room with one volunteer, in a browser whose disk the spec may fill. */
async function openOnSmallDisk(newPage: Fixtures["newPage"], origin: string): Promise<CoordinatorActor> {
  const page = await newPage("coordinator");
  await page.addInitScript(diskThatFills);
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(origin);
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(origin));
  return coordinator;
}

test("a full disk holds the job up, loses nothing, and lets it go on when there is room [P1]", async ({
  newPage,
  server,
}) => {
  const coordinator = await openOnSmallDisk(newPage, server.origin);
  const { page } = coordinator;
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  await coordinator.start({ Count: 8, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(1);
  await fillDisk(page);
  const notice = page.getByText("The browser’s storage is full: jobs wait.");
  await expect(notice).toBeVisible();
  const held = (await coordinator.counts())["Done"] ?? 0;
  expect(held).toBeLessThan(8);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export job 2 as JSON Lines" }).first().click();
  const exported = await readFile(await (await download).path(), "utf8");
  expect(exported.trim().split("\n")).toHaveLength(held);
  await coordinator.deleteJob(1);
  await expect(notice).toBeHidden();
  await coordinator.expectEachResultOnce(8);
  await coordinator.reload();
  await coordinator.expectEachRowOnce(8);
});

test("a disk that is really full, of which the browser has no word of its own, holds the job up until there is room [P1]", async ({
  newPage,
  server,
}) => {
  const coordinator = await openOnSmallDisk(newPage, server.origin);
  const { page } = coordinator;
  await coordinator.start({ Count: 8, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(1);
  await fillRealDisk(page);
  const notice = page.getByText("The browser’s storage is full: jobs wait.");
  await expect(notice).toBeVisible();
  expect((await coordinator.counts())["Done"]).toBeLessThan(8);
  await makeRoomOnDisk(page);
  await expect(notice).toBeHidden();
  await coordinator.expectEachResultOnce(8);
  await coordinator.reload();
  await coordinator.expectEachRowOnce(8);
});

test("a small file system without a byte left holds the job up, and it goes on once a file is deleted [P1]", async ({
  newPage,
  server,
}, { annotations }) => {
  const disk = SmallDisk.mount();
  if (disk === null) {
    annotations.push({ type: "no file system", description: "may not be mounted here: the test before stands for it" });
    return;
  }
  const executablePath = findBrowser();
  const options = { args: browserFlags, ...(executablePath === null ? {} : { executablePath }) };
  const context = await chromium.launchPersistentContext(join(disk.path, "profile"), options);
  try {
    const own = new OwnCoordinator(await context.newPage());
    await own.open(server.origin);
    await joining(newPage, () => own.joinLink(server.origin))(1);
    disk.fill();
    // Nothing that a file system or a browser could make smaller.
    const program =
      "export const inputs = { from: 1, to: 40 };\n" +
      "export default (n, task) => Uint8Array.from({ length: 1_000_000 }, () => 256 * task.random());";
    await own.start({ Function: program, Inputs: "" });
    const notice = own.page.getByText("The browser’s storage is full: jobs wait.");
    await expect(notice).toBeVisible();
    expect((await own.counts())["Done"]).toBeLessThan(40);
    disk.makeRoom();
    await expect(notice).toBeHidden();
    await own.waitForDone(40);
  } finally {
    await context.close();
    disk.unmount();
  }
});

test("a disk that is full when a room begins lets it open when there is room, the one before and a new one", async ({
  newPage,
  newTab,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.context().addInitScript(diskThatFills);
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  await coordinator.page.getByRole("switch", { name: "This tab helps too" }).check();
  for (const count of [2, 3]) {
    await coordinator.start({ ...quick, Count: count });
    await coordinator.expectEachResultOnce(count);
  }
  const code = await coordinator.roomCode();
  await fillDiskForNext(page);
  await page.reload();
  const notice = page.getByText("The browser’s storage is full: the room waits.");
  await expect(notice).toBeVisible();
  await coordinator.deleteJob(1);
  await expect(notice).toBeHidden();
  await coordinator.expectOpen();
  expect(await coordinator.roomCode()).toBe(code);
  await coordinator.expectEachRowOnce(3);

  const other = new CoordinatorActor(await newTab(page, "another room"));
  await other.page.goto(`${server.origin}/healthz`);
  await fillDiskForNext(other.page);
  await other.page.goto(`${server.origin}/coordinator`);
  await expect(other.page.getByText("The browser’s storage is full: the room waits.")).toBeVisible();
  await other.deleteJob(2);
  await other.expectOpen();
  expect(await other.roomCode()).not.toBe(code);
});

test("storage that breaks in the middle stops nothing, and the page says what a reload would lose", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  await coordinator.start({ Count: 4, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(1);
  await breakStorage(coordinator.page);
  await expect(coordinator.page.getByText("from now on a reload would lose what comes.")).toBeVisible();
  await coordinator.expectEachResultOnce(4);
  const download = coordinator.page.waitForEvent("download");
  await coordinator.button("Export job 1 as JSON Lines").click();
  expect((await readFile(await (await download).path(), "utf8")).trim().split("\n")).toHaveLength(4);
});

test("where the browser gives no storage, jobs run and the page says that a reload would lose them", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.addInitScript(noStorage);
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  await expect(page.getByText("a reload would lose the room and its results")).toBeVisible();
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  const download = page.waitForEvent("download");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "JSON Lines" }).click();
  expect((await readFile(await (await download).path(), "utf8")).trim().split("\n")).toHaveLength(3);
  await volunteer.button("Leave").click();
  const code = await coordinator.roomCode();
  await coordinator.reload();
  expect(await coordinator.roomCode()).not.toBe(code);
});

test("jobs on record are opened, exported, run again and deleted, by another room, too", async ({
  coordinator,
  volunteers,
  newTab,
  server,
}) => {
  await volunteers(1);
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  const first = await coordinator.rows();
  await coordinator.start({ ...quick, Count: 5 });
  await coordinator.expectEachResultOnce(5);

  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Open" }).click();
  await expect.poll(async () => coordinator.rows()).toEqual(first);
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Run job" }).click();
  await expect(coordinator.log).toContainText("Job 3 ended");
  await coordinator.expectEachResultOnce(3);

  const other = new CoordinatorActor(await newTab(coordinator.page, "another room"));
  await other.open(server.origin);
  expect(await other.roomCode()).not.toBe(await coordinator.roomCode());
  await expect(other.jobOnRecord("Squares")).toHaveCount(3);
  await expect(other.page.getByText(/^3 jobs, [\d.]+ k?B/)).toBeVisible();
  const download = other.page.waitForEvent("download");
  await other.jobOnRecord("job 2,").getByRole("button", { name: "CSV" }).click();
  const csv = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
  expect(csv).toHaveLength(6);
  expect(csv[0]).toBe("task,input,inputData,state,value,error,runtimeMs,volunteer,attempts,arrival,startedMs,slot");
  expect(csv[1]).toMatch(/^\d,(\d+),"\[\1,0\]",done,\1 \* \1 = \d+,,[\d.]+,laptop-1,1,1,[\d.]+,\d+$/);
  for (const job of [1, 2, 3]) {
    await other.deleteJob(job);
    await expect(other.jobOnRecord(`job ${job},`)).toHaveCount(0);
  }
  await other.reload();
  await expect(other.page.getByText("Jobs and their results will be listed here")).toBeVisible();
});

test("nobody deletes a job that another tab is at; what is left unfinished goes on [P3]", async ({
  coordinator,
  volunteers,
  newTab,
  server,
}) => {
  await volunteers(1, 2);
  // Ten seconds after the first results: more time than a busy machine needs to open another room.
  await coordinator.start({ Count: 6, "Shortest sleep": 5, "Longest sleep": 5 });
  await coordinator.waitForDone(1);
  const code = await coordinator.roomCode();
  const other = new CoordinatorActor(await newTab(coordinator.page, "another room"));
  await other.open(server.origin);
  const job = other.jobOnRecord("job 1,");
  await expect(job).toContainText("under way in another tab");
  await expect(job.getByRole("button", { name: "Delete" })).toBeDisabled();
  await coordinator.page.close({ runBeforeUnload: true });
  // As when a person comes back to this window.
  await other.page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(job).toContainText("not finished");
  await job.getByRole("button", { name: "Delete" }).click();
  await other.button("Keep it").click();
  await other.page.getByRole("link", { name: `Go on with job 1 of room ${code}` }).click();
  await other.expectOpen();
  expect(await other.roomCode()).toBe(code);
  await other.expectEachRowOnce(6);
});

test("a job that cannot go on is named, looked at and deleted while its room is open", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  await coordinator.start({ Count: 30, "Shortest sleep": 3, "Longest sleep": 3 });
  await coordinator.waitForDone(1);
  await rewriteJobs(coordinator.page, { timeLimitMs: -1 });
  await coordinator.reload();
  await coordinator.expectOpen();
  await expect(coordinator.log).toContainText("Job 2 cannot go on: options.timeLimitMs");
  const job = coordinator.jobOnRecord("job 2,");
  await expect(job).toContainText(/cannot go on: \d+ of 30/);
  await expect(job.getByRole("link", { name: "Go on" })).toBeHidden();
  await job.getByRole("button", { name: "Open" }).click();
  await expect(coordinator.page.locator(".job-phase")).toContainText("Job 2");
  await coordinator.deleteJob(2);
  await expect(job).toBeHidden();
  await expect(coordinator.jobOnRecord("job 1,")).toBeVisible();
});

test("of many finished jobs the older ones are folded away until somebody asks for them", async ({
  coordinator,
  volunteers,
}) => {
  await volunteers(1);
  await coordinator.setFields({ Count: 1, "Longest sleep": 0 });
  for (let job = 1; job <= 21; job += 1) {
    await coordinator.button("Start").click();
    await expect(coordinator.page.locator(".job-phase")).toHaveText(new RegExp(`^Job ${job}: done`));
  }
  const jobs = coordinator.jobOnRecord("Squares");
  await expect(coordinator.page.getByText("21 jobs,")).toBeVisible();
  await expect(jobs).toHaveCount(20);
  await expect(coordinator.jobOnRecord(", job 1,")).toHaveCount(0);
  await coordinator.button("Show all 21 jobs").click();
  await expect(jobs).toHaveCount(21);
  await expect(coordinator.jobOnRecord(", job 1,")).toBeVisible();
});
