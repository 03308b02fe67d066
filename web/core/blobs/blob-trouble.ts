import { isBlobHash, type BlobHash } from "./blob-name.ts";

/** Why a volunteer cannot have the blobs of a job, or the large input of a task. Travels as a text, and is on record as one: `inData`. */
export type BlobTrouble =
  | { readonly key: "no-memory-for-blob"; readonly hash: BlobHash; readonly bytes: number }
  /** It came twice with other bytes than its name says. */
  | { readonly key: "blob-differs"; readonly hash: BlobHash; readonly bytes: number }
  | { readonly key: "blob-of-two-sizes"; readonly hash: BlobHash; readonly bytes: number; readonly known: number }
  | { readonly key: "blobs-beyond-budget"; readonly needed: number; readonly kept: number };

const ofOneBlob = /^(no-memory-for-blob|blob-differs|blob-of-two-sizes) hash="(\w+)" bytes=(\d+)(?: known=(\d+))?$/;

const ofAll = /^blobs-beyond-budget needed=(\d+) kept=(\d+)$/;

/** What a text tells of a trouble; null for any other text, which is a stranger's or that of another version. */
export function readBlobTrouble(text: string): BlobTrouble | null {
  const [, needed, kept] = ofAll.exec(text) ?? [];
  if (needed !== undefined) return { key: "blobs-beyond-budget", needed: Number(needed), kept: Number(kept) };
  const [, key, hash, size, known] = ofOneBlob.exec(text) ?? [];
  if (!isBlobHash(hash)) return null;
  const bytes = Number(size);
  if (key === "blob-of-two-sizes") return known === undefined ? null : { key, hash, bytes, known: Number(known) };
  return key === "no-memory-for-blob" || key === "blob-differs" ? { key, hash, bytes } : null;
}
