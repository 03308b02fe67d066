import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import type { RoomCode } from "../ids.ts";
import { coordinatorPeerId, formatToken, keyHashOf } from "./coordinator-token.ts";
import { keyBytes, publicKeyOf } from "./key-agreement.ts";
import type { Invitation, RoomKeys, Seed } from "./room-keys.ts";

/** Random bytes in a volunteer's peer id, which tell it from others. */
export const volunteerNonceBytes = 8;

/** A room as its volunteers know it. */
export interface RoomIdentity extends Invitation {
  readonly room: RoomCode;
  /** Peer id under which volunteers find the coordinator: `tp-` and the 32 hex digits of its key's hash. */
  readonly coordinatorPeerId: string;
}

/** A room as its coordinator knows it. */
export interface CoordinatorIdentity extends RoomIdentity {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
  /** Sent to the signaling server only: who has it may register under the coordinator's peer id, claim its code and give it back. */
  readonly token: string;
  /** With the public key it gives the key's hash, so that volunteers can check that without the token. */
  readonly tokenHash: Uint8Array;
}

/** Version of the derivation. Raise it when derived values change: then old and new pages do not find each other at all. */
const derivation = "tabpool 2";

function deriveFrom(seed: Seed, purpose: string): Uint8Array {
  return hkdf(sha256, seed, utf8ToBytes(derivation), utf8ToBytes(purpose), keyBytes);
}

/** The room to which an invitation leads. */
export function roomIdentity({ secret, keyHash }: Invitation, room: RoomCode): RoomIdentity {
  return { room, secret, keyHash, coordinatorPeerId: coordinatorPeerId(keyHash) };
}

/** The coordinator's side of the room with these keys. */
export function coordinatorIdentity({ secret, seed }: RoomKeys, room: RoomCode): CoordinatorIdentity {
  const privateKey = deriveFrom(seed, "coordinator key");
  const publicKey = publicKeyOf(privateKey);
  const ownToken = deriveFrom(seed, "coordinator token");
  const tokenHash = sha256(ownToken);
  return {
    ...roomIdentity({ secret, keyHash: keyHashOf(publicKey, tokenHash) }, room),
    privateKey,
    publicKey,
    token: formatToken(publicKey, ownToken),
    tokenHash,
  };
}

/** The key of the tickets by which a coordinator knows its leases again. */
export function ticketKeyOf({ seed }: RoomKeys): Uint8Array {
  return deriveFrom(seed, "lease tickets");
}

/**
 * The key of the proofs on one link, of what both sides agreed on and the room's secret: only who has the coordinator's private
 * key or the volunteer's knows the one, and only who was invited knows the other.
 */
export function proofKey(agreed: Uint8Array, { secret, room }: RoomIdentity): Uint8Array {
  const salt = utf8ToBytes(`${derivation} ${room}`);
  return hkdf(sha256, concatBytes(agreed, secret), salt, utf8ToBytes("handshake"), 32);
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
