import type { JournalSource } from "./journal-source.ts";
import { MemoryJournal, type MemoryJournalOptions } from "./memory-journal.ts";

function journalsWith(options: MemoryJournalOptions): JournalSource {
  return {
    openJournal: async () => ({ journal: new MemoryJournal(options), problem: null }),
    createTemporary: () => new MemoryJournal(options),
    findQuota: async () => null,
  };
}

/** For a room that is to end with its page or process. */
export const memoryJournals = journalsWith({ keepsTasks: true });

/** For one that reads nothing back of its jobs: what it has of them in memory is all. */
export const passingJournals = journalsWith({ keepsTasks: false });
