import type { IDBPTransaction } from "idb";
import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Packed } from "../core/values/format.ts";
import { epoch, type Epoch, type JobId, type RoomCode } from "../core/ids.ts";
import {
  emptyRoomKeptMs,
  type BeginOutcome,
  type BegunRoom,
  type Durability,
  type JobHistory,
  type JobKey,
  type JobSummary,
  type Journal,
  type JournalEntry,
  type KnownVolunteer,
  type NewRoom,
  type StoredRoom,
  type WriteOutcome,
} from "./journal.ts";
import { countAdded } from "./count-added.ts";
import { DatabaseConnection } from "./database-connection.ts";
import { DoubtfulWrites } from "./doubtful-writes.ts";
import { readStoredBlob, StoredBlobs } from "./stored-blobs.ts";
import { revive } from "./compact.ts";
import { JobWriter, type JobStores } from "./job-writer.ts";
import { newestOf } from "./newest-room.ts";
import type { RoomId } from "./room-id.ts";
import { failureOf, RefusedWrites } from "./refused-writes.ts";
import type { JournalSchema } from "./schema.ts";
import { wholeDefinition, wholeInputs } from "./stored-inputs.ts";
import { newestFirst, summaryOf, type JobTally } from "./tally.ts";

const everything = [
  "rooms",
  "volunteers",
  "jobs",
  "definitions",
  "tallies",
  "inputs",
  "results",
  "blobs",
  "blobUses",
] as const;

/** The stores that a list of jobs reads: none whose records may be large. */
const listed = ["rooms", "jobs", "tallies"] as const;

/** Larger than any number, string or date in a key. */
const afterAll: never[] = [];

/**
 * Opens the database of that name, and brings it to the newest schema.
 *
 * @throws DOMException where the browser gives no storage, or a newer Tabpool has written the database.
 */
export async function openIndexedDbJournal(name: string): Promise<Journal> {
  return new IndexedDbJournal(await DatabaseConnection.open(name));
}

