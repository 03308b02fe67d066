import { isRoomCode } from "../../ids.ts";
import type { RoomCode } from "../../ids.ts";
import { wireVersion } from "../../wire/messages.ts";
import type { HandshakeMessage } from "../handshake-messages.ts";
import type { Party } from "../handshake.ts";
import { deriveIdentity, isSecret } from "../identity.ts";
import type { Transcript } from "../proof.ts";

export function party(fill: number, local: string, remote: string, code = "ABC234"): Party {
  const secret = new Uint8Array(16).fill(fill);
  if (!isSecret(secret) || !isRoomCode(code)) throw new Error("bad sample");
  return { identity: deriveIdentity(secret, code), fingerprints: { local, remote } };
}

export const coordinatorCertificate = "sha-256 C0";
export const volunteerCertificate = "sha-256 F0";
export const coordinator = party(1, coordinatorCertificate, volunteerCertificate);
export const volunteer = party(1, volunteerCertificate, coordinatorCertificate);

export const nonce = (fill: number): Uint8Array => new Uint8Array(16).fill(fill);

export const room: RoomCode = coordinator.identity.room;
/** A well-formed message of each type, with proofs that are wrong. */
export const messages: Readonly<Record<HandshakeMessage["type"], HandshakeMessage>> = {
  introduce: { type: "introduce", version: wireVersion, room, nonce: nonce(20) },
  challenge: { type: "challenge", nonce: nonce(10), proof: new Uint8Array(32) },
  prove: { type: "prove", proof: new Uint8Array(32) },
  admit: { type: "admit" },
  refuse: { type: "refuse", reason: "room-full", detail: "full" },
};

export const transcript: Transcript = {
  version: wireVersion,
  room,
  coordinatorNonce: nonce(10),
  volunteerNonce: nonce(20),
  coordinatorFingerprint: coordinatorCertificate,
  volunteerFingerprint: volunteerCertificate,
};

/** The event of a received message, for either machine. */
export function arrived(bytes: Uint8Array, hasRoom = true) {
  return { type: "message-arrived", lane: "control", bytes, hasRoom } as const;
}
