import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from "node:crypto";

export const keyBytes = 32;

/** What stands before the 32 bytes of a key in DER (RFC 8410): a private one in PKCS #8, a public one in SPKI. */
const beforePrivate = Buffer.from("302e020100300506032b656e04220420", "hex");
const beforePublic = Buffer.from("302a300506032b656e032100", "hex");

const mostKept = 1_000;

/** Taking a key in costs more than what is done with it, and most are used more than once. */
const kept = new Map<string, KeyObject>();

function privateKeyObject(key: Uint8Array): KeyObject {
  const der = Buffer.concat([beforePrivate, key]);
  const name = der.toString("latin1");
  const known = kept.get(name);
  if (known !== undefined) return known;
  const made = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  if (kept.size >= mostKept) kept.clear();
  kept.set(name, made);
  return made;
}

/** As in web/core/handshake/key-agreement.ts. */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKeyObject(privateKey)).export({ format: "der", type: "spki" });
  return new Uint8Array(der.subarray(beforePublic.length));
}

/** As in web/core/handshake/key-agreement.ts. */
export function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | null {
  try {
    const key = createPublicKey({ key: Buffer.concat([beforePublic, publicKey]), format: "der", type: "spki" });
    return new Uint8Array(diffieHellman({ privateKey: privateKeyObject(privateKey), publicKey: key }));
  } catch {
    return null;
  }
}
