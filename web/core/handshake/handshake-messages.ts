import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { isRoomCode } from "../ids.ts";
import type { RoomCode } from "../ids.ts";
import { isFields } from "../fields.ts";
import { problem, value, type Result } from "../result.ts";
import { fromAsciiJson, toAsciiJson } from "../wire/ascii-json.ts";

/** Bytes of a nonce: enough that no two links ever have the same. */
export const nonceBytes = 16;
/** Bytes of an HMAC-SHA-256. */
const proofBytes = 32;

/** Characters of a refusal's detail. Longer ones are cut. */
const maxDetailLength = 200;

const reasons = ["version", "room", "wrong-key", "room-full", "malformed", "timeout"] as const;

/** Why one side refuses the other. */
export type RefusalReason = (typeof reasons)[number];

export type HandshakeMessage =
  /** The volunteer's first message. */
  | { readonly type: "introduce"; readonly version: number; readonly room: RoomCode; readonly nonce: Uint8Array }
  /** The coordinator proves itself first, to any volunteer. */
  | { readonly type: "challenge"; readonly nonce: Uint8Array; readonly proof: Uint8Array }
  /** The volunteer has checked the coordinator's proof, and proves itself. */
  | { readonly type: "prove"; readonly proof: Uint8Array }
  /** The handshake is done: the coordinator accepts the volunteer. */
  | { readonly type: "admit" }
  /** Either side refuses the other. Last message of a link. */
  | { readonly type: "refuse"; readonly reason: RefusalReason; readonly detail: string };

/** Encodes a message, which must be sent on the control lane. */
export function encodeHandshake(message: HandshakeMessage): Uint8Array {
  switch (message.type) {
    case "introduce":
      return toAsciiJson({ ...message, nonce: bytesToHex(message.nonce) });
    case "challenge":
      return toAsciiJson({ ...message, nonce: bytesToHex(message.nonce), proof: bytesToHex(message.proof) });
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

/** The message, or why the bytes are none. */
export function decodeHandshake(bytes: Uint8Array): Result<HandshakeMessage> {
  const parsed = fromAsciiJson(bytes);
  if (parsed.type === "problem") return parsed;
  const fields = parsed.value;
  if (!isFields(fields)) return problem("no object");
  const type = fields["type"];
  switch (type) {
    case "introduce": {
      const version = fields["version"];
      const room = fields["room"];
      const nonce = parseHex(fields["nonce"], nonceBytes);
      if (typeof version !== "number" || !Number.isInteger(version))
        return problem("introduce.version: expected a whole number");
      if (!isRoomCode(room)) return problem("introduce.room: expected a room code");
      return nonce === null
        ? problem("introduce.nonce: expected 16 bytes in hex")
        : value({ type, version, room, nonce });
    }
    case "challenge": {
      const nonce = parseHex(fields["nonce"], nonceBytes);
      const proof = parseHex(fields["proof"], proofBytes);
      if (nonce === null) return problem("challenge.nonce: expected 16 bytes in hex");
      return proof === null ? problem("challenge.proof: expected 32 bytes in hex") : value({ type, nonce, proof });
    }
    case "prove": {
      const proof = parseHex(fields["proof"], proofBytes);
      return proof === null ? problem("prove.proof: expected 32 bytes in hex") : value({ type, proof });
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
