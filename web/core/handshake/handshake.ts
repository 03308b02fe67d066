import { maxHandshakeBytes } from "../wire/limits.ts";
import { wireVersion } from "../wire/messages.ts";
import type { Lane } from "../wire/messages.ts";
import { decodeHandshake, encodeHandshake, nonceBytes, refusalTexts } from "./handshake-messages.ts";
import type { HandshakeMessage, RefusalReason } from "./handshake-messages.ts";
import type { RoomIdentity } from "./identity.ts";
import { isSame, proofOf } from "./proof.ts";
import type { Transcript } from "./proof.ts";

/** One side of one link, before anything else may be said. */
export interface Party {
  readonly identity: RoomIdentity;
  /** The link's fingerprints as this side sees them. */
  readonly fingerprints: { readonly local: string; readonly remote: string };
}

export type HandshakeEffect =
  /** By the control lane. */
  | { readonly type: "send"; readonly bytes: Uint8Array }
  /** Both sides have proved that they hold the secret and see the same certificates. */
  | { readonly type: "accepted" }
  /** The link is to be closed. `by` says which side would not have the other. */
  | {
      readonly type: "rejected";
      readonly reason: RefusalReason;
      readonly detail: string;
      readonly by: "us" | "them";
    };

export interface Step<State> {
  readonly state: State;
  readonly effects: readonly HandshakeEffect[];
}

interface Heard {
  /** Bytes of all that the other side has said so far. */
  readonly heardBytes: number;
}

export type VolunteerState =
  | { readonly type: "new" }
  | ({ readonly type: "introduced"; readonly nonce: Uint8Array } & Heard)
  | ({ readonly type: "proved" } & Heard)
  | { readonly type: "over" };

export type CoordinatorState =
  | { readonly type: "new" }
  | ({ readonly type: "waiting"; readonly nonce: Uint8Array } & Heard)
  | ({ readonly type: "challenged"; readonly transcript: Transcript } & Heard)
  | { readonly type: "over" };

interface MessageArrived {
  readonly type: "message-arrived";
  readonly lane: Lane;
  readonly bytes: Uint8Array;
}

/** What happens on either side of a link. */
export type HandshakeEvent =
  /** The link is open. `nonce` is 16 random bytes, made for this link alone. */
  { readonly type: "started"; readonly nonce: Uint8Array } | { readonly type: "time-limit-passed" } | MessageArrived;

/** The coordinator's events. `hasRoom`: whether one more volunteer may join at this moment. */
type CoordinatorEvent = Exclude<HandshakeEvent, MessageArrived> | (MessageArrived & { readonly hasRoom: boolean });

/** Milliseconds until a handshake must be done. A crowded LAN and a busy page need a few seconds. */
export const handshakeTimeLimitMs = 10_000;

const over = { type: "over" } as const;

const unchanged = <State>(state: State): Step<State> => ({ state, effects: [] });

const say = (message: HandshakeMessage): HandshakeEffect => ({ type: "send", bytes: encodeHandshake(message) });

function refuse(reason: RefusalReason, detail: string = refusalTexts[reason]): Step<typeof over> {
  return {
    state: over,
    effects: [say({ type: "refuse", reason, detail }), { type: "rejected", reason, detail, by: "us" }],
  };
}

/** A fresh nonce is the shell's duty; a short one would be a bug there. */
function checked(nonce: Uint8Array): Uint8Array {
  if (nonce.length !== nonceBytes) throw new RangeError(`a nonce takes ${nonceBytes} bytes, got ${nonce.length}`);
  return nonce;
}

/** Either what the other side said, or the step that ends the handshake because of it. */
function heard(state: Heard, event: MessageArrived): HandshakeMessage | Step<typeof over> {
  if (event.lane !== "control") return refuse("malformed", "the handshake goes by the control lane");
  if (state.heardBytes + event.bytes.length > maxHandshakeBytes) {
    return refuse("malformed", `more than ${maxHandshakeBytes} bytes before the handshake is done`);
  }
  const decoded = decodeHandshake(event.bytes);
  if (!decoded.ok) return refuse("malformed", decoded.reason);
  const { message } = decoded;
  if (message.type !== "refuse") return message;
  return { state: over, effects: [{ type: "rejected", reason: message.reason, detail: message.detail, by: "them" }] };
}

