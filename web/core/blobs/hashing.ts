import type { BlobHash } from "./blob-name.ts";
import { RunningHash } from "./running-hash.ts";

/** Bytes hashed in one step: less than a millisecond on most machines, a few on a slow phone. */
const stepBytes = 64 * 1024;

/** Hashes bytes in steps, so that a page can do something else in between. */
export function* hashing(bytes: Uint8Array): Generator<void, BlobHash> {
  const hash = new RunningHash();
  for (let at = 0; at < bytes.length; at += stepBytes) {
    hash.addBytes(bytes.subarray(at, at + stepBytes));
    yield;
  }
  return hash.end();
}
