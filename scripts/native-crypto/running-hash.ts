import { createHash } from "node:crypto";
import { isBlobHash, type BlobHash } from "../../web/core/blobs/blob-name.ts";

/** As in web/core/blobs/running-hash.ts. */
export class RunningHash {
  readonly #hash = createHash("sha256");

  addBytes(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  end(): BlobHash {
    const hash = this.#hash.digest("hex");
    if (!isBlobHash(hash)) throw new Error(`a hash in hex has 64 digits, got ${hash}`);
    return hash;
  }
}
