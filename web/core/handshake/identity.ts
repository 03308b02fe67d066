import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomCode } from "../ids.ts";

/** Bytes of the room's secret: 128 bits. The join link has it in its fragment, which browsers send to no server. */
export const secretBytes = 16;

/** Random bytes in a volunteer's peer id, which tell it from others. */
export const volunteerNonceBytes = 8;

declare const brand: unique symbol;

/** The room's secret: `secretBytes` random bytes. */
export type Secret = Uint8Array & { readonly [brand]: "Secret" };

export function isSecret(bytes: Uint8Array): bytes is Secret {
  return bytes.length === secretBytes;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The secret as the join link has it: 22 characters of base64url. */
export function formatSecret(secret: Secret): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of secret) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet.charAt((held >> bits) & 0x3f);
    }
    held &= (1 << bits) - 1;
  }
  return text + alphabet.charAt((held << (6 - bits)) & 0x3f);
}

/** The secret whose `formatSecret` is this text; null if there is none. */
export function parseSecret(text: string): Secret | null {
  const bytes = new Uint8Array(secretBytes);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const six = alphabet.indexOf(character);
    if (six < 0) return null;
    held = (held << 6) | six;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    if (at === secretBytes) return null;
    bytes[at] = held >> bits;
    at += 1;
    held &= (1 << bits) - 1;
  }
  const isExact = at === secretBytes && bits === 4 && held === 0;
  return isExact && isSecret(bytes) ? bytes : null;
}

/** Keys and ids that both sides derive from the secret and the room's code. The secret cannot be computed from them. */
export interface RoomIdentity {
  readonly room: RoomCode;
  /** Peer id under which volunteers find the coordinator: `tp-` and the 24 hex digits of the room. */
  readonly coordinatorPeerId: string;
  /** Sent to the signaling server only. Gives the peer id back to a coordinator that registers again. */
  readonly coordinatorToken: string;
  readonly handshakeKey: Uint8Array;
}

/** Version of the derivation. Raise it when derived values change: then old and new pages do not find each other at all. */
const derivation = "tabpool 1";

export function deriveIdentity(secret: Secret, room: RoomCode): RoomIdentity {
  const salt = utf8ToBytes(`${derivation} ${room}`);
  const derived = (purpose: string, length: number): Uint8Array =>
    hkdf(sha256, secret, salt, utf8ToBytes(purpose), length);
  return {
    room,
    coordinatorPeerId: `tp-${bytesToHex(derived("coordinator peer id", 12))}`,
    coordinatorToken: bytesToHex(derived("coordinator token", 16)),
    handshakeKey: derived("handshake", 32),
  };
}

/**
 * The peer id of a volunteer: the coordinator's, `-` and 16 hex digits of the nonce. The signaling server passes its messages
 * to the coordinator of its room only. Throws a RangeError if the nonce does not have `volunteerNonceBytes` bytes.
 */
export function volunteerPeerId(identity: RoomIdentity, nonce: Uint8Array): string {
  if (nonce.length !== volunteerNonceBytes) {
    throw new RangeError(`a volunteer's nonce takes ${volunteerNonceBytes} bytes, got ${nonce.length}`);
  }
  return `${identity.coordinatorPeerId}-${bytesToHex(nonce)}`;
}
