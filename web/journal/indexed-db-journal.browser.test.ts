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
import type { Journal, JournalEntry, WriteOutcome } from "./journal.ts";
import { migrations } from "./schema.ts";
import { databaseContents } from "./testing/database-contents.ts";
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

let number = 0;

function unusedName(): string {
  number += 1;
  return `journal-${number}-${Date.now()}`;
}

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

interface Refusal {
  readonly abort: (transaction: IDBTransaction) => void;
  readonly error?: DOMException;
  /** Whether a transaction is refused that uses these stores. */
  readonly isRefused?: (stores: readonly string[]) => boolean;
}

const quotaError = new DOMException("no space", "QuotaExceededError");

/** What a browser does when its disk is full: the transaction is aborted, and its error says why. */
function fillDisk({ abort, error = quotaError, isRefused = () => true }: Refusal): () => void {
  // oxlint-disable-next-line typescript/unbound-method -- called with the database it is asked of
  const real = IDBDatabase.prototype.transaction;
  const stub = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...how) {
    const transaction = real.apply(this, how);
    if (!isRefused([...transaction.objectStoreNames])) return transaction;
    Object.defineProperty(transaction, "error", { value: error });
    abort(transaction);
    return transaction;
  });
  return () => stub.mockRestore();
}

const abortSoon = (transaction: IDBTransaction): void => queueMicrotask(() => transaction.abort());

/** The connection ends with it, before the event that says so. */
const endSoon = (transaction: IDBTransaction): void =>
  queueMicrotask(() => {
    transaction.abort();
    transaction.db.close();
  });

/** It is committed, and the page hears the contrary. */
const commitAndDeny = (transaction: IDBTransaction): void => {
  const commit = transaction.commit.bind(transaction);
  transaction.commit = () => {
    commit();
    transaction.dispatchEvent(new Event("abort"));
  };
};

/** As soon as a job's tally is read. */
const abortAtTally = (transaction: IDBTransaction): void => {
  // oxlint-disable-next-line typescript/unbound-method -- called with the store it is asked of
  const { get } = IDBObjectStore.prototype;
  vi.spyOn(IDBObjectStore.prototype, "get").mockImplementation(function (this: IDBObjectStore, key) {
    const request = get.call(this, key);
    if (this.name === "tallies") request.addEventListener("success", () => transaction.abort());
    return request;
  });
};

/** Those that write results: something small still fits. */
const onlyLarge = (stores: readonly string[]): boolean => stores.includes("results");

test("a transaction that the browser ends for want of space is refused as full, and leaves nothing behind", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  await journal.write(sampleRoomId(1), begun, [created(1)], "strict");
  const results = accepted(jobId(1), sampleResults([1]));
  const emptyDisk = fillDisk({ abort: abortSoon });
  expect(await journal.write(sampleRoomId(1), begun, [results], "relaxed")).toEqual({ type: "full" });
  emptyDisk();
  expect((await journal.jobs())[0]?.done).toBe(0);
  expect(await journal.write(sampleRoomId(1), begun, [results], "relaxed")).toEqual({ type: "written" });
  expect((await journal.jobs())[0]?.done).toBe(1);
  journal.close();
  await deleteDB(name);
});

test("a write behind one that is refused for want of space is refused, too, and one that is asked for later is not", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  await journal.write(sampleRoomId(1), begun, [created(1)], "strict");
  const write = (task: number): Promise<WriteOutcome> =>
    journal.write(sampleRoomId(1), begun, [accepted(jobId(1), sampleResults([task]))], "relaxed");
  const emptyDisk = fillDisk({
    abort: (transaction) => {
      transaction
        .objectStore("results")
        .count()
        .addEventListener("success", () => transaction.abort());
    },
  });
  const first = write(1);
  emptyDisk();
  const second = write(2);
  expect(await first).toEqual({ type: "full" });
  expect(await second).toMatchObject({ type: "failed" });
  expect(await write(3)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]?.done).toBe(1);
  journal.close();
  await deleteDB(name);
});

