import { deleteDB, openDB } from "idb";
import { afterEach, expect, test, vi } from "vitest";
import { Blob } from "../core/blobs/blob.ts";
import { takeLarge } from "../core/blobs/inputs-apart.ts";
import { largeInputBytes } from "../core/blobs/pieces.ts";
import { jobId, type Epoch } from "../core/ids.ts";
import { atOnce } from "../core/time-slices.ts";
import { packAll } from "../core/values/packed.ts";
import { packedOf } from "../core/values/value-column.ts";
import { openIndexedDbJournal } from "./indexed-db-journal.ts";
import { describeJournal } from "./journal.contract.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import { migrations } from "./schema.ts";
import { databaseContents } from "./testing/database-contents.ts";
import { begunJournal, unusedName } from "./testing/begun-journal.ts";
import { isSameInputs } from "./testing/same-inputs.ts";
import { writeFifthDatabase } from "./testing/fifth-database.ts";
import { writeOldestDatabase } from "./testing/oldest-database.ts";
import { writeThirdDatabase } from "./testing/third-database.ts";
import {
  accepted,
  created,
  sampleCode,
  sampleDefinition,
  sampleResults,
  sampleRoom,
  sampleRoomId,
} from "./testing/samples.ts";

async function begin(journal: Journal): Promise<Epoch> {
  const begun = await journal.begin(sampleRoomId(1), 1);
  if (begun.type !== "begun") throw new Error(`the room is not begun: ${begun.type}`);
  return begun.room.epoch;
}

describeJournal("IndexedDB", async () => {
  const name = unusedName();
  const a = await openIndexedDbJournal(name);
  const b = await openIndexedDbJournal(name);
  const dispose = async (): Promise<void> => {
    a.close();
    b.close();
    await deleteDB(name);
  };
  return { a, b, dispose };
});

afterEach(() => {
  vi.restoreAllMocks();
});

test("a database of the oldest schema opens, with all that was on record", async () => {
  const name = unusedName();
  await writeOldestDatabase(name);
  const journal = await openIndexedDbJournal(name);
  expect(await journal.findRoom(sampleCode("ABC234"))).toEqual({
    ...sampleRoom(),
    seed: expect.any(Uint8Array),
    epoch: 4,
    lastJob: 1,
  });
  const history = await journal.readJob({ room: sampleRoomId(1), job: jobId(1) });
  expect(history?.summary).toMatchObject({ done: 2, failed: 0, phase: "paused", title: "Squares" });
  expect(history?.results).toEqual([sampleResults([3, 5])]);
  expect(history?.volunteers).toMatchObject([{ id: 3, name: "laptop" }]);
  expect(history?.definition).toEqual(sampleDefinition);
  expect(await journal.jobs()).toEqual([history?.summary]);
  expect(await journal.begin(sampleRoomId(1), 9)).toMatchObject({ type: "begun", room: { epoch: 5 } });
  journal.close();
  const { jobs } = await databaseContents(name);
  expect(jobs).toEqual([{ room: sampleRoomId(1), job: 1, title: "Squares", total: 10, createdAt: 5 }]);
  await deleteDB(name);
});

test("a database from before jobs grew opens, with all that was on record, and its room goes on", async () => {
  const name = unusedName();
  await writeThirdDatabase(name);
  const journal = await openIndexedDbJournal(name);
  const history = await journal.readJob({ room: sampleRoomId(1), job: jobId(1) });
  expect(history?.summary).toMatchObject({ done: 2, total: 10, phase: "paused", isSealed: true, sourceProblem: null });
  expect(history?.results).toEqual([sampleResults([3, 5], { slot: null, startedMs: 6 })]);
  expect(history?.inputCounts).toEqual([]);
  const epoch = await begin(journal);
  const entries = [created(2), accepted(jobId(1), sampleResults([7]))];
  expect(await journal.write(sampleRoomId(1), epoch, entries, "strict")).toEqual({ type: "written" });
  expect((await journal.jobs()).map(({ done, total }) => [done, total])).toEqual([
    [3, 10],
    [0, 10],
  ]);
  journal.close();
  await deleteDB(name);
});

test("a room from before coordinators had keys gets one of its own, once", async () => {
  const seeds: Uint8Array[] = [];
  const names = [unusedName(), unusedName()];
  for (const name of names) {
    await writeThirdDatabase(name);
    for (let opening = 0; opening < 2; opening += 1) {
      const journal = await openIndexedDbJournal(name);
      const room = await journal.findRoom(sampleCode("ABC234"));
      seeds.push(room?.seed ?? new Uint8Array());
      journal.close();
    }
  }
  const [one, again, other] = seeds;
  expect(one).toHaveLength(32);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  await Promise.all(names.map(async (name) => deleteDB(name)));
});

