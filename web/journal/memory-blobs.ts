import type { BlobHash, BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";
import type { JobKey, JournalEntry } from "./journal.ts";

/** Each blob once, with the jobs that use it. */
export class MemoryBlobs {
  readonly #kept = new Map<BlobHash, { readonly bytes: Uint8Array; readonly users: Set<string> }>();

  /** Gives the bytes of those that the job had not. */
  addBlobs(key: JobKey, blobs: Iterable<Blob>): number {
    let added = 0;
    for (const { name, bytes } of blobs) {
      const kept = this.#kept.get(name.hash) ?? { bytes: inOwnMemory(bytes), users: new Set() };
      this.#kept.set(name.hash, kept);
      if (!kept.users.has(userOf(key))) added += name.bytes;
      kept.users.add(userOf(key));
    }
    return added;
  }

  findBytes({ hash, bytes }: BlobName): Uint8Array | null {
    const kept = this.#kept.get(hash);
    return kept?.bytes.length === bytes ? kept.bytes : null;
  }

  usedBy(key: JobKey): readonly Blob[] {
    const used = [...this.#kept].filter(([, { users }]) => users.has(userOf(key)));
    return used.map(([hash, { bytes }]) => ({ name: { hash, bytes: bytes.length }, bytes }));
  }

  releaseBlobs(key: JobKey): void {
    for (const [hash, { users }] of this.#kept) {
      users.delete(userOf(key));
      if (users.size === 0) this.#kept.delete(hash);
    }
  }
}

function userOf({ room, job }: JobKey): string {
  return `${room} ${job}`;
}

/** All blobs that an entry brings. */
export function blobsOf(entry: JournalEntry): readonly Blob[] {
  if (entry.type !== "job-created" && entry.type !== "tasks-added") return [];
  const large = (entry.large ?? []).map(({ blob }) => blob);
  return entry.type === "job-created" ? [...entry.blobs, ...large] : large;
}
