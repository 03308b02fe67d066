import { expect, test } from "vitest";
import { jobId } from "../core/ids.ts";
import { describeJournal } from "./journal.contract.ts";
import { MemoryJournal } from "./memory-journal.ts";
import { accepted, created, sampleResults, sampleRoom, sampleRoomId } from "./testing/samples.ts";

describeJournal("memory", async () => {
  const journal = new MemoryJournal();
  return { a: journal, b: journal, dispose: () => journal.close() };
});

test("one that keeps no tasks knows its jobs by name alone, and takes results all the same", async () => {
  const [journal, room, one] = [new MemoryJournal({ keepsTasks: false }), sampleRoomId(1), jobId(1)];
  await journal.addRoom(sampleRoom());
  const begun = await journal.begin(room, 2);
  if (begun.type !== "begun") throw new Error(begun.type);
  const entries = [created(1), accepted(one, sampleResults([4, 5]))];
  expect(await journal.write(room, begun.room.epoch, entries)).toEqual({ type: "written" });
  expect(await journal.jobs()).toMatchObject([{ job: one, done: 0 }]);
  expect(await journal.readJob({ room, job: one })).toMatchObject({ results: [], inputCounts: [] });
});
