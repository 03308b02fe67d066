import { wireVersion } from "../wire/messages.ts";
import {
  checkNonce,
  isStep,
  outOfTurn,
  over,
  readMessage,
  refuse,
  refuseMalformed,
  send,
  unchanged,
  type HandshakeEvent,
  type MessageArrived,
  type Party,
  type Received,
  type Step,
} from "./handshake.ts";
import { proofKey, type CoordinatorIdentity } from "./identity.ts";
import { agree } from "./key-agreement.ts";
import { isSame, proofOf } from "./proof.ts";
import type { Transcript } from "./proof.ts";

export interface CoordinatorParty extends Party {
  readonly identity: CoordinatorIdentity;
}

export type CoordinatorState =
  | { readonly type: "new" }
  | ({ readonly type: "waiting"; readonly nonce: Uint8Array } & Received)
  | ({ readonly type: "challenged"; readonly key: Uint8Array; readonly transcript: Transcript } & Received)
  | { readonly type: "over" };

/** The coordinator's events. `hasRoom`: whether one more volunteer may join at this moment. */
type CoordinatorEvent = Exclude<HandshakeEvent, MessageArrived> | (MessageArrived & { readonly hasRoom: boolean });

/** The coordinator's machine: the next state and the effects of one event. Ignores all events once it is over. */
export function stepCoordinator(
  party: CoordinatorParty,
  state: CoordinatorState,
  event: CoordinatorEvent,
): Step<CoordinatorState> {
  if (state.type === "over") return unchanged(state);
  switch (event.type) {
    case "started":
      if (state.type !== "new") return unchanged(state);
      return unchanged({ type: "waiting", nonce: checkNonce(event.nonce), receivedBytes: 0 });
    case "time-limit-passed":
      return refuse("timeout");
    case "malformed":
      return refuseMalformed(event.problem);
    case "message-arrived": {
      if (state.type === "new") return refuseMalformed("a message before the start");
      const message = readMessage(state, event);
      if (isStep(message)) return message;
      const receivedBytes = state.receivedBytes + event.bytes.length;
      if (state.type === "challenged") {
        if (message.type !== "prove") return outOfTurn(message);
        if (!isSame(message.proof, proofOf(state.key, "volunteer", state.transcript))) return refuse("wrong-key");
        // Only a volunteer that was invited learns whether the room is full.
        if (!event.hasRoom) return refuse("room-full");
        return { state: over, effects: [send({ type: "admit" }), { type: "accepted" }] };
      }
      if (message.type === "other-version") {
        return refuse("version", { key: "versions", coordinator: wireVersion, volunteer: message.version });
      }
      if (message.type !== "introduce") return outOfTurn(message);
      const { identity, fingerprints } = party;
      if (message.room !== identity.room) return refuse("room");
      const agreed = agree(identity.privateKey, message.key);
      if (agreed === null) return refuseMalformed("introduce.key: no public key");
      const transcript: Transcript = {
        version: wireVersion,
        room: identity.room,
        coordinatorNonce: state.nonce,
        volunteerNonce: message.nonce,
        coordinatorKey: identity.publicKey,
        volunteerKey: message.key,
        coordinatorFingerprint: fingerprints.local,
        volunteerFingerprint: fingerprints.remote,
      };
      const key = proofKey(agreed, identity);
      const { publicKey, tokenHash } = identity;
      const proof = proofOf(key, "coordinator", transcript);
      return {
        state: { type: "challenged", key, transcript, receivedBytes },
        effects: [send({ type: "challenge", nonce: state.nonce, key: publicKey, tokenHash, proof })],
      };
    }
  }
}
