import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { CoordinatorActor } from "./actors/coordinator.ts";
import { VolunteerActor } from "./actors/volunteer.ts";
import { expect, test } from "./fixtures.ts";

const quick = { Count: 3, "Shortest sleep": 0, "Longest sleep": 0 };

/**
 * A browser whose disk is full as soon as the page's `roomForRecords` is 0: a transaction that puts something is
 * aborted with the error that browsers give. What is deleted makes room.
 */
function diskThatFills(): void {
  const store = IDBObjectStore.prototype;
  // oxlint-disable-next-line typescript/unbound-method -- called with the store that they are asked of
  const { put: realPut, delete: realDelete } = store;
  Reflect.set(globalThis, "roomForRecords", Number.POSITIVE_INFINITY);
  store.put = function (this: IDBObjectStore, ...what) {
    const request = realPut.apply(this, what);
    if (Reflect.get(globalThis, "roomForRecords") !== 0) return request;
    const { transaction } = this;
    const error = new DOMException("The disk is full.", "QuotaExceededError");
    Object.defineProperty(transaction, "error", { value: error, configurable: true });
    queueMicrotask(() => {
      try {
        transaction.abort();
      } catch {
        // An earlier put of the same transaction has ended it.
      }
    });
    return request;
  };
  store.delete = function (this: IDBObjectStore, ...what) {
    Reflect.set(globalThis, "roomForRecords", Number.POSITIVE_INFINITY);
    return realDelete.apply(this, what);
  };
}

async function fillDisk(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.set(globalThis, "roomForRecords", 0));
}

test("a full disk holds the job up, loses nothing, and lets it go on when there is room [P1]", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.addInitScript(diskThatFills);
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  await coordinator.start({ Count: 8, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(1);
  await fillDisk(page);
  const notice = page.getByText("The browser’s storage is full: the job waits.");
  await expect(notice).toBeVisible();
  const held = (await coordinator.counts())["Done"] ?? 0;
  expect(held).toBeLessThan(8);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export job 2 as JSON lines" }).first().click();
  const exported = await readFile(await (await download).path(), "utf8");
  expect(exported.trim().split("\n")).toHaveLength(held);
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "Delete" }).click();
  await expect(notice).toBeHidden();
  await coordinator.expectEachResultOnce(8);
  await coordinator.reload();
  await coordinator.expectEachRowOnce(8);
});

test("where the browser gives no storage, jobs run and the page says that a reload would lose them", async ({
  newPage,
  server,
}) => {
  const page = await newPage("coordinator");
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", {
      get: () => {
        throw new DOMException("Access is denied.", "SecurityError");
      },
    });
  });
  const coordinator = new CoordinatorActor(page);
  await coordinator.open(server.origin);
  await expect(page.getByText("a reload would lose the room and its results")).toBeVisible();
  const volunteer = new VolunteerActor(await newPage("laptop"), "laptop");
  await volunteer.join(await coordinator.joinLink(server.origin));
  await coordinator.start(quick);
  await coordinator.expectEachResultOnce(3);
  const download = page.waitForEvent("download");
  await coordinator.jobOnRecord("job 1,").getByRole("button", { name: "JSON lines" }).click();
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
  expect(csv[0]).toBe("task,input,state,result,runtime_ms,volunteer,attempts");
  expect(csv[1]).toMatch(/^\d,(\d+),done,\1 \* \1 = \d+,[\d.]+,laptop-1,1$/);
  for (const job of ["job 1,", "job 2,", "job 3,"]) {
    await other.jobOnRecord(job).getByRole("button", { name: "Delete" }).click();
    await expect(other.jobOnRecord(job)).toHaveCount(0);
  }
  await other.reload();
  await expect(other.page.getByText("Jobs and their results will be listed here")).toBeVisible();
});

test("a job that its room has left unfinished goes on from another room's list [P3]", async ({
  coordinator,
  volunteers,
  newTab,
  server,
}) => {
  await volunteers(1);
  await coordinator.start({ Count: 6, "Shortest sleep": 1, "Longest sleep": 1 });
  await coordinator.waitForDone(1);
  const code = await coordinator.roomCode();
  const other = new CoordinatorActor(await newTab(coordinator.page, "another room"));
  await other.open(server.origin);
  await coordinator.page.close({ runBeforeUnload: true });
  await other.page.getByRole("link", { name: `Go on with job 1 of room ${code}` }).click();
  await other.expectOpen();
  expect(await other.roomCode()).toBe(code);
  await other.expectEachRowOnce(6);
});
