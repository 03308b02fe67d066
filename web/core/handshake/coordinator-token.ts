import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromBase64url, toBase64url } from "./base64url.ts";

/** Bytes of either half of a token. */
const halfBytes = 32;

/** Bytes of a coordinator's key hash: 128 bits. */
export const keyHashBytes = 16;

declare const brand: unique symbol;

/** By which volunteers know the coordinator: `keyHashBytes` bytes. */
export type KeyHash = Uint8Array & { readonly [brand]: "KeyHash" };

export function isKeyHash(bytes: Uint8Array): bytes is KeyHash {
  return bytes.length === keyHashBytes;
}

/** Binds the key, which volunteers ask for, to the token, which the signaling server asks for. */
export function keyHashOf(publicKey: Uint8Array, tokenHash: Uint8Array): KeyHash {
  const hash = sha256(concatBytes(utf8ToBytes("tabpool 2 coordinator"), publicKey, tokenHash));
  const start = hash.slice(0, keyHashBytes);
  if (!isKeyHash(start)) throw new Error(`a SHA-256 has ${hash.length} bytes`);
  return start;
}

/** Peer id of the coordinator with this key hash: `tp-` and its 32 hex digits. */
export function coordinatorPeerId(keyHash: KeyHash): string {
  return `tp-${bytesToHex(keyHash)}`;
}

/** The token of a coordinator: its public key, and what it alone knows; 86 characters of base64url. */
export function formatToken(publicKey: Uint8Array, own: Uint8Array): string {
  return toBase64url(concatBytes(publicKey, own));
}

/** The peer id that a coordinator with this token may have; null for a text that is no coordinator's token. */
export function peerIdOfToken(token: string): string | null {
  const bytes = fromBase64url(token, 2 * halfBytes);
  if (bytes === null) return null;
  return coordinatorPeerId(keyHashOf(bytes.subarray(0, halfBytes), sha256(bytes.subarray(halfBytes))));
}
