import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { atOnce } from "../time-slices.ts";
import { maxBlobBytes } from "./blob-name.ts";
import { Blob } from "./blob.ts";
import { hashing } from "./hashing.ts";
import { RunningHash } from "./running-hash.ts";

test("bytes are hashed as SHA-256 says, in whatever parts they come", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300_000 }), fc.array(fc.nat(50_000)), (bytes, lengths) => {
      const expected = createHash("sha256").update(bytes).digest("hex");
      expect(atOnce(hashing(bytes))).toBe(expected);
      const running = new RunningHash();
      let at = 0;
      for (const length of lengths) {
        running.addBytes(bytes.subarray(at, at + length));
        at += length;
      }
      running.addBytes(bytes.subarray(at));
      expect(running.end()).toBe(expected);
    }),
    { numRuns: 30 },
  );
});

test("a step hashes 64 KiB at most, so that a page stays awake", () => {
  const steps = hashing(new Uint8Array(1024 * 1024));
  let count = 0;
  while (steps.next().done !== true) count += 1;
  expect(count).toBe(16);
});

test("a blob larger than the largest is refused before it is hashed", () => {
  const steps = Blob.making(new Uint8Array(maxBlobBytes + 1));
  expect(() => steps.next()).toThrow(`a blob must have ${maxBlobBytes} bytes at most, got ${maxBlobBytes + 1}`);
});
