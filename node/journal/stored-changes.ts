import { deserialize, serialize } from "node:v8";
import type { BlobHash, BlobName } from "../../web/core/blobs/blob-name.ts";
import type { Blob } from "../../web/core/blobs/blob.ts";
import type { PlacedBlob } from "../../web/core/blobs/inputs-apart.ts";
import { compact, revive, type StoredResults } from "../../web/journal/compact.ts";
import type { JournalEntry } from "../../web/journal/journal.ts";
import type { JournalChange } from "../../web/journal/journal-index.ts";

type Entry<Type extends JournalEntry["type"]> = Extract<JournalEntry, { type: Type }>;

/** `bytes`: null for one that is in the file already. */
interface StoredBlob {
  readonly name: BlobName;
  readonly bytes: Uint8Array | null;
}

interface PlacedStoredBlob {
  readonly at: number;
  readonly blob: StoredBlob;
}

type StoredEntry =
  | Exclude<JournalEntry, { type: "job-created" | "tasks-added" | "results-accepted" }>
  | (Omit<Entry<"job-created">, "blobs" | "large"> & {
      readonly blobs: readonly StoredBlob[];
      readonly large: readonly PlacedStoredBlob[];
    })
  | (Omit<Entry<"tasks-added">, "large"> & { readonly large: readonly PlacedStoredBlob[] })
  | (Omit<Entry<"results-accepted">, "results"> & { readonly results: StoredResults });

type StoredChange =
  | Exclude<JournalChange, { type: "entries" }>
  | (Omit<Extract<JournalChange, { type: "entries" }>, "entries"> & { readonly entries: readonly StoredEntry[] });

/** Changes as one record of the file. `isInFile`: whether the bytes of a blob are there already. */
export function packChanges(changes: readonly JournalChange[], isInFile: (name: BlobName) => boolean): Uint8Array {
  const packed = new Set<BlobHash>();
  const storeBlob = ({ name, bytes }: Blob): StoredBlob => {
    const isKnown = packed.has(name.hash) || isInFile(name);
    packed.add(name.hash);
    return { name, bytes: isKnown ? null : bytes };
  };
  const storePlaced = (large: readonly PlacedBlob[] = []): PlacedStoredBlob[] =>
    large.map(({ at, blob }) => ({ at, blob: storeBlob(blob) }));
  const storeEntry = (entry: JournalEntry): StoredEntry => {
    switch (entry.type) {
      case "job-created":
        return { ...entry, blobs: entry.blobs.map(storeBlob), large: storePlaced(entry.large) };
      case "tasks-added":
        return { ...entry, large: storePlaced(entry.large) };
      case "results-accepted":
        return { ...entry, results: compact(entry.results) };
      case "room-changed":
      case "volunteer-known":
      case "job-sealed":
      case "job-changed":
        return entry;
    }
  };
  const storeChange = (change: JournalChange): StoredChange =>
    change.type === "entries" ? { ...change, entries: change.entries.map(storeEntry) } : change;
  return serialize(changes.map(storeChange));
}

const elsewhere = new Uint8Array();

/**
 * What `packChanges` has packed: arrays of bytes are parts of the record's memory. `isInFile`: whether the bytes of a blob are in an earlier record; it has none here.
 *
 * @throws Error where they are nowhere, or a newer Node has written the record.
 */
export function unpackChanges(record: Uint8Array, isInFile: (name: BlobName) => boolean): JournalChange[] {
  const unpacked = new Map<BlobHash, Uint8Array>();
  const reviveBlob = ({ name, bytes }: StoredBlob): Blob => {
    const found = bytes ?? unpacked.get(name.hash) ?? (isInFile(name) ? elsewhere : null);
    if (found === null) throw new Error("a record names bytes that are not there");
    unpacked.set(name.hash, found);
    return { name, bytes: found };
  };
  const revivePlaced = (large: readonly PlacedStoredBlob[]): PlacedBlob[] =>
    large.map(({ at, blob }) => ({ at, blob: reviveBlob(blob) }));
  const reviveEntry = (entry: StoredEntry): JournalEntry => {
    switch (entry.type) {
      case "job-created":
        return { ...entry, blobs: entry.blobs.map(reviveBlob), large: revivePlaced(entry.large) };
      case "tasks-added":
        return { ...entry, large: revivePlaced(entry.large) };
      case "results-accepted":
        return { ...entry, results: revive(entry.results) };
      case "room-changed":
      case "volunteer-known":
      case "job-sealed":
      case "job-changed":
        return entry;
    }
  };
  const reviveChange = (change: StoredChange): JournalChange =>
    change.type === "entries" ? { ...change, entries: change.entries.map(reviveEntry) } : change;
  const stored: readonly StoredChange[] = deserialize(record);
  return stored.map(reviveChange);
}
