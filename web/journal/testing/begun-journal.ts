import { deleteDB } from "idb";
import { onTestFinished } from "vitest";
import type { Epoch } from "../../core/ids.ts";
import { openIndexedDbJournal } from "../indexed-db-journal.ts";
import type { Journal, JournalEntry, WriteOutcome } from "../journal.ts";
import { sampleRoom, sampleRoomId } from "./samples.ts";

let number = 0;

/** The name of a database that no test has. */
export function unusedName(): string {
  number += 1;
  return `journal-${number}-${Date.now()}`;
}

interface BegunJournal {
  readonly name: string;
  readonly journal: Journal;
  readonly begun: Epoch;
  /** Puts the entries on record in one transaction that waits for the disk. */
  readonly write: (...entries: JournalEntry[]) => Promise<WriteOutcome>;
}

/** A journal in a database of its own, with one room that has begun. Both are gone with the test. */
export async function begunJournal(): Promise<BegunJournal> {
  const name = unusedName();
  const journal = await openIndexedDbJournal(name);
  onTestFinished(async () => {
    journal.close();
    await deleteDB(name);
  });
  await journal.addRoom(sampleRoom());
  const start = await journal.begin(sampleRoomId(1), 1);
  if (start.type !== "begun") throw new Error(`the room is not begun: ${start.type}`);
  const begun = start.room.epoch;
  return { name, journal, begun, write: (...entries) => journal.write(sampleRoomId(1), begun, entries, "strict") };
}