class IndexedDbJournal implements Journal {
  readonly isDurable = true;
  readonly #connection: DatabaseConnection;
  readonly #refused: RefusedWrites;
  readonly #doubtful = new DoubtfulWrites();
  /** Writes that were not written. */
  #refusals = 0;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
    this.#refused = new RefusedWrites(connection);
  }

  async findRoom(code: RoomCode): Promise<StoredRoom | null> {
    const database = await this.#connection.reopen();
    return newestOf(await database.getAllFromIndex("rooms", "code", code));
  }

  async newestRoom(): Promise<StoredRoom | null> {
    const database = await this.#connection.reopen();
    return newestOf(await database.getAll("rooms"));
  }

  async addRoom(room: NewRoom): Promise<WriteOutcome> {
    return this.#change("strict", async (transaction) => {
      const rooms = transaction.objectStore("rooms");
      await rooms.put({ ...room, epoch: 0, lastJob: 0 });
      const jobs = transaction.objectStore("jobs");
      for (const { id, openedAt } of await rooms.getAll()) {
        if (openedAt >= room.openedAt - emptyRoomKeptMs || (await jobs.count(ofRoom(id))) > 0) continue;
        await Promise.all([rooms.delete(id), transaction.objectStore("volunteers").delete(ofRoom(id))]);
      }
      return { type: "written" };
    });
  }

  async begin(id: RoomId, now: number): Promise<BeginOutcome> {
    let begun: BegunRoom | null = null;
    const outcome = await this.#change("strict", async (transaction) => {
      const rooms = transaction.objectStore("rooms");
      const room = await rooms.get(id);
      if (room !== undefined) begun = { ...room, epoch: epoch(room.epoch + 1), openedAt: now };
      if (begun !== null) await rooms.put(begun);
      return { type: "written" };
    });
    if (outcome.type === "full" || outcome.type === "failed") return outcome;
    return begun === null ? { type: "unknown" } : { type: "begun", room: begun };
  }

  async write(
    id: RoomId,
    writer: Epoch,
    entries: readonly JournalEntry[],
    durability: Durability,
  ): Promise<WriteOutcome> {
    const refusals = this.#refusals;
    const tallies = new Map<JobId, JobTally>();
    // Until then it is as if it had never been asked for.
    let isHandedOver = false;
    const outcome = await this.#change(durability, async (transaction) => {
      const rooms = transaction.objectStore("rooms");
      const room = await rooms.get(id);
      if (this.#refusals > refusals) return { type: "failed", reason: "what comes before it could not be written" };
      if (room === undefined) return { type: "failed", reason: "the room is not in the journal" };
      if (room.epoch !== writer) return { type: "superseded", by: room.epoch };
      const further = await this.#doubtful.sift(id, entries, transaction.objectStore("tallies"));
      await write(transaction, room, further, tallies);
      isHandedOver = true;
      return { type: "written" };
    });
    if (outcome.type !== "written") this.#refusals += 1;
    if (outcome.type === "full" && isHandedOver) this.#doubtful.note(id, entries, tallies);
    return outcome;
  }

  /** A transaction's own error, such as a full disk, says more than those of its requests. */
  async #change(
    durability: Durability,
    change: (transaction: Writing) => Promise<WriteOutcome>,
  ): Promise<WriteOutcome> {
    let refused: unknown;
    let isBegun = false;
    try {
      // At once where there is one, so that writes keep the order in which they are asked for.
      const database = this.#connection.database ?? (await this.#connection.reopen());
      const transaction = database.transaction(everything, "readwrite", { durability });
      isBegun = true;
      const [changed, done] = await Promise.allSettled([change(transaction), transaction.done]);
      if (done.status === "fulfilled") {
        this.#refused.noteWritten();
        return changed.status === "fulfilled" ? changed.value : failureOf(changed.reason);
      }
      refused = done.reason;
    } catch (error) {
      refused = error;
      if (!isBegun && !this.#connection.isEnded()) return failureOf(error);
    }
    this.#refusals += 1;
    return this.#refused.explain(refused);
  }

  async volunteers(room: RoomId): Promise<readonly KnownVolunteer[]> {
    const database = await this.#connection.reopen();
    return (await database.getAll("volunteers", ofRoom(room))).map(known);
  }

  async jobs(): Promise<readonly JobSummary[]> {
    const transaction = (await this.#connection.reopen()).transaction(listed);
    const [rooms, heads, tallies] = await Promise.all([
      transaction.objectStore("rooms").getAll(),
      transaction.objectStore("jobs").getAll(),
      transaction.objectStore("tallies").getAll(),
    ]);
    const codes = new Map(rooms.map(({ id, code }) => [id, code]));
    // Both are in the order of the same keys.
    return heads
      .flatMap((head, at) => {
        const tally = tallies[at];
        const code = codes.get(head.room);
        return tally === undefined || code === undefined ? [] : [summaryOf(head, tally, code)];
      })
      .toSorted(newestFirst);
  }

  async readJob({ room: id, job }: JobKey): Promise<JobHistory | null> {
    const transaction = (await this.#connection.reopen()).transaction(everything);
    const [room, head, definition, tally, added, results, volunteers] = await Promise.all([
      transaction.objectStore("rooms").get(id),
      transaction.objectStore("jobs").get([id, job]),
      transaction.objectStore("definitions").get([id, job]),
      transaction.objectStore("tallies").get([id, job]),
      readAdditions(transaction.objectStore("inputs"), { room: id, job }),
      transaction.objectStore("results").getAll(ofJob(id, job)),
      transaction.objectStore("volunteers").getAll(ofRoom(id)),
    ]);
    if (room === undefined || head === undefined || definition === undefined || tally === undefined) return null;
    const blobs = transaction.objectStore("blobs");
    return {
      summary: summaryOf(head, tally, room.code),
      definition: await wholeDefinition(definition, async (name) => readStoredBlob(blobs, name)),
      ...added,
      results: results.map(revive),
      volunteers: volunteers.map(known),
    };
  }

  async readInputs({ room, job }: JobKey, nth: number): Promise<Packed | null> {
    const transaction = (await this.#connection.reopen()).transaction(["inputs", "blobs"]);
    const stored = await transaction.objectStore("inputs").get([room, job, nth + 1]);
    if (stored === undefined) return null;
    const blobs = transaction.objectStore("blobs");
    return wholeInputs(stored, stored.large ?? [], async (name) => readStoredBlob(blobs, name));
  }

  async readBlob(name: BlobName): Promise<Uint8Array | null> {
    const transaction = (await this.#connection.reopen()).transaction(["blobs", "blobUses"]);
    // A blob without bytes has no record of its own.
    const uses = await transaction.objectStore("blobUses").index("hash").count(name.hash);
    return uses === 0 ? null : readStoredBlob(transaction.objectStore("blobs"), name);
  }

  async deleteJob(key: JobKey): Promise<void> {
    const { room, job } = key;
    const transaction = (await this.#connection.reopen()).transaction(everything, "readwrite");
    await Promise.all([
      blobsIn(transaction).releaseBlobs(key),
      transaction.objectStore("jobs").delete([room, job]),
      transaction.objectStore("definitions").delete([room, job]),
      transaction.objectStore("tallies").delete([room, job]),
      transaction.objectStore("inputs").delete(ofJob(room, job)),
      transaction.objectStore("results").delete(ofJob(room, job)),
      transaction.done,
    ]);
  }

  close(): void {
    this.#connection.close();
  }
}

type Writing = IDBPTransaction<JournalSchema, typeof everything, "readwrite">;

function blobsIn(transaction: Writing): StoredBlobs {
  return new StoredBlobs(transaction.objectStore("blobs"), transaction.objectStore("blobUses"));
}

function known({ id, tab, name }: KnownVolunteer): KnownVolunteer {
  return { id, tab, name };
}

function ofRoom(room: RoomId): IDBKeyRange {
  return IDBKeyRange.bound([room], [room, afterAll]);
}

function ofJob(room: RoomId, job: JobId): IDBKeyRange {
  return IDBKeyRange.bound([room, job], [room, job, afterAll]);
}

/** At a record of inputs. */
interface InputsCursor {
  readonly value: { readonly ends: Uint32Array; readonly skipped?: Uint32Array };
  continue(): Promise<InputsCursor | null>;
}

const nothing = new Uint32Array();

/** What a job's records of inputs hold. One is in memory at a time: each may be a message full of inputs. */
async function readAdditions(
  store: { openCursor(range: IDBKeyRange): Promise<InputsCursor | null> },
  { room, job }: JobKey,
): Promise<ReturnType<typeof countAdded>> {
  const additions: { count: number; skipped: Uint32Array }[] = [];
  let cursor = await store.openCursor(ofJob(room, job));
  while (cursor !== null) {
    const { ends, skipped = nothing } = cursor.value;
    additions.push({ count: ends.length, skipped });
    cursor = await cursor.continue();
  }
  return countAdded(additions);
}

/** Fills `tallies` with those of the jobs that the entries change. */
async function write(
  transaction: Writing,
  before: StoredRoom,
  entries: readonly JournalEntry[],
  tallies: Map<JobId, JobTally>,
): Promise<void> {
  const stores: JobStores = {
    jobs: transaction.objectStore("jobs"),
    definitions: transaction.objectStore("definitions"),
    tallies: transaction.objectStore("tallies"),
    inputs: transaction.objectStore("inputs"),
    results: transaction.objectStore("results"),
    blobs: blobsIn(transaction),
  };
  const jobs = new JobWriter(stores, before.id, tallies);
  const { id: room } = before;
  let traits: Pick<StoredRoom, "code" | "lent" | "helping"> = before;
  let { lastJob } = before;
  for (const entry of entries) {
    switch (entry.type) {
      case "room-changed": {
        const { code, lent, helping } = entry;
        traits = { code, lent, helping };
        break;
      }
      case "volunteer-known": {
        const { id, tab, name } = entry;
        jobs.start(transaction.objectStore("volunteers").put({ room, id, tab, name }));
        break;
      }
      case "job-created":
        lastJob = Math.max(lastJob, entry.job);
        await jobs.create(entry);
        break;
      case "tasks-added":
        await jobs.addInputs(entry);
        break;
      case "job-sealed":
        await jobs.seal(entry);
        break;
      case "results-accepted":
        await jobs.addResults(entry);
        break;
      case "job-changed":
        await jobs.change(entry);
        break;
    }
  }
  if (traits !== before || lastJob !== before.lastJob) {
    jobs.start(transaction.objectStore("rooms").put({ ...before, ...traits, lastJob }));
  }
  jobs.putTallies();
  // Nothing follows: the browser need not ask once more when all of this is done.
  transaction.commit();
  await jobs.allDone();
}