test.each([
  ["its files cannot be written", new DOMException("Failed to write blobs (IOError)", "DataError"), onlyLarge],
  ["the transaction cannot be committed", new DOMException("Internal error committing.", "UnknownError"), onlyLarge],
  ["it is aborted", new DOMException("The transaction was aborted.", "AbortError"), onlyLarge],
  [
    "the connection is closing, and nothing fits",
    new DOMException("Connection is closing because of: IO error: 3.log: FILE_ERROR_NO_SPACE", "UnknownError"),
    () => true,
  ],
])(
  "a disk that is really full is told from a broken one, where the browser says that %s",
  async (_, error, isRefused) => {
    const name = unusedName();
    const journal = await openIndexedDbJournal(name);
    await journal.addRoom(sampleRoom());
    const begun = await begin(journal);
    await journal.write(sampleRoomId(1), begun, [created(1)], "strict");
    const results = accepted(jobId(1), sampleResults([1]));
    const emptyDisk = fillDisk({ abort: abortSoon, error, isRefused });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await journal.write(sampleRoomId(1), begun, [results], "relaxed")).toEqual({ type: "full" });
    }
    emptyDisk();
    expect(await journal.write(sampleRoomId(1), begun, [results], "relaxed")).toEqual({ type: "written" });
    expect((await journal.jobs())[0]?.done).toBe(1);
    expect(await journal.begin(sampleRoomId(1), 5)).toMatchObject({ type: "begun", room: { epoch: begun + 1 } });
    journal.close();
    await deleteDB(name);
  },
);

test("a storage that takes nothing at all, and does not say that it is full, is broken", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const error = new DOMException("Internal error.", "UnknownError");
  const mend = fillDisk({ abort: abortSoon, error });
  expect(await journal.write(sampleRoomId(1), begun, [created(1)], "strict")).toEqual({
    type: "failed",
    reason: "Internal error.",
  });
  mend();
  journal.close();
  await deleteDB(name);
});

/** What Chromium does once nothing fits any more: it ends the connection, and opens none until there is room. */
function endConnections(): { readonly end: () => void; readonly makeRoom: () => void } {
  const databases = new Set<IDBDatabase>();
  // oxlint-disable-next-line typescript/unbound-method -- called with the database it is asked of
  const real = IDBDatabase.prototype.transaction;
  const noted = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...how) {
    databases.add(this);
    return real.apply(this, how);
  });
  let refused: { mockRestore(): void } | null = null;
  return {
    end: () => {
      refused = vi.spyOn(indexedDB, "open").mockImplementation(() => {
        throw new DOMException("Internal error opening backing store for indexedDB.open.", "UnknownError");
      });
      for (const database of databases) {
        database.close();
        database.dispatchEvent(new Event("close"));
      }
    },
    makeRoom: () => {
      refused?.mockRestore();
      noted.mockRestore();
    },
  };
}

test("a connection that the browser has ended is opened again, and until it can be the disk counts as full, for a while", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  const { end, makeRoom } = endConnections();
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (job: number): Promise<WriteOutcome> =>
    journal.write(sampleRoomId(1), begun, [created(job)], "relaxed");
  expect(await write(1)).toEqual({ type: "written" });
  end();
  for (let tries = 0; tries < 30; tries += 1) expect(await write(2)).toEqual({ type: "full" });
  await expect(journal.jobs()).rejects.toThrow("opening backing store");
  expect(await write(2)).toMatchObject({ type: "failed", reason: expect.stringContaining("opening backing store") });
  makeRoom();
  expect(await write(2)).toEqual({ type: "written" });
  expect(await journal.jobs()).toHaveLength(2);
  journal.close();
  await deleteDB(name);
});

test("a connection that was ended for want of space is opened again half a minute later, and not before: a browser may begin a database anew that it opens without space", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (): Promise<WriteOutcome> => journal.write(sampleRoomId(1), begun, [created(1)], "relaxed");
  const error = new DOMException("Connection is closing because of: IO error: FILE_ERROR_NO_SPACE", "UnknownError");
  const emptyDisk = fillDisk({ abort: abortSoon, error });
  expect(await write()).toEqual({ type: "full" });
  emptyDisk();
  const { end, makeRoom } = endConnections();
  expect(await journal.jobs()).toEqual([]);
  end();
  const opened = vi.spyOn(indexedDB, "open");
  await expect(journal.jobs()).rejects.toThrow("full a moment ago");
  for (let tries = 0; tries < 14; tries += 1) expect(await write()).toEqual({ type: "full" });
  expect(opened).not.toHaveBeenCalled();
  for (let tries = 0; tries < 40; tries += 1) expect(await write()).toEqual({ type: "full" });
  expect(opened).toHaveBeenCalled();
  makeRoom();
  await expect.poll(write).toEqual({ type: "written" });
  journal.close();
  await deleteDB(name);
});

