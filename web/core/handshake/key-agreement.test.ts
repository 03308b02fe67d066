import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { agree, publicKeyOf } from "./key-agreement.ts";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** The same key for OpenSSL: RFC 8410 puts this in front of the 32 bytes. */
function opensslKey(privateKey: Uint8Array): KeyObject {
  const head = Buffer.from("302e020100300506032b656e04220420", "hex");
  return createPrivateKey({ key: Buffer.concat([head, privateKey]), format: "der", type: "pkcs8" });
}

test("public keys and what two sides agree on are as OpenSSL has them, and the same on both sides", () => {
  fc.assert(
    fc.property(keys, keys, (one, other) => {
      const [own, theirs] = [opensslKey(one), createPublicKey(opensslKey(other))];
      const theirKey = publicKeyOf(other);
      expect(theirs.export({ format: "der", type: "spki" }).subarray(-32)).toEqual(Buffer.from(theirKey));
      const agreed = agree(one, theirKey);
      expect(agreed).toEqual(agree(other, publicKeyOf(one)));
      expect(Buffer.from(agreed ?? [])).toEqual(diffieHellman({ privateKey: own, publicKey: theirs }));
    }),
    { numRuns: 25 },
  );
});

// Points of small order (RFC 7748, section 7): whatever the private key, the outcome would be zero.
test.each([
  ["0", new Uint8Array(32)],
  ["1", Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0))],
  ["the prime", Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0xed : at === 31 ? 0x7f : 0xff))],
  ["31 bytes", new Uint8Array(31).fill(9)],
])("nothing is agreed on with %s as a public key", (_, publicKey) => {
  expect(agree(new Uint8Array(32).fill(5), publicKey)).toBeNull();
});
