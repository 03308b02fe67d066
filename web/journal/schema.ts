import { unwrap, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import { changeEach, fieldsOf } from "./change-records.ts";
import { selfDescribing, titleOf } from "./earlier-definitions.ts";
import type { StoredResults } from "./compact.ts";
import type { BlobHash } from "../core/blobs/blob-name.ts";
import { seedBytes } from "../core/handshake/room-keys.ts";
import type { JobKey, KnownVolunteer, StoredRoom } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import type { StoredDefinition, StoredInputs } from "./stored-inputs.ts";
import { unchangedTotal, type JobHead, type JobTally } from "./tally.ts";

/** The database as the newest migration leaves it. */
export interface JournalSchema extends DBSchema {
  rooms: { key: string; value: StoredRoom; indexes: { code: string } };
  volunteers: { key: [string, number]; value: KnownVolunteer & { readonly room: RoomId } };
  jobs: { key: [string, number]; value: JobHead };
  /** By room and job. Apart from the heads, so that a list of jobs reads none. */
  definitions: { key: [string, number]; value: StoredDefinition };
  tallies: { key: [string, number]; value: JobTally };
  /** By room, job and number of the record: inputs that were added to a job. */
  inputs: { key: [string, number, number]; value: StoredInputs };
  /** By room, job and number of the record: what a job has on record is one range. */
  results: { key: [string, number, number]; value: StoredResults };
  /** By hash and number of the piece, from 0: a whole blob would be copied in one go, which a page waits for. */
  blobs: { key: [string, number]; value: Uint8Array };
  /** One record for each blob of each job. A blob goes with its last one. */
  blobUses: { key: [string, number, string]; value: BlobUse; indexes: { hash: string } };
}

interface BlobUse extends JobKey {
  readonly hash: BlobHash;
}

export type Database = IDBPDatabase<JournalSchema>;

type Upgrade = IDBPTransaction<JournalSchema, StoreNames<JournalSchema>[], "versionchange">;

/**
 * Migration `n` takes a database from version `n` to `n + 1`. A released migration never changes: browsers out there have
 * been through it.
 */
export const migrations: readonly ((database: Database, upgrade: Upgrade) => void | Promise<void>)[] = [
  (database) => {
    database.createObjectStore("rooms", { keyPath: "id" }).createIndex("code", "code");
    database.createObjectStore("volunteers", { keyPath: ["room", "id"] });
    database.createObjectStore("jobs", { keyPath: ["room", "job"] });
    database.createObjectStore("tallies", { keyPath: ["room", "job"] });
    database.createObjectStore("results");
  },
  async (database, upgrade) => {
    database.createObjectStore("definitions");
    const stores = unwrap(upgrade);
    const definitions = stores.objectStore("definitions");
    await changeEach(stores.objectStore("jobs"), (record, key) => {
      const { definition, ...head } = record;
      if (definition === undefined) return record;
      definitions.put(definition, key);
      return { ...head, workload: fieldsOf(definition)["workload"] };
    });
  },
  async (database, upgrade) => {
    database.createObjectStore("blobs");
    database.createObjectStore("blobUses", { keyPath: ["room", "job", "hash"] }).createIndex("hash", "hash");
    const stores = unwrap(upgrade);
    await changeEach(stores.objectStore("definitions"), selfDescribing);
    await changeEach(stores.objectStore("jobs"), ({ workload, ...head }) => ({ ...head, title: titleOf(workload) }));
  },
  async (database, upgrade) => {
    database.createObjectStore("inputs");
    await changeEach(unwrap(upgrade).objectStore("tallies"), (tally) => ({ ...tally, ...unchangedTotal }));
  },
  // From this version on a record may say, too, that its job has ended early: pages of earlier ones would have it go on.
  async (_database, upgrade) => {
    await changeEach(unwrap(upgrade).objectStore("tallies"), (tally) => ({ ...tally, skipped: 0 }));
  },
  // Rooms of before go on with a key of their own. Who holds one of their links is told that there is a new one.
  async (_database, upgrade) => {
    await changeEach(unwrap(upgrade).objectStore("rooms"), (room) => ({
      ...room,
      seed: crypto.getRandomValues(new Uint8Array(seedBytes)),
    }));
  },
  // From this version on records of inputs may name blobs: pages of earlier ones would compute null in their places. Those that
  // are there stay as they are.
  () => {},
  // From this version on a job may say that its tasks are executed at most once: pages of earlier ones would have open ones computed
  // again. Those that are there stay as they are.
  () => {},
];

/** Migrations may await requests of the upgrade alone: the browser commits an upgrade without open requests. */
export async function migrate(database: Database, upgrade: Upgrade, from: number): Promise<void> {
  for (const migration of migrations.slice(from)) await migration(database, upgrade);
}
