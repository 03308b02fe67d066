import { afterEach, expect, test, vi } from "vitest";
import { Blob } from "../core/blobs/blob.ts";
import { jobId } from "../core/ids.ts";
import { atOnce } from "../core/time-slices.ts";
import { packAll } from "../core/values/packed.ts";
import type { JournalEntry, WriteOutcome } from "./journal.ts";
import { begunJournal } from "./testing/begun-journal.ts";
import { accepted, created, sampleResults, sampleRoomId } from "./testing/samples.ts";

afterEach(() => {
  vi.restoreAllMocks();
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
  const { journal, write } = await begunJournal();
  await write(created(1));
  const results = accepted(jobId(1), sampleResults([1]));
  const emptyDisk = fillDisk({ abort: abortSoon });
  expect(await write(results)).toEqual({ type: "full" });
  emptyDisk();
  expect((await journal.jobs())[0]?.done).toBe(0);
  expect(await write(results)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]?.done).toBe(1);
});

test("a write behind one that is refused for want of space is refused, too, and one that is asked for later is not", async () => {
  const { journal, write } = await begunJournal();
  await write(created(1));
  const writeTask = (task: number): Promise<WriteOutcome> => write(accepted(jobId(1), sampleResults([task])));
  const emptyDisk = fillDisk({
    abort: (transaction) => {
      transaction
        .objectStore("results")
        .count()
        .addEventListener("success", () => transaction.abort());
    },
  });
  const first = writeTask(1);
  emptyDisk();
  const second = writeTask(2);
  expect(await first).toEqual({ type: "full" });
  expect(await second).toMatchObject({ type: "failed" });
  expect(await writeTask(3)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]?.done).toBe(1);
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
    const { journal, begun, write } = await begunJournal();
    await write(created(1));
    const results = accepted(jobId(1), sampleResults([1]));
    const emptyDisk = fillDisk({ abort: abortSoon, error, isRefused });
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await write(results)).toEqual({ type: "full" });
    }
    emptyDisk();
    expect(await write(results)).toEqual({ type: "written" });
    expect((await journal.jobs())[0]?.done).toBe(1);
    expect(await journal.begin(sampleRoomId(1), 5)).toMatchObject({ type: "begun", room: { epoch: begun + 1 } });
  },
);

test("a storage that takes nothing at all, and does not say that it is full, is broken", async () => {
  const { write } = await begunJournal();
  const error = new DOMException("Internal error.", "UnknownError");
  const mend = fillDisk({ abort: abortSoon, error });
  expect(await write(created(1))).toEqual({
    type: "failed",
    reason: "Internal error.",
  });
  mend();
});

/** As the page's clock has it. */
function passTime(ms: number): void {
  const now = performance.now() + ms;
  vi.spyOn(performance, "now").mockReturnValue(now);
}

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
  const { journal, write } = await begunJournal();
  const { end, makeRoom } = endConnections();
  const writeJob = (job: number): Promise<WriteOutcome> => write(created(job));
  expect(await writeJob(1)).toEqual({ type: "written" });
  end();
  for (let tries = 0; tries < 30; tries += 1) expect(await writeJob(2)).toEqual({ type: "full" });
  await expect(journal.jobs()).rejects.toThrow("opening backing store");
  expect(await writeJob(2)).toMatchObject({ type: "failed", reason: expect.stringContaining("opening backing store") });
  makeRoom();
  expect(await writeJob(2)).toEqual({ type: "written" });
  expect(await journal.jobs()).toHaveLength(2);
});

test("a connection that was ended for want of space is opened again half a minute later, and not before: a browser may begin a database anew that it opens without space", async () => {
  const { journal, write } = await begunJournal();
  const writeFirst = (): Promise<WriteOutcome> => write(created(1));
  const error = new DOMException("Connection is closing because of: IO error: FILE_ERROR_NO_SPACE", "UnknownError");
  const emptyDisk = fillDisk({ abort: abortSoon, error });
  expect(await writeFirst()).toEqual({ type: "full" });
  emptyDisk();
  const { end, makeRoom } = endConnections();
  expect(await journal.jobs()).toEqual([]);
  end();
  const opened = vi.spyOn(indexedDB, "open");
  passTime(29_000);
  await expect(journal.jobs()).rejects.toThrow("full a moment ago");
  expect(await writeFirst()).toEqual({ type: "full" });
  expect(opened).not.toHaveBeenCalled();
  passTime(2_000);
  expect(await writeFirst()).toEqual({ type: "full" });
  expect(opened).toHaveBeenCalled();
  makeRoom();
  expect(await writeFirst()).toEqual({ type: "written" });
});

