import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { isBlobHash, type BlobHash } from "./blob-name.ts";

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
