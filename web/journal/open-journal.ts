import { inBackground } from "../core/in-background.ts";
import { thrownSeen } from "../core/seen.ts";
import type { Journal } from "./journal.ts";
import { openIndexedDbJournal } from "./indexed-db-journal.ts";
import type { OpenedJournal } from "./journal-source.ts";
import { MemoryJournal } from "./memory-journal.ts";

/** Milliseconds that a room waits for the browser's storage: browsers that take longer never open it. */
const openLimitMs = 5_000;

/** Opens the browser's storage, or a journal in the page's memory if the browser gives none. Never throws. */
export async function openJournal(): Promise<OpenedJournal> {
  try {
    const journal = await withinLimit(openIndexedDbJournal("tabpool"));
    if (journal !== null) return { journal, problem: null };
    return { journal: new MemoryJournal(), problem: { key: "storage-not-opened" } };
  } catch (error) {
    return { journal: new MemoryJournal(), problem: thrownSeen(error) };
  }
}

/** null where it takes longer. */
async function withinLimit(opening: Promise<Journal>): Promise<Journal | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), openLimitMs);
  });
  const journal = await Promise.race([opening, limit]);
  clearTimeout(timer);
  if (journal !== null) return journal;
  inBackground(closeLate(opening), () => {
    // It has not been opened later either: there is nothing to close.
  });
  return null;
}

async function closeLate(opening: Promise<Journal>): Promise<void> {
  (await opening).close();
}
