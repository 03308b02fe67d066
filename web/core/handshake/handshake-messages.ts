import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { isRoomCode } from "../ids.ts";
import type { RoomCode } from "../ids.ts";
import { fromAsciiJson, toAsciiJson } from "../wire/ascii-json.ts";
import type { Decoded } from "../wire/messages.ts";

export const nonceBytes = 16;
const proofBytes = 32;

const maxDetailLength = 200;

/** Why one side will not have the other. */
export type RefusalReason = "version" | "room" | "wrong-key" | "room-full" | "malformed" | "timeout";

/** What each means, for people. */
export const refusalTexts: Readonly<Record<RefusalReason, string>> = {
  version: "The two pages are of different versions of Tabpool.",
  room: "This is another room's coordinator.",
  "wrong-key": "The two sides do not hold the same key, or somebody between them has changed the connection.",
  "room-full": "The room takes no more volunteers.",
  malformed: "The other side does not follow the protocol.",
  timeout: "The other side did not prove itself in time.",
};

export type HandshakeMessage =
  /** The volunteer's first words. */
  | { readonly type: "introduce"; readonly version: number; readonly room: RoomCode; readonly nonce: Uint8Array }
  /** The coordinator proves itself first, to whoever comes. */
  | { readonly type: "challenge"; readonly nonce: Uint8Array; readonly proof: Uint8Array }
  /** The volunteer proves itself, having found the coordinator's proof right. */
  | { readonly type: "prove"; readonly proof: Uint8Array }
  /** The volunteer is in; what follows is no handshake any more. */
  | { readonly type: "admit" }
  /** Either side gives up; the last word of a link. */
  | { readonly type: "refuse"; readonly reason: RefusalReason; readonly detail: string };

/** All of them go by the control lane. */
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

function hex(value: unknown, length: number): Uint8Array | null {
  if (typeof value !== "string" || value.length !== 2 * length || !/^[0-9a-f]+$/.test(value)) return null;
  return hexToBytes(value);
}

function isReason(value: unknown): value is RefusalReason {
  return typeof value === "string" && Object.hasOwn(refusalTexts, value);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const wrong = (reason: string): Decoded<HandshakeMessage> => ({ ok: false, reason });
const right = (message: HandshakeMessage): Decoded<HandshakeMessage> => ({ ok: true, message });

export function decodeHandshake(bytes: Uint8Array): Decoded<HandshakeMessage> {
  const parsed = fromAsciiJson(bytes);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  if (!isFields(fields)) return wrong("no object");
  const type = fields["type"];
  switch (type) {
    case "introduce": {
      const version = fields["version"];
      const room = fields["room"];
      const nonce = hex(fields["nonce"], nonceBytes);
      if (typeof version !== "number" || !Number.isInteger(version))
        return wrong("introduce.version: expected a whole number");
      if (!isRoomCode(room)) return wrong("introduce.room: expected a room code");
      return nonce === null
        ? wrong("introduce.nonce: expected 16 bytes in hex")
        : right({ type, version, room, nonce });
    }
    case "challenge": {
      const nonce = hex(fields["nonce"], nonceBytes);
      const proof = hex(fields["proof"], proofBytes);
      if (nonce === null) return wrong("challenge.nonce: expected 16 bytes in hex");
      return proof === null ? wrong("challenge.proof: expected 32 bytes in hex") : right({ type, nonce, proof });
    }
    case "prove": {
      const proof = hex(fields["proof"], proofBytes);
      return proof === null ? wrong("prove.proof: expected 32 bytes in hex") : right({ type, proof });
    }
    case "admit":
      return right({ type });
    case "refuse": {
      const reason = fields["reason"];
      const detail = fields["detail"];
      if (!isReason(reason)) return wrong("refuse.reason: unknown");
      const isDetail = typeof detail === "string" && detail.length <= maxDetailLength;
      return isDetail ? right({ type, reason, detail }) : wrong("refuse.detail: expected at most 200 characters");
    }
    default:
      return wrong("unknown type");
  }
}
