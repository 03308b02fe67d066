import type { IDBPObjectStore, StoreNames } from "idb";
import type { BlobHash, BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import type { JobKey } from "./journal.ts";
import type { JournalSchema } from "./schema.ts";

/** Bytes of one record. Copying it takes about a millisecond, and the page gets a turn after each. */
const recordBytes = 1024 * 1024;

/** Larger than any number in a key. */
const afterAll: never[] = [];

type Names = StoreNames<JournalSchema>[];
type Readable = IDBPObjectStore<JournalSchema, Names, "blobs", "readonly" | "readwrite">;
type Writable = IDBPObjectStore<JournalSchema, Names, "blobs", "readwrite">;
type Uses = IDBPObjectStore<JournalSchema, Names, "blobUses", "readwrite">;

function ofBlob(hash: BlobHash): IDBKeyRange {
  return IDBKeyRange.bound([hash], [hash, afterAll]);
}

/** The blobs' part of one transaction that writes. All of it is on record or nothing, so that no blob is without a use. */
export class StoredBlobs {
  readonly #blobs: Writable;
  readonly #uses: Uses;

  constructor(blobs: Writable, uses: Uses) {
    this.#blobs = blobs;
    this.#uses = uses;
  }

  /** Notes that the job uses the blob, and writes the blob unless it has been brought before. Tells whether the job had not. */
  async addBlob({ room, job }: JobKey, { name, bytes }: Blob): Promise<boolean> {
    const { hash } = name;
    if ((await this.#uses.count([room, job, hash])) > 0) return false;
    const isKept = (await this.#uses.index("hash").count(hash)) > 0;
    await this.#uses.put({ room, job, hash });
    if (isKept) return true;
    for (let at = 0; at < bytes.length; at += recordBytes) {
      // A copy: a view would be stored with all that it is a view of.
      await this.#blobs.put(bytes.slice(at, at + recordBytes), [hash, at / recordBytes]);
    }
    return true;
  }

  /** The job is deleted: what no other job uses goes with it. */
  async releaseBlobs({ room, job }: JobKey): Promise<void> {
    const uses = await this.#uses.getAll(IDBKeyRange.bound([room, job], [room, job, afterAll]));
    for (const { hash } of uses) {
      await this.#uses.delete([room, job, hash]);
      if ((await this.#uses.index("hash").count(hash)) === 0) await this.#blobs.delete(ofBlob(hash));
    }
  }
}

/** Null unless the blob is there as a whole. */
export async function readStoredBlob(blobs: Readable, { hash, bytes: length }: BlobName): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += recordBytes) {
    const record = await blobs.get([hash, at / recordBytes]);
    if (record?.length !== Math.min(recordBytes, length - at)) return null;
    bytes.set(record, at);
  }
  return bytes;
}