test("a connection that ends after something was written is opened again at once, however full the disk was before", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (job: number): Promise<WriteOutcome> =>
    journal.write(sampleRoomId(1), begun, [created(job)], "relaxed");
  const emptyDisk = fillDisk({ abort: abortSoon, error: new DOMException("no room", "QuotaExceededError") });
  expect(await write(1)).toEqual({ type: "full" });
  emptyDisk();
  const { end, makeRoom } = endConnections();
  expect(await write(1)).toEqual({ type: "written" });
  end();
  makeRoom();
  expect(await write(2)).toEqual({ type: "written" });
  expect(await journal.jobs()).toHaveLength(2);
  journal.close();
  await deleteDB(name);
});

test("a connection that the browser ends while a write is under way is opened again, before the browser says that it has ended", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (): Promise<WriteOutcome> => journal.write(sampleRoomId(1), begun, [created(1)], "strict");
  const error = new DOMException("The transaction was aborted.", "AbortError");
  const mend = fillDisk({ abort: endSoon, error, isRefused: onlyLarge });
  expect(await write()).toEqual({ type: "full" });
  mend();
  expect(await write()).toEqual({ type: "written" });
  journal.close();
  await deleteDB(name);
});

test("a storage that opens, and takes no transaction, is broken", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const stub = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
    throw new DOMException("The connection is closing.", "InvalidStateError");
  });
  expect(await journal.write(sampleRoomId(1), begun, [created(1)], "strict")).toMatchObject({ type: "failed" });
  stub.mockRestore();
  journal.close();
  await deleteDB(name);
});

test("a write that was refused as it was committed, and is on record all the same, is not written twice", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (...entries: JournalEntry[]): Promise<WriteOutcome> =>
    journal.write(sampleRoomId(1), begun, entries, "strict");
  expect(await write({ ...created(1), isSealed: false })).toEqual({ type: "written" });
  const inputs = packAll([1, 2]);
  const added: JournalEntry = { type: "tasks-added", job: jobId(1), inputs, skipped: new Uint32Array() };
  const results = accepted(jobId(1), sampleResults([1]));
  const error = new DOMException("Internal error committing.", "UnknownError");
  const mend = fillDisk({ abort: commitAndDeny, error, isRefused: onlyLarge });
  expect(await write(added, results)).toEqual({ type: "full" });
  mend();
  const before = (await journal.jobs())[0];
  expect(before).toMatchObject({ done: 1 });
  const later = accepted(jobId(1), sampleResults([2]));
  expect(await write(later)).toEqual({ type: "written" });
  expect(await write(added, results)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]).toMatchObject({ total: before?.total, done: 2 });
  expect((await journal.readJob({ room: sampleRoomId(1), job: jobId(1) }))?.inputCounts).toEqual([2]);
  journal.close();
  await deleteDB(name);
});

test("a write that was refused before it was whole is written the next time", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  const write = (...entries: JournalEntry[]): Promise<WriteOutcome> =>
    journal.write(sampleRoomId(1), begun, entries, "strict");
  await write(created(1));
  const paused: JournalEntry = { type: "job-changed", job: jobId(1), phase: "paused", elapsedMs: 5 };
  const results = accepted(jobId(1), sampleResults([1]));
  fillDisk({ abort: abortAtTally });
  expect(await write(paused, results)).toEqual({ type: "full" });
  vi.restoreAllMocks();
  expect(await write(paused, results)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]).toMatchObject({ done: 1, phase: "paused" });
  journal.close();
  await deleteDB(name);
});

test("a database that is gone refuses writes with a reason", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  // Deleting it, or opening a newer version, closes this one.
  await deleteDB(name);
  const outcome = await journal.write(sampleRoomId(1), begun, [created(1)], "strict");
  expect(outcome).toMatchObject({ type: "failed", reason: expect.stringContaining("clos") });
});

test("what is stored of a parcel is its own bytes, and not the whole message around them", async () => {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  await journal.addRoom(sampleRoom());
  const begun = await begin(journal);
  await journal.write(sampleRoomId(1), begun, [created(1), accepted(jobId(1), sampleResults([1, 2]))], "relaxed");
  const history = await journal.readJob({ room: sampleRoomId(1), job: jobId(1) });
  const values = packedOf(history?.results[0]?.block.values ?? packAll([]));
  expect(values.bytes.buffer.byteLength).toBe(2);
  journal.close();
  await deleteDB(name);
});
