import { array, assert, nat, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { RunningHash as PortableHash } from "../../web/core/blobs/running-hash.ts";
import * as portableKeys from "../../web/core/handshake/key-agreement.ts";
import * as portableSame from "../../web/core/same-bytes.ts";
import * as nativeKeys from "./key-agreement.ts";
import { RunningHash as NativeHash } from "./running-hash.ts";
import * as nativeSame from "./same-bytes.ts";

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
      // The other side, for which that is at hand by now, and once more, for what it was given is its own.
      const ours = portableKeys.publicKeyOf(own);
      nativeKeys.agree(other, ours)?.fill(0);
      expect(nativeKeys.agree(other, ours)).toEqual(portableKeys.agree(other, ours));
      // Any bytes that a stranger sends.
      expect(nativeKeys.agree(own, other)).toEqual(portableKeys.agree(own, other));
    }),
    { numRuns: 30 },
  );
});

test("bytes are the same, or are not, by either, wherever they lie", () => {
  const bytes = uint8Array({ maxLength: 40 });
  assert(
    property(bytes, bytes, nat({ max: 3 }), (some, other, offset) => {
      const again = new Uint8Array([...new Uint8Array(offset), ...some]).subarray(offset);
      const changed = some.map((byte, at) => (at === offset ? byte ^ 1 : byte));
      for (const one of [some, again, changed, other]) {
        expect(nativeSame.isSameBytes(some, one)).toBe(portableSame.isSameBytes(some, one));
      }
      expect(nativeSame.isSameBytes(some, again)).toBe(true);
    }),
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