test("a database from before large inputs were kept by their hash opens, with those that are there, and further ones are kept so", async () => {
  const name = unusedName();
  const large = new Uint8Array(largeInputBytes).fill(7);
  const values = packAll([1, large, large]);
  await writeFifthDatabase(name, values);
  const journal = await openIndexedDbJournal(name);
  const room = sampleRoomId(1);
  const history = await journal.readJob({ room, job: jobId(1) });
  const listed = history?.definition.inputs;
  expect(listed?.type === "packed" && isSameInputs(listed.values, values)).toBe(true);
  expect(isSameInputs(await journal.readInputs({ room, job: jobId(2) }, 0), values)).toBe(true);
  const { rest, large: taken } = takeLarge(values);
  const placed = taken.map(({ at, bytes }) => ({ at, blob: atOnce(Blob.making(bytes)) }));
  const more: JournalEntry = {
    type: "tasks-added",
    job: jobId(2),
    inputs: rest,
    large: placed,
    skipped: new Uint32Array(),
  };
  expect(await journal.write(room, await begin(journal), [more, more], "strict")).toEqual({ type: "written" });
  expect(isSameInputs(await journal.readInputs({ room, job: jobId(2) }, 2), values)).toBe(true);
  await journal.deleteJob({ room, job: jobId(2) });
  journal.close();
  const { blobs, blobUses, inputs } = await databaseContents(name);
  expect([blobs, blobUses, inputs]).toEqual([[], [], []]);
  await deleteDB(name);
});

test("a database that cannot be brought to the newest schema is refused, and stays as it was", async () => {
  const name = unusedName();
  await writeOldestDatabase(name);
  const oldest = await openDB(name);
  const broken = { room: sampleRoomId(1), job: 2, definition: null };
  await oldest.put("jobs", broken);
  oldest.close();
  await expect(openIndexedDbJournal(name)).rejects.toThrow();
  const untouched = await openDB(name);
  expect(untouched.version).toBe(1);
  expect(await untouched.get("jobs", [sampleRoomId(1), 1])).toHaveProperty("definition");
  untouched.close();
  await deleteDB(name);
});

test("a list of jobs opens neither their definitions nor their results, which may be hundreds of megabytes", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  const opened = vi.spyOn(IDBDatabase.prototype, "transaction");
  await journal.jobs();
  expect(opened.mock.calls.map(([names]) => names)).toEqual([["rooms", "jobs", "tallies"]]);
  journal.close();
  await deleteDB(name);
});

test("a job's inputs are counted one record at a time, since each record may be a message full of them", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const growing = { ...created(1), total: 0, isSealed: false };
  const skipped = new Uint32Array();
  const added = [1, 2, 3].map(
    (at) => ({ type: "tasks-added", job: jobId(1), inputs: packAll([at, at]), skipped }) as const,
  );
  await journal.write(sampleRoomId(1), await begin(journal), [growing, ...added], "relaxed");
  const all = vi.spyOn(IDBObjectStore.prototype, "getAll");
  expect((await journal.readJob({ room: sampleRoomId(1), job: jobId(1) }))?.inputCounts).toEqual([2, 2, 2]);
  expect(all.mock.contexts.map((store) => store instanceof IDBObjectStore && store.name)).not.toContain("inputs");
  journal.close();
  await deleteDB(name);
});

test("a database that a newer Tabpool has written is left alone", async () => {
  const name = unusedName();
  (await openDB(name, migrations.length + 1)).close();
  await expect(openIndexedDbJournal(name)).rejects.toThrow(/version/);
  await deleteDB(name);
});

test("a database that is gone refuses writes with a reason", async () => {
  const { name, write } = await begunJournal();
  // Deleting it, or opening a newer version, closes this one.
  await deleteDB(name);
  const outcome = await write(created(1));
  expect(outcome).toMatchObject({ type: "failed", reason: expect.stringContaining("clos") });
});

test("what is stored of a parcel is its own bytes, and not the whole message around them", async () => {
  const { journal, write } = await begunJournal();
  await write(created(1), accepted(jobId(1), sampleResults([1, 2])));
  const history = await journal.readJob({ room: sampleRoomId(1), job: jobId(1) });
  const values = packedOf(history?.results[0]?.block.values ?? packAll([]));
  expect(values.bytes.buffer.byteLength).toBe(2);
});
