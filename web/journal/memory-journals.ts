import type { JournalSource } from "./journal-source.ts";
import { MemoryJournal } from "./memory-journal.ts";

/** For a room that is to end with its page or process. */
export const memoryJournals: JournalSource = {
  openJournal: async () => ({ journal: new MemoryJournal(), problem: null }),
  createTemporary: () => new MemoryJournal(),
  findQuota: async () => null,
};
