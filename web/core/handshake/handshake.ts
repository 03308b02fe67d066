import { maxHandshakeBytes } from "../wire/limits.ts";
import { wireVersion } from "../wire/messages.ts";
import type { Lane } from "../wire/messages.ts";
import { decodeHandshake, encodeHandshake, nonceBytes } from "./handshake-messages.ts";
import type { ArrivedHandshake, HandshakeMessage, RefusalReason } from "./handshake-messages.ts";
import { inData } from "../keyed.ts";
import { textSeen, type Seen } from "../seen.ts";
import { keyHashOf } from "./coordinator-token.ts";
import { proofKey, type RoomIdentity } from "./identity.ts";
import { agree, publicKeyOf } from "./key-agreement.ts";
import { isSame, proofOf } from "./proof.ts";
import type { Transcript } from "./proof.ts";

/** One side of a handshake over one link. */
export interface Party {
  /** The link's certificate fingerprints as this side sees them. */
  readonly fingerprints: { readonly local: string; readonly remote: string };
}

export interface VolunteerParty extends Party {
  readonly identity: RoomIdentity;
  /** `keyBytes` random bytes, made for this link alone. */
  readonly privateKey: Uint8Array;
}

export type HandshakeEffect =
  /** Send the bytes on the control lane. */
  | { readonly type: "send"; readonly bytes: Uint8Array }
  /** Last effect. The coordinator has proved that it has the room's key, and both that they have its secret and see the same certificates. */
  | { readonly type: "accepted" }
  /** Last effect: close the link. `by` says which side refused the other. */
  | {
      readonly type: "rejected";
      readonly reason: RefusalReason;
      readonly seen: Seen;
      readonly by: "us" | "them";
    };

export interface Step<State> {
  readonly state: State;
  readonly effects: readonly HandshakeEffect[];
}

export interface Received {
  /** Bytes of all messages of the other side so far. */
  readonly receivedBytes: number;
}

export type VolunteerState =
  | { readonly type: "new" }
  | ({ readonly type: "introduced"; readonly nonce: Uint8Array } & Received)
  | ({ readonly type: "proved" } & Received)
  | { readonly type: "over" };

export interface MessageArrived {
  readonly type: "message-arrived";
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

/** What happens on either side of a link. */
export type HandshakeEvent =
  /** The link is open. `nonce` is 16 random bytes, made for this link alone. */
  | { readonly type: "started"; readonly nonce: Uint8Array }
  | { readonly type: "time-limit-passed" }
  | MessageArrived
  /** What came is no message. */
  | { readonly type: "malformed"; readonly problem: string };

/** Milliseconds until a handshake must be done. A crowded LAN and a busy page need a few seconds. */
export const handshakeTimeLimitMs = 10_000;

export const over = { type: "over" } as const;

export const unchanged = <State>(state: State): Step<State> => ({ state, effects: [] });

export const send = (message: HandshakeMessage): HandshakeEffect => ({ type: "send", bytes: encodeHandshake(message) });

export function refuse(reason: RefusalReason, seen: Seen = { key: "handshake-refused", reason }): Step<typeof over> {
  return {
    state: over,
    effects: [send({ type: "refuse", reason, detail: detailOf(seen) }), { type: "rejected", reason, seen, by: "us" }],
  };
}

export function refuseMalformed(message: string): Step<typeof over> {
  return refuse("malformed", { key: "thrown", message });
}

/** What the other side is told beside the reason. A page of another version may show it as it is. */
function detailOf(seen: Seen): string {
  if (seen.key === "handshake-refused") return "";
  return seen.key === "thrown" ? seen.message : inData(seen);
}

/** What the other side tells of its refusal. */
function seenIn({ reason, detail }: Extract<HandshakeMessage, { type: "refuse" }>): Seen {
  const [, coordinator, volunteer] = /^versions coordinator=(\d+) volunteer=(\d+)$/.exec(detail) ?? [];
  if (coordinator !== undefined) {
    return { key: "versions", coordinator: Number(coordinator), volunteer: Number(volunteer) };
  }
  return textSeen(detail) ?? { key: "handshake-refused", reason };
}

/** The nonce, which the shell makes. Throws a RangeError if it has another length, which is a bug of this page. */
export function checkNonce(nonce: Uint8Array): Uint8Array {
  if (nonce.length !== nonceBytes) throw new RangeError(`a nonce takes ${nonceBytes} bytes, got ${nonce.length}`);
  return nonce;
}

/** The decoded message, or the step that ends the handshake because of it. */
export function readMessage(state: Received, event: MessageArrived): ArrivedHandshake | Step<typeof over> {
  if (event.lane !== "control") return refuseMalformed("a message of the handshake on the bulk lane");
  if (state.receivedBytes + event.bytes.length > maxHandshakeBytes) {
    return refuseMalformed(`more than ${maxHandshakeBytes} bytes before the handshake is done`);
  }
  const decoded = decodeHandshake(event.bytes);
  if (decoded.type === "problem") return refuseMalformed(decoded.problem);
  const message = decoded.value;
  if (message.type !== "refuse") return message;
  return { state: over, effects: [{ type: "rejected", reason: message.reason, seen: seenIn(message), by: "them" }] };
}

export const isStep = (value: ArrivedHandshake | Step<typeof over>): value is Step<typeof over> => "effects" in value;

export const outOfTurn = (message: ArrivedHandshake): Step<typeof over> =>
  refuseMalformed(`${message.type}: out of turn`);

/** The volunteer's machine: the next state and the effects of one event. Ignores all events once it is over. */
export function stepVolunteer(
  party: VolunteerParty,
  state: VolunteerState,
  event: HandshakeEvent,
): Step<VolunteerState> {
  if (state.type === "over") return unchanged(state);
  switch (event.type) {
    case "started": {
      if (state.type !== "new") return unchanged(state);
      const { room } = party.identity;
      return {
        state: { type: "introduced", nonce: checkNonce(event.nonce), receivedBytes: 0 },
        effects: [
          send({
            type: "introduce",
            version: wireVersion,
            room,
            nonce: event.nonce,
            key: publicKeyOf(party.privateKey),
          }),
        ],
      };
    }
    case "time-limit-passed":
      return refuse("timeout");
    case "malformed":
      return refuseMalformed(event.problem);
    case "message-arrived": {
      if (state.type === "new") return refuseMalformed("a message before the start");
      const message = readMessage(state, event);
      if (isStep(message)) return message;
      const receivedBytes = state.receivedBytes + event.bytes.length;
      if (state.type === "proved") {
        return message.type === "admit" ? { state: over, effects: [{ type: "accepted" }] } : outOfTurn(message);
      }
      if (message.type !== "challenge") return outOfTurn(message);
      const { identity, privateKey, fingerprints } = party;
      if (!isSame(identity.keyHash, keyHashOf(message.key, message.tokenHash))) return refuse("wrong-key");
      const agreed = agree(privateKey, message.key);
      if (agreed === null) return refuse("wrong-key");
      const transcript: Transcript = {
        version: wireVersion,
        room: identity.room,
        coordinatorNonce: message.nonce,
        volunteerNonce: state.nonce,
        coordinatorKey: message.key,
        volunteerKey: publicKeyOf(privateKey),
        coordinatorFingerprint: fingerprints.remote,
        volunteerFingerprint: fingerprints.local,
      };
      const key = proofKey(agreed, identity);
      if (!isSame(message.proof, proofOf(key, "coordinator", transcript))) return refuse("wrong-key");
      return {
        state: { type: "proved", receivedBytes },
        effects: [send({ type: "prove", proof: proofOf(key, "volunteer", transcript) })],
      };
    }
  }
}
