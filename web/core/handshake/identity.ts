import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomCode } from "../ids.ts";

/** 128 bits: what the join link carries in its fragment, where no server sees it. */
export const secretBytes = 16;

/** Random bytes that make one volunteer's peer id unlike another's. */
export const volunteerNonceBytes = 8;

declare const brand: unique symbol;

/** The room's secret: 16 random bytes. */
export type Secret = Uint8Array & { readonly [brand]: "Secret" };

export function isSecret(bytes: Uint8Array): bytes is Secret {
  return bytes.length === secretBytes;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** 22 characters of base64url, as in the join link's fragment. */
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

/** `null` unless the text is exactly what `formatSecret` gives for some secret. */
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

/** What both sides derive from the secret and the room's code; none of it tells the secret. */
export interface RoomIdentity {
  readonly room: RoomCode;
  /** `tp-` and 24 hex digits: where volunteers find the coordinator, and the room's star. */
  readonly coordinatorPeerId: string;
  /** Shown to the signaling server alone: whoever comes back with it gets the peer id back. */
  readonly coordinatorToken: string;
  readonly handshakeKey: Uint8Array;
}

/** Raised when what is derived changes, so that old and new pages do not half meet. */
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

/** `tp-`, the room's 24 hex digits and 16 of its own: the signaling server lets it talk to its room's coordinator only. */
export function volunteerPeerId(identity: RoomIdentity, nonce: Uint8Array): string {
  if (nonce.length !== volunteerNonceBytes) {
    throw new RangeError(`a volunteer's nonce takes ${volunteerNonceBytes} bytes, got ${nonce.length}`);
  }
  return `${identity.coordinatorPeerId}-${bytesToHex(nonce)}`;
}
