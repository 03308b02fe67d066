import type { BlobHash, BlobName } from "./blob-name.ts";
import { maxBlobBytes } from "./blob-name.ts";
import { hashing } from "./hashing.ts";

/** The name of the error with which a job is stopped whose blobs no volunteer can have. */
export const blobErrorName = "BlobError";

/** Bytes with a name that is right. Only hashing makes one, so that a blob need not be hashed again where it is used. */
export class Blob {
  readonly name: BlobName;
  /** Never to be changed: the name would be wrong. */
  readonly bytes: Uint8Array;

  private constructor(hash: BlobHash, bytes: Uint8Array) {
    this.name = { hash, bytes: bytes.length };
    this.bytes = bytes;
  }

  /**
   * Makes a blob in steps, so that a page can do something else in between.
   *
   * @throws RangeError where the bytes are more than a volunteer takes.
   */
  static *making(bytes: Uint8Array): Generator<void, Blob> {
    if (bytes.length > maxBlobBytes) {
      throw new RangeError(`a blob must have ${maxBlobBytes} bytes at most, got ${bytes.length}`);
    }
    return new Blob(yield* hashing(bytes), bytes);
  }
}