const isStep = (value: HandshakeMessage | Step<typeof over>): value is Step<typeof over> => "effects" in value;

const outOfTurn = (message: HandshakeMessage): Step<typeof over> => refuse("malformed", `${message.type}: out of turn`);

export function stepVolunteer(party: Party, state: VolunteerState, event: HandshakeEvent): Step<VolunteerState> {
  if (state.type === "over") return unchanged(state);
  switch (event.type) {
    case "started": {
      if (state.type !== "new") return unchanged(state);
      const { room } = party.identity;
      return {
        state: { type: "introduced", nonce: checked(event.nonce), heardBytes: 0 },
        effects: [say({ type: "introduce", version: wireVersion, room, nonce: event.nonce })],
      };
    }
    case "time-limit-passed":
      return refuse("timeout");
    case "message-arrived": {
      if (state.type === "new") return refuse("malformed", "words before the start");
      const message = heard(state, event);
      if (isStep(message)) return message;
      const heardBytes = state.heardBytes + event.bytes.length;
      if (state.type === "proved") {
        return message.type === "admit" ? { state: over, effects: [{ type: "accepted" }] } : outOfTurn(message);
      }
      if (message.type !== "challenge") return outOfTurn(message);
      const transcript: Transcript = {
        version: wireVersion,
        room: party.identity.room,
        coordinatorNonce: message.nonce,
        volunteerNonce: state.nonce,
        coordinatorFingerprint: party.fingerprints.remote,
        volunteerFingerprint: party.fingerprints.local,
      };
      const key = party.identity.handshakeKey;
      if (!isSame(message.proof, proofOf(key, "coordinator", transcript))) return refuse("wrong-key");
      return {
        state: { type: "proved", heardBytes },
        effects: [say({ type: "prove", proof: proofOf(key, "volunteer", transcript) })],
      };
    }
  }
}

export function stepCoordinator(
  party: Party,
  state: CoordinatorState,
  event: CoordinatorEvent,
): Step<CoordinatorState> {
  if (state.type === "over") return unchanged(state);
  switch (event.type) {
    case "started":
      if (state.type !== "new") return unchanged(state);
      return unchanged({ type: "waiting", nonce: checked(event.nonce), heardBytes: 0 });
    case "time-limit-passed":
      return refuse("timeout");
    case "message-arrived": {
      if (state.type === "new") return refuse("malformed", "words before the start");
      const message = heard(state, event);
      if (isStep(message)) return message;
      const heardBytes = state.heardBytes + event.bytes.length;
      const key = party.identity.handshakeKey;
      if (state.type === "challenged") {
        if (message.type !== "prove") return outOfTurn(message);
        if (!isSame(message.proof, proofOf(key, "volunteer", state.transcript))) return refuse("wrong-key");
        // Only who holds the key learns whether the room is full.
        if (!event.hasRoom) return refuse("room-full");
        return { state: over, effects: [say({ type: "admit" }), { type: "accepted" }] };
      }
      if (message.type !== "introduce") return outOfTurn(message);
      if (message.version !== wireVersion) {
        return refuse("version", `The coordinator speaks version ${wireVersion}, the volunteer ${message.version}.`);
      }
      if (message.room !== party.identity.room) return refuse("room");
      const transcript: Transcript = {
        version: wireVersion,
        room: party.identity.room,
        coordinatorNonce: state.nonce,
        volunteerNonce: message.nonce,
        coordinatorFingerprint: party.fingerprints.local,
        volunteerFingerprint: party.fingerprints.remote,
      };
      return {
        state: { type: "challenged", transcript, heardBytes },
        effects: [say({ type: "challenge", nonce: state.nonce, proof: proofOf(key, "coordinator", transcript) })],
      };
    }
  }
}
