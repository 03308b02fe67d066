import type { JobId } from "../core/ids.ts";
import type { JournalEntry } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import type { JobTally } from "./tally.ts";

interface StoredTallies {
  get(key: [RoomId, JobId]): Promise<JobTally | undefined>;
}

interface Doubtful {
  readonly room: RoomId;
  readonly entries: readonly JournalEntry[];
  /** As they are where the entries were written: of jobs that they create, or that get inputs or results by them. */
  readonly tallies: readonly JobTally[];
}

/**
 * Writes that were refused as they were to be committed, and may be on record all the same once the database is opened again: what is
 * under a browser's database cannot tell where it fails to write its log through to the disk. Written twice, inputs and
 * results would stand there twice.
 */
export class DoubtfulWrites {
  #newest: Doubtful | null = null;
  readonly #onRecord = new WeakSet<JournalEntry>();
  /** Jobs whose creation is on record, by room and number: what is written again of it may have been left without its blobs. */
  readonly #created = new Set<string>();

  /** `tallies`: as they are where the entries were written. */
  note(room: RoomId, entries: readonly JournalEntry[], tallies: ReadonlyMap<JobId, JobTally>): void {
    const telling = new Set<JobId>();
    for (const entry of entries) {
      if (entry.type === "job-created" || entry.type === "tasks-added" || entry.type === "results-accepted")
        telling.add(entry.job);
    }
    const told = [...tallies.values()].filter(({ job }) => telling.has(job));
    if (told.length > 0) this.#newest = { room, entries, tallies: told };
  }

  /** Those of the room's entries that are not on record. To be called before anything is written in a transaction. */
  async sift(room: RoomId, entries: readonly JournalEntry[], stored: StoredTallies): Promise<readonly JournalEntry[]> {
    const doubtful = this.#newest;
    if (doubtful !== null) {
      let isOnRecord = false;
      for (const tally of doubtful.tallies) {
        const found = await stored.get([doubtful.room, tally.job]);
        // One that is missing has been deleted meanwhile, and tells nothing.
        isOnRecord ||= found?.records === tally.records && found.inputRecords === tally.inputRecords;
      }
      if (isOnRecord) this.#noteOnRecord(doubtful);
      this.#newest = null;
    }
    return entries.filter((entry) => !this.#onRecord.has(entry) && !this.#isCreated(room, entry));
  }

  #noteOnRecord({ room, entries }: Doubtful): void {
    for (const entry of entries) {
      this.#onRecord.add(entry);
      if (entry.type === "job-created") this.#created.add(`${room} ${entry.job}`);
    }
  }

  #isCreated(room: RoomId, entry: JournalEntry): boolean {
    return entry.type === "job-created" && this.#created.has(`${room} ${entry.job}`);
  }
}
