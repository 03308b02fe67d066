import { isFields } from "../fields.ts";

declare const brand: unique symbol;

/** SHA-256 of a blob's bytes in lower-case hex. */
export type BlobHash = string & { readonly [brand]: "BlobHash" };

/** Bytes that are kept apart from the job that names them: a shared value, or a file of a program. */
export interface BlobName {
  readonly hash: BlobHash;
  /** How many bytes the hash is over; a receiver knows from it what it has to take. */
  readonly bytes: number;
}

/** Bytes of the largest blob: half of what a volunteer keeps, so that a job may name more than one. */
export const maxBlobBytes = 128 * 1024 * 1024;

export function isBlobHash(value: unknown): value is BlobHash {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

export function isBlobSize(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= maxBlobBytes;
}

export function isBlobName(value: unknown): value is BlobName {
  return isFields(value) && isBlobHash(value["hash"]) && isBlobSize(value["bytes"]);
}
