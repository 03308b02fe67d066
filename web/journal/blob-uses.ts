import type { BlobHash, BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import type { JobKey, JournalEntry } from "./journal.ts";

/** Each blob once, with the jobs that use it. `Kept`: its bytes, or where they lie. */
export class BlobUses<Kept> {
  readonly #known = new Map<BlobHash, { readonly bytes: number; readonly kept: Kept; readonly users: Set<string> }>();

  /** `keep` is called for those that no job has used before. Gives the bytes of those that the job had not. */
  addBlobs(key: JobKey, blobs: Iterable<Blob>, keep: (blob: Blob) => Kept): number {
    let added = 0;
    for (const blob of blobs) {
      const { hash, bytes } = blob.name;
      const known = this.#known.get(hash) ?? { bytes, kept: keep(blob), users: new Set() };
      this.#known.set(hash, known);
      if (!known.users.has(userOf(key))) added += bytes;
      known.users.add(userOf(key));
    }
    return added;
  }

  findBlob({ hash, bytes }: BlobName): Kept | null {
    const known = this.#known.get(hash);
    return known?.bytes === bytes ? known.kept : null;
  }

  releaseBlobs(key: JobKey): void {
    for (const [hash, { users }] of this.#known) {
      users.delete(userOf(key));
      if (users.size === 0) this.#known.delete(hash);
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