test("a connection that ends after something small was written on a full disk is not opened before the half minute is over either, and then at once", async () => {
  const { journal, write } = await begunJournal();
  const writeJob = (job: number): Promise<WriteOutcome> => write(created(job));
  const emptyDisk = fillDisk({ abort: abortSoon, error: new DOMException("no room", "QuotaExceededError") });
  expect(await writeJob(1)).toEqual({ type: "full" });
  emptyDisk();
  const { end, makeRoom } = endConnections();
  expect(await writeJob(1)).toEqual({ type: "written" });
  end();
  makeRoom();
  expect(await writeJob(2)).toEqual({ type: "full" });
  passTime(31_000);
  expect(await writeJob(2)).toEqual({ type: "written" });
  expect(await journal.jobs()).toHaveLength(2);
});

test("a connection that the browser ends while a write is under way is opened again, before the browser says that it has ended", async () => {
  const { write } = await begunJournal();
  const writeFirst = (): Promise<WriteOutcome> => write(created(1));
  const error = new DOMException("The transaction was aborted.", "AbortError");
  const mend = fillDisk({ abort: endSoon, error, isRefused: onlyLarge });
  expect(await writeFirst()).toEqual({ type: "full" });
  mend();
  expect(await writeFirst()).toEqual({ type: "written" });
});

test("a storage that opens, and takes no transaction, is broken", async () => {
  const { write } = await begunJournal();
  const stub = vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(() => {
    throw new DOMException("The connection is closing.", "InvalidStateError");
  });
  expect(await write(created(1))).toMatchObject({ type: "failed" });
  stub.mockRestore();
});

test("a write that was refused as it was committed, and is on record all the same, is not written twice", async () => {
  const { journal, write } = await begunJournal();
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
});

test("a job whose creation is on record all the same is not created anew by one that leaves its blobs out", async () => {
  const { journal, write } = await begunJournal();
  const results = accepted(jobId(1), sampleResults([1]));
  const error = new DOMException("Internal error committing.", "UnknownError");
  const mend = fillDisk({ abort: commitAndDeny, error, isRefused: onlyLarge });
  expect(await write(created(1), results)).toEqual({ type: "full" });
  mend();
  expect(await write({ ...created(1), blobs: [] }, results)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]).toMatchObject({ done: 1 });
});

test("a job whose creation alone is on record all the same keeps its blobs, and its size, where it is written again without them", async () => {
  const { journal, write } = await begunJournal();
  const blob = atOnce(Blob.making(new Uint8Array(1_000)));
  const error = new DOMException("Internal error committing.", "UnknownError");
  const mend = fillDisk({ abort: commitAndDeny, error, isRefused: onlyLarge });
  expect(await write(created(1, 1, [blob]))).toEqual({ type: "full" });
  mend();
  const before = await journal.jobs();
  expect(await write(created(1))).toEqual({ type: "written" });
  expect(await journal.jobs()).toEqual(before);
  expect(await journal.readBlob(blob.name)).toEqual(blob.bytes);
});

test("a write that was refused before it was whole is written the next time", async () => {
  const { journal, write } = await begunJournal();
  await write(created(1));
  const paused: JournalEntry = { type: "job-changed", job: jobId(1), phase: "paused", elapsedMs: 5 };
  const results = accepted(jobId(1), sampleResults([1]));
  fillDisk({ abort: abortAtTally });
  expect(await write(paused, results)).toEqual({ type: "full" });
  vi.restoreAllMocks();
  expect(await write(paused, results)).toEqual({ type: "written" });
  expect((await journal.jobs())[0]).toMatchObject({ done: 1, phase: "paused" });
});
