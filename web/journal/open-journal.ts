import type { Journal } from "./journal.ts";
import { openIndexedDbJournal } from "./indexed-db-journal.ts";
import type { OpenedJournal } from "./journal-source.ts";
import { MemoryJournal } from "./memory-journal.ts";

/** A browser that has not opened its storage by then is not going to: nobody waits for a room any longer. */
const openLimitMs = 5_000;

/** The browser's storage where it gives any, else the page's memory. Never throws. */
export async function openJournal(): Promise<OpenedJournal> {
  try {
    return { journal: await withinLimit(openIndexedDbJournal("tabpool")), problem: null };
  } catch (error) {
    return { journal: new MemoryJournal(), problem: error instanceof Error ? error.message : String(error) };
  }
}

async function withinLimit(opening: Promise<Journal>): Promise<Journal> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), openLimitMs);
  });
  const journal = await Promise.race([opening, limit]);
  clearTimeout(timer);
  if (journal !== null) return journal;
  void closeLate(opening);
  throw new Error("the browser does not open its storage");
}

async function closeLate(opening: Promise<Journal>): Promise<void> {
  try {
    (await opening).close();
  } catch {
    // Neither opened nor open: all is as it should be.
  }
}
