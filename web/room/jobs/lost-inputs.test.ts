import { leaseTickets } from "../../core/lease-ticket.ts";
import { expect, test } from "vitest";
import { pieceBytes } from "../../core/blobs/pieces.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { FakeBrowser } from "../testing/fake-environment.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

function bulk(number: number): Uint8Array {
  return new Uint8Array(2 * pieceBytes).fill(number);
}

const growing: JobDefinition = { ...squaresOf(1, { batchSize: 1 }), inputs: { type: "stream" } };

/** Two large ones, and many small ones. */
function* inputs(): Generator {
  yield bulk(1);
  yield bulk(2);
  for (let number = 3; number < 40; number += 1) yield number;
}

function firstByte(input: unknown): unknown {
  return input instanceof Uint8Array ? input[0] : input;
}

/** A room with room for one large input, and a volunteer that is sent nothing of any before `send`. */
async function withLost() {
  const browser = new FakeBrowser();
  const scheduler = { handle, leaseTickets, settings: { ...defaultSchedulerSettings, inputBlobBytes: 1 } };
  const opened = await OpenedRoom.open({ browser, keptInputBytes: 0, scheduler });
  await opened.enter("laptop", firstByte, 2);
  const [link] = opened.environment.host.links;
  if (link === undefined) throw new Error("there is no link");
  link.backlogBytes = 4 * pieceBytes;
  opened.room.startJob(growing, { source: inputs() });
  await browser.passTime(2_000);
  const { journal } = browser;
  const read = journal.readInputs.bind(journal);
  journal.readInputs = async (key, nth) => {
    if (nth > 1) return read(key, nth);
    throw new Error("the disk is locked");
  };
  link.backlogBytes = 0;
  return { opened, browser, heal: () => Object.assign(journal, { readInputs: read }) };
}

test("an input that cannot be read again while its volunteer does other work stops its job, which says at which task and why, and goes on once a person has it tried again", async () => {
  const { opened, browser, heal } = await withLost();
  for (let second = 0; second < 60 && opened.job.phase === "running"; second += 1) await browser.passTime(1_000);
  expect(opened.job).toMatchObject({ phase: "paused", failed: 0 });
  expect(opened.job.stuck).toMatchObject({ reason: expect.stringContaining("the disk is locked") });
  const { done } = opened.job;
  expect(done).toBeGreaterThan(0);
  // Tried again while it is still lost, it says so again, and nothing done is lost.
  opened.room.resumeJob(opened.job.id);
  await browser.passTime(100);
  for (let second = 0; second < 60 && opened.job.phase !== "paused"; second += 1) await browser.passTime(1_000);
  expect(opened.job).toMatchObject({ phase: "paused", stuck: { task: expect.any(Number) } });
  expect(opened.job.done).toBeGreaterThanOrEqual(done);
  heal();
  opened.room.resumeJob(opened.job.id);
  await browser.passTime(100);
  expect(opened.job.stuck).toBeNull();
  await browser.passTime(30_000);
  expect(opened.job).toMatchObject({ phase: "done", done: 39, failed: 0, stuck: null });
});

test("a job that stands still for a lost input says so after a reload, until a person has it tried again, and so does its record", async () => {
  const { opened, browser, heal } = await withLost();
  for (let second = 0; second < 60 && opened.job.phase === "running"; second += 1) await browser.passTime(1_000);
  const { stuck } = opened.job;
  expect(stuck).toMatchObject({ reason: expect.stringContaining("the disk is locked") });
  await browser.passTime(1_000);
  const { code } = opened;
  opened.close();
  const again = await OpenedRoom.open({ browser, code });
  await browser.passTime(1_000);
  expect(again.job).toMatchObject({ phase: "paused", stuck, problem: null });
  heal();
  again.room.resumeJob(again.job.id);
  await browser.passTime(100);
  expect(again.job.stuck).toBeNull();
  const [onRecord] = await browser.journal.jobs();
  expect(onRecord?.problem).toBeNull();
});
