import type { Seen } from "../core/seen.ts";
import type { Journal } from "./journal.ts";

export interface OpenedJournal {
  readonly journal: Journal;
  /** Why it is not durable; null where it is, and where it is not meant to be. */
  readonly problem: Seen | null;
}

/** Where a room's journal comes from. */
export interface JournalSource {
  /** The durable one where there is any, else one in memory. Never rejects. */
  openJournal(): Promise<OpenedJournal>;
  /** One that ends with the page, for a durable one that has failed. */
  createTemporary(): Journal;
  /** What the storage would give in all, in bytes; null where that is not said. */
  findQuota(): Promise<number | null>;
}
