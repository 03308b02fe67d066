import type { JobId } from "../core/ids.ts";
import type { JournalEntry } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import type { JobTally } from "./tally.ts";

interface StoredTallies {
  get(key: [RoomId, JobId]): Promise<JobTally | undefined>;
}

interface Doubtful {
  readonly entries: readonly JournalEntry[];
  /** As they are where the entries were written: of jobs that get inputs or results by them. */
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

  /** `tallies`: as they are where the entries were written. */
  note(entries: readonly JournalEntry[], tallies: ReadonlyMap<JobId, JobTally>): void {
    const adding = new Set<JobId>();
    for (const entry of entries) {
      if (entry.type === "tasks-added" || entry.type === "results-accepted") adding.add(entry.job);
    }
    const told = [...tallies.values()].filter(({ job }) => adding.has(job));
    if (told.length > 0) this.#newest = { entries, tallies: told };
  }

  /** Those of the entries that are not on record. To be called before anything is written in a transaction. */
  async sift(entries: readonly JournalEntry[], stored: StoredTallies): Promise<readonly JournalEntry[]> {
    const doubtful = this.#newest;
    if (doubtful !== null) {
      let isOnRecord = false;
      for (const tally of doubtful.tallies) {
        const found = await stored.get([tally.room, tally.job]);
        // One that is missing has been deleted meanwhile, and tells nothing.
        isOnRecord ||= found?.records === tally.records && found.inputRecords === tally.inputRecords;
      }
      if (isOnRecord) for (const entry of doubtful.entries) this.#onRecord.add(entry);
      this.#newest = null;
    }
    return entries.filter((entry) => !this.#onRecord.has(entry));
  }
}
