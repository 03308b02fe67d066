import { array, assert, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { RunningHash as PortableHash } from "../../web/core/blobs/running-hash.ts";
import * as portableKeys from "../../web/core/handshake/key-agreement.ts";
import * as nativeKeys from "./key-agreement.ts";
import { RunningHash as NativeHash } from "./running-hash.ts";

const key = uint8Array({ minLength: portableKeys.keyBytes, maxLength: portableKeys.keyBytes });

test("a hash is the same by either, whatever the parts", () => {
  assert(
    property(array(uint8Array({ maxLength: 2_000 })), (parts) => {
      const portable = new PortableHash();
      const native = new NativeHash();
      for (const part of parts) {
        portable.addBytes(part);
        native.addBytes(part);
      }
      expect(native.end()).toBe(portable.end());
    }),
  );
});

test("keys and what they agree on are the same by either", () => {
  expect(nativeKeys.keyBytes).toBe(portableKeys.keyBytes);
  assert(
    property(key, key, (own, other) => {
      const theirs = portableKeys.publicKeyOf(other);
      expect(nativeKeys.publicKeyOf(other)).toEqual(theirs);
      expect(nativeKeys.agree(own, theirs)).toEqual(portableKeys.agree(own, theirs));
      // Any bytes that a stranger sends.
      expect(nativeKeys.agree(own, other)).toEqual(portableKeys.agree(own, other));
    }),
    { numRuns: 30 },
  );
});

test.each([new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(5)])(
  "no key of theirs: null by either",
  (none) => {
    const own = new Uint8Array(32).fill(7);
    expect(nativeKeys.agree(own, none)).toBeNull();
    expect(portableKeys.agree(own, none)).toBeNull();
  },
);
