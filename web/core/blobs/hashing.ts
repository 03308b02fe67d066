import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { isBlobHash, type BlobHash } from "./blob-name.ts";

/** Bytes hashed in one step: less than a millisecond on most machines, a few on a slow phone. */
const stepBytes = 64 * 1024;

/** The SHA-256 of bytes that come one part after the other. */
export class RunningHash {
  readonly #hash = sha256.create();

  addBytes(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** The hash of all that was added. Nothing can be added afterwards. */
  end(): BlobHash {
    const hash = bytesToHex(this.#hash.digest());
    if (!isBlobHash(hash)) throw new Error(`a hash in hex has 64 digits, got ${hash}`);
    return hash;
  }
}

/** Hashes bytes in steps, so that a page can do something else in between. */
export function* hashing(bytes: Uint8Array): Generator<void, BlobHash> {
  const hash = new RunningHash();
  for (let at = 0; at < bytes.length; at += stepBytes) {
    hash.addBytes(bytes.subarray(at, at + stepBytes));
    yield;
  }
  return hash.end();
}
