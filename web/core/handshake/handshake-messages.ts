import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { isRoomCode } from "../ids.ts";
import type { RoomCode } from "../ids.ts";
import { isFields, type Fields } from "../fields.ts";
import { problem, value, type Result } from "../result.ts";
import { fromAsciiJson, toAsciiJson } from "../wire/ascii-json.ts";
import { wireVersion } from "../wire/messages.ts";
import { keyBytes } from "./key-agreement.ts";

/** Bytes of a nonce: enough that no two links ever have the same. */
export const nonceBytes = 16;
/** Bytes of an HMAC-SHA-256, and of a SHA-256. */
const proofBytes = 32;
const hashBytes = 32;

/** Characters of a refusal's detail. Longer ones are cut. */
const maxDetailLength = 200;

const reasons = ["version", "room", "wrong-key", "room-full", "malformed", "timeout"] as const;

/** Why one side refuses the other. */
export type RefusalReason = (typeof reasons)[number];

export type HandshakeMessage =
  /** The volunteer's first message. Its key is made for this link alone. */
  | {
      readonly type: "introduce";
      readonly version: number;
      readonly room: RoomCode;
      readonly nonce: Uint8Array;
      readonly key: Uint8Array;
    }
  /** The coordinator proves itself first, to any volunteer. Its key and its token's hash are what the join link has a hash of. */
  | {
      readonly type: "challenge";
      readonly nonce: Uint8Array;
      readonly key: Uint8Array;
      readonly tokenHash: Uint8Array;
      readonly proof: Uint8Array;
    }
  /** The volunteer has checked the coordinator's proof, and proves itself. */
  | { readonly type: "prove"; readonly proof: Uint8Array }
  /** The handshake is done: the coordinator accepts the volunteer. */
  | { readonly type: "admit" }
  /** Either side refuses the other. Last message of a link. */
  | { readonly type: "refuse"; readonly reason: RefusalReason; readonly detail: string };

/** A message as it arrives. Of a volunteer's page of another version only that is read. */
export type ArrivedHandshake = HandshakeMessage | { readonly type: "other-version"; readonly version: number };

/** Encodes a message, which must be sent on the control lane. */
export function encodeHandshake(message: HandshakeMessage): Uint8Array {
  switch (message.type) {
    case "introduce":
      return toAsciiJson({ ...message, nonce: bytesToHex(message.nonce), key: bytesToHex(message.key) });
    case "challenge":
      return toAsciiJson({
        ...message,
        nonce: bytesToHex(message.nonce),
        key: bytesToHex(message.key),
        tokenHash: bytesToHex(message.tokenHash),
        proof: bytesToHex(message.proof),
      });
    case "prove":
      return toAsciiJson({ ...message, proof: bytesToHex(message.proof) });
    case "admit":
      return toAsciiJson(message);
    case "refuse":
      return toAsciiJson({ ...message, detail: message.detail.slice(0, maxDetailLength) });
  }
}

/** The bytes of a text with exactly `length` bytes in hex, or null. */
function parseHex(text: unknown, length: number): Uint8Array | null {
  if (typeof text !== "string" || text.length !== 2 * length || !/^[0-9a-f]+$/.test(text)) return null;
  return hexToBytes(text);
}

function isReason(text: unknown): text is RefusalReason {
  return reasons.some((reason) => reason === text);
}

/** The bytes of a field with exactly `length` bytes in hex; the problem names the field. */
function takeHex(fields: Fields, type: string, name: string, length: number): Result<Uint8Array> {
  const bytes = parseHex(fields[name], length);
  return bytes === null ? problem(`${type}.${name}: expected ${length} bytes in hex`) : value(bytes);
}

function decodeIntroduce(fields: Fields): Result<ArrivedHandshake> {
  const { version, room } = fields;
  if (typeof version !== "number" || !Number.isInteger(version)) {
    return problem("introduce.version: expected a whole number");
  }
  if (version !== wireVersion) return value({ type: "other-version", version });
  if (!isRoomCode(room)) return problem("introduce.room: expected a room code");
  const nonce = takeHex(fields, "introduce", "nonce", nonceBytes);
  if (nonce.type === "problem") return nonce;
  const key = takeHex(fields, "introduce", "key", keyBytes);
  if (key.type === "problem") return key;
  return value({ type: "introduce", version, room, nonce: nonce.value, key: key.value });
}

function decodeChallenge(fields: Fields): Result<HandshakeMessage> {
  const nonce = takeHex(fields, "challenge", "nonce", nonceBytes);
  if (nonce.type === "problem") return nonce;
  const key = takeHex(fields, "challenge", "key", keyBytes);
  if (key.type === "problem") return key;
  const tokenHash = takeHex(fields, "challenge", "tokenHash", hashBytes);
  if (tokenHash.type === "problem") return tokenHash;
  const proof = takeHex(fields, "challenge", "proof", proofBytes);
  if (proof.type === "problem") return proof;
  return value({
    type: "challenge",
    nonce: nonce.value,
    key: key.value,
    tokenHash: tokenHash.value,
    proof: proof.value,
  });
}

/** The message, or why the bytes are none. */
export function decodeHandshake(bytes: Uint8Array): Result<ArrivedHandshake> {
  const parsed = fromAsciiJson(bytes);
  if (parsed.type === "problem") return parsed;
  const fields = parsed.value;
  if (!isFields(fields)) return problem("no object");
  const type = fields["type"];
  switch (type) {
    case "introduce":
      return decodeIntroduce(fields);
    case "challenge":
      return decodeChallenge(fields);
    case "prove": {
      const proof = takeHex(fields, "prove", "proof", proofBytes);
      return proof.type === "problem" ? proof : value({ type, proof: proof.value });
    }
    case "admit":
      return value({ type });
    case "refuse": {
      const reason = fields["reason"];
      const detail = fields["detail"];
      if (!isReason(reason)) return problem("refuse.reason: unknown");
      const isDetail = typeof detail === "string" && detail.length <= maxDetailLength;
      return isDetail ? value({ type, reason, detail }) : problem("refuse.detail: expected at most 200 characters");
    }
    default:
      return problem("unknown type");
  }
}
