import { isRoomCode } from "../../ids.ts";
import type { RoomCode } from "../../ids.ts";
import { wireVersion } from "../../wire/messages.ts";
import type { HandshakeMessage } from "../handshake-messages.ts";
import type { CoordinatorParty } from "../coordinator-handshake.ts";
import type { VolunteerParty } from "../handshake.ts";
import { coordinatorIdentity, proofKey, type CoordinatorIdentity } from "../identity.ts";
import { agree, publicKeyOf } from "../key-agreement.ts";
import type { Transcript } from "../proof.ts";
import { isSecret, isSeed, type RoomKeys } from "../room-keys.ts";

/** Keys whose bytes all are `secret` or `seed`. */
export function sampleKeys(secret: number, seed = secret): RoomKeys {
  const keys = { secret: new Uint8Array(16).fill(secret), seed: new Uint8Array(32).fill(seed) };
  const [ownSecret, ownSeed] = [keys.secret, keys.seed];
  if (!isSecret(ownSecret) || !isSeed(ownSeed)) throw new Error("bad sample");
  return { secret: ownSecret, seed: ownSeed };
}

export function sampleIdentity(keys = sampleKeys(1), code = "ABC234"): CoordinatorIdentity {
  if (!isRoomCode(code)) throw new Error("bad sample");
  return coordinatorIdentity(keys, code);
}

export const coordinatorCertificate = "sha-256 C0";
export const volunteerCertificate = "sha-256 F0";

/** A coordinator with these keys; the certificates are as it sees them, its own first. */
export function coordinatorWith(
  identity = sampleIdentity(),
  local = coordinatorCertificate,
  remote = volunteerCertificate,
): CoordinatorParty {
  return { identity, fingerprints: { local, remote } };
}

/** A volunteer that was invited to the room with these keys; the certificates are as it sees them, its own first. */
export function volunteerOf(
  identity = sampleIdentity(),
  local = volunteerCertificate,
  remote = coordinatorCertificate,
): VolunteerParty {
  const { room, secret, keyHash, coordinatorPeerId } = identity;
  return {
    identity: { room, secret, keyHash, coordinatorPeerId },
    privateKey: new Uint8Array(32).fill(7),
    fingerprints: { local, remote },
  };
}

export const coordinator = coordinatorWith();
export const volunteer = volunteerOf();

export const nonce = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);

export const room: RoomCode = coordinator.identity.room;

const { publicKey: coordinatorKey, tokenHash } = coordinator.identity;
export const volunteerKey = publicKeyOf(volunteer.privateKey);

/** A well-formed message of each type, with proofs that are wrong. */
export const messages: {
  readonly [Type in HandshakeMessage["type"]]: Extract<HandshakeMessage, { readonly type: Type }>;
} = {
  introduce: { type: "introduce", version: wireVersion, room, nonce: nonce(20), key: volunteerKey },
  challenge: { type: "challenge", nonce: nonce(10), key: coordinatorKey, tokenHash, proof: new Uint8Array(32) },
  prove: { type: "prove", proof: new Uint8Array(32) },
  admit: { type: "admit" },
  refuse: { type: "refuse", reason: "room-full", detail: "full" },
};

export const transcript: Transcript = {
  version: wireVersion,
  room,
  coordinatorNonce: nonce(10),
  volunteerNonce: nonce(20),
  coordinatorKey,
  volunteerKey,
  coordinatorFingerprint: coordinatorCertificate,
  volunteerFingerprint: volunteerCertificate,
};

function sampleProofKey(): Uint8Array {
  const agreed = agree(volunteer.privateKey, coordinatorKey);
  if (agreed === null) throw new Error("bad sample");
  return proofKey(agreed, volunteer.identity);
}

/** The key of the proofs between the two. */
export const key: Uint8Array = sampleProofKey();

/** The event of a received message, for either machine. */
export function arrived(bytes: Uint8Array, hasRoom = true) {
  return { type: "message-arrived", lane: "control", bytes, hasRoom } as const;
}
