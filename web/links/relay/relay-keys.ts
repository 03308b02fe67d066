import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { agree, keyBytes, publicKeyOf } from "../../core/handshake/key-agreement.ts";
import type { Role } from "../../core/handshake/proof.ts";
import type { Link } from "../link.ts";

/** Raise it when derived keys or records change: then two ends do not understand each other at all. */
const derivation = "tabpool relay 1";

/** What the two ends of a relayed link have in place of a DTLS session. */
export interface RelayKeys {
  /** Key of the records that this end sends, and of those that it receives: 32 bytes each. */
  readonly sending: Uint8Array;
  readonly receiving: Uint8Array;
  /** Of the public keys that the ends have agreed by, in the place of certificates: what both prove, so that none in between has swapped them. */
  readonly fingerprints: Link["fingerprints"];
}

/** As fingerprints of certificates are written: `x25519 AB:CD:…`. */
export function fingerprintOfKey(publicKey: Uint8Array): string {
  const digits = bytesToHex(publicKey).toUpperCase();
  return `x25519 ${(digits.match(/../g) ?? []).join(":")}`;
}

/**
 * The keys of one link. `privateKey`: `keyBytes` random bytes, made for this link alone. Null for a public key that is none, or one
 * with which everybody would agree on the same.
 */
export function relayKeys(role: Role, privateKey: Uint8Array, theirs: Uint8Array): RelayKeys | null {
  if (theirs.length !== keyBytes) return null;
  const agreed = agree(privateKey, theirs);
  if (agreed === null) return null;
  const own = publicKeyOf(privateKey);
  const both = role === "coordinator" ? [own, theirs] : [theirs, own];
  const keyOf = (sender: Role): Uint8Array =>
    hkdf(sha256, agreed, utf8ToBytes(derivation), concatBytes(utf8ToBytes(`${sender} `), ...both), 32);
  return {
    sending: keyOf(role),
    receiving: keyOf(role === "coordinator" ? "volunteer" : "coordinator"),
    fingerprints: { local: fingerprintOfKey(own), remote: fingerprintOfKey(theirs) },
  };
}
