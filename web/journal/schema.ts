import type { DBSchema, IDBPDatabase } from "idb";
import type { StoredResults } from "./compact.ts";
import type { KnownVolunteer, StoredRoom } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import type { JobHead, JobTally } from "./tally.ts";

/** The database as the newest migration leaves it. */
export interface JournalSchema extends DBSchema {
  rooms: { key: string; value: StoredRoom; indexes: { code: string } };
  volunteers: { key: [string, number]; value: KnownVolunteer & { readonly room: RoomId } };
  jobs: { key: [string, number]; value: JobHead };
  tallies: { key: [string, number]; value: JobTally };
  /** By room, job and number of the record: what a job has on record is one range. */
  results: { key: [string, number, number]; value: StoredResults };
}

export type Database = IDBPDatabase<JournalSchema>;

/**
 * Migration `n` takes a database from version `n` to `n + 1`. What a released one does never changes: browsers out there
 * have been through it.
 */
export const migrations: readonly ((database: Database) => void)[] = [
  (database) => {
    database.createObjectStore("rooms", { keyPath: "id" }).createIndex("code", "code");
    database.createObjectStore("volunteers", { keyPath: ["room", "id"] });
    database.createObjectStore("jobs", { keyPath: ["room", "job"] });
    database.createObjectStore("tallies", { keyPath: ["room", "job"] });
    database.createObjectStore("results");
  },
];

export function migrate(database: Database, from: number): void {
  for (const migration of migrations.slice(from)) migration(database);
}
