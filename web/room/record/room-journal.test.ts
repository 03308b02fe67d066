import { expect, test } from "vitest";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

test("a job stands still while the journal is full, says so, and goes on by itself when there is room again", async () => {
  const opened = await OpenedRoom.open();
  const { journal } = opened.browser;
  await opened.enter("laptop");
  journal.fault = { type: "full" };
  await opened.start(squaresOf(40, { batchSize: 1 }));
  expect(opened.state.journal.state).toBe("full");
  expect(opened.job.phase).toBe("paused");
  expect(opened.job.done).toBe(0);
  expect(opened.said).toContainEqual({ key: "storage-full" });
  journal.fault = null;
  await opened.browser.passTime(5_000);
  expect(opened.state.journal.state).toBe("durable");
  expect(opened.job).toMatchObject({ phase: "done", done: 40 });
  expect(opened.said).toContainEqual({ key: "storage-free" });
});

test("a job that is started, or paused by a person, while the journal is full does not go on before both are over", async () => {
  const opened = await OpenedRoom.open();
  const { journal } = opened.browser;
  await opened.enter("laptop");
  journal.fault = { type: "full" };
  await opened.start(squaresOf(40, { batchSize: 1 }));
  opened.room.pauseJob(opened.job.id);
  journal.fault = null;
  await opened.browser.passTime(5_000);
  expect(opened.job).toMatchObject({ phase: "paused" });
  opened.room.resumeJob(opened.job.id);
  await opened.browser.passTime(5_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 40 });
});

test("a room goes on without its journal when that fails, and says that nothing is kept any longer", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  opened.browser.journal.fault = { type: "failed", reason: "the disk is gone" };
  await opened.start(squaresOf(3));
  expect(opened.job).toMatchObject({ phase: "done", done: 3 });
  expect(opened.state.journal).toMatchObject({
    state: "broken",
    problem: { key: "thrown", message: "the disk is gone" },
  });
  expect(opened.said).toContainEqual({ key: "record-lost", reason: { key: "thrown", message: "the disk is gone" } });
});

test("a room whose journal is full, and then fails, lets its jobs go on from memory", async () => {
  const opened = await OpenedRoom.open();
  const { journal } = opened.browser;
  await opened.enter("laptop");
  journal.fault = { type: "full" };
  await opened.start(squaresOf(40, { batchSize: 1 }));
  expect(opened.job).toMatchObject({ phase: "paused", done: 0 });
  journal.fault = { type: "failed", reason: "the disk is gone" };
  await opened.browser.passTime(5_000);
  expect(opened.state.journal.state).toBe("broken");
  expect(opened.job).toMatchObject({ phase: "done", done: 40 });
});

test("a room whose journal fails at once is kept in memory", async () => {
  const browser = new FakeBrowser();
  browser.journal.fault = { type: "failed", reason: "the disk is gone" };
  const opened = await OpenedRoom.open({ browser });
  expect(opened.state).toMatchObject({
    room: { phase: "open" },
    journal: { state: "memory", problem: { key: "thrown", message: "the disk is gone" } },
  });
  await opened.enter("laptop");
  await opened.start(squaresOf(3));
  expect(opened.job).toMatchObject({ phase: "done", done: 3 });
});

test("a room for which there is no space waits for some where other jobs could be deleted, else it is kept in memory", async () => {
  const browser = new FakeBrowser();
  browser.journal.fault = { type: "full" };
  const first = await OpenedRoom.open({ browser });
  expect(first.state.journal).toMatchObject({ state: "memory", problem: { key: "no-space" } });
  browser.journal.fault = null;
  const second = await OpenedRoom.open({ browser });
  await second.start(squaresOf(1));
  browser.journal.fault = { type: "full" };
  const third = await OpenedRoom.open({ browser });
  expect(third.state).toMatchObject({ room: { phase: "opening" }, journal: { state: "full" } });
  browser.journal.fault = null;
  await browser.passTime(2_000);
  expect(third.state).toMatchObject({ room: { phase: "open" }, journal: { state: "durable" } });
});

test("a job on record that cannot run is named in the log, and the room's next job starts", async () => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  const known = await browser.journal.findRoom(before.code);
  if (known === null) throw new Error("the room is not on record");
  await before.start(squaresOf(2));
  const { code } = before;
  before.close();
  for (const entry of browser.journal.entries) {
    if (entry.type === "job-created") Object.assign(entry.definition.options, { batchSize: Number.NaN });
  }
  const again = await OpenedRoom.open({ browser, code });
  expect(again.said).toContainEqual({
    key: "job-cannot-go-on",
    job: 1,
    reason: {
      key: "problems",
      problems: [
        {
          field: "options.batchSize",
          wrong: {
            key: "must-be",
            allowed: { key: "choice-or", choice: "auto", other: { key: "whole-number", least: 1, most: 16_384 } },
            found: { key: "value", text: "NaN" },
          },
        },
      ],
    },
  });
  await again.start(squaresOf(2));
  expect(again.job.phase).toBe("waiting");
});

test("a job on record whose inputs cannot be followed is not shown, and the log says what is wrong with them", async () => {
  const browser = new FakeBrowser();
  const before = await OpenedRoom.open({ browser });
  await before.start(squaresOf(2));
  const { code } = before;
  const { key } = before.job;
  before.close();
  for (const entry of browser.journal.entries) {
    if (entry.type === "job-created") Object.assign(entry.definition, { inputs: { type: "carrier-pigeon" } });
  }
  const again = await OpenedRoom.open({ browser, code });
  again.room.showJob(key);
  await browser.passTime(100);
  expect(again.state.job).toBeNull();
  expect(again.said).toContainEqual({
    key: "job-not-shown",
    job: 1,
    reason: { key: "problems", problems: [expect.objectContaining({ field: "inputs.type" })] },
  });
});
