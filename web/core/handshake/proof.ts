import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomCode } from "../ids.ts";

export type Role = "coordinator" | "volunteer";

/** Everything that both sides must see alike. Nonces, keys and fingerprints are named by their side's role. */
export interface Transcript {
  readonly version: number;
  readonly room: RoomCode;
  readonly coordinatorNonce: Uint8Array;
  readonly volunteerNonce: Uint8Array;
  readonly coordinatorKey: Uint8Array;
  readonly volunteerKey: Uint8Array;
  readonly coordinatorFingerprint: string;
  readonly volunteerFingerprint: string;
}

/** Joins the parts, each with its length in front, so that two transcripts never give the same bytes. */
function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap((part) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, part.length, false);
      return [length, part];
    }),
  );
}

/** The proof of one side that it has the key. It contains the role, so that a side's own proof sent back to it is wrong. */
export function proofOf(key: Uint8Array, role: Role, transcript: Transcript): Uint8Array {
  const parts = [
    utf8ToBytes("tabpool handshake"),
    utf8ToBytes(String(transcript.version)),
    utf8ToBytes(transcript.room),
    utf8ToBytes(role),
    transcript.coordinatorNonce,
    transcript.volunteerNonce,
    transcript.coordinatorKey,
    transcript.volunteerKey,
    utf8ToBytes(transcript.coordinatorFingerprint),
    utf8ToBytes(transcript.volunteerFingerprint),
  ];
  return hmac(sha256, key, joinParts(parts));
}

/** True if both are equal. Takes the same time for every difference, so that timing tells nothing of a proof. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}
