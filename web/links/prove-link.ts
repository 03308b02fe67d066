import { handshakeTimeLimitMs, stepCoordinator, stepVolunteer } from "../core/handshake/handshake.ts";
import type { CoordinatorState, HandshakeEffect, Party, Step, VolunteerState } from "../core/handshake/handshake.ts";
import { nonceBytes, type RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import { maxMessageBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import type { Link, LinkEnd } from "./link.ts";
import { randomBytes } from "./random.ts";

export type ProofOutcome =
  /** The link is proven and takes messages of full length; its next listener hears what comes now. */
  | { readonly type: "accepted" }
  /** The link is closed. */
  | {
      readonly type: "rejected";
      readonly reason: RefusalReason;
      readonly detail: string;
      readonly by: "us" | "them";
    }
  | { readonly type: "ended"; readonly end: LinkEnd };

type Arrived = { readonly type: "message-arrived"; readonly lane: Lane; readonly bytes: Uint8Array };
type Common = { readonly type: "started"; readonly nonce: Uint8Array } | { readonly type: "time-limit-passed" };

/** The volunteer's side of the handshake over an open link. `done` is called once, at the latest after the time limit. */
export function proveAsVolunteer(link: Link, identity: RoomIdentity, done: (outcome: ProofOutcome) => void): void {
  const party: Party = { identity, fingerprints: link.fingerprints };
  prove<VolunteerState>(link, { type: "new" }, (state, event) => stepVolunteer(party, state, event), done);
}

/** The coordinator's side. `hasRoom` is asked when the volunteer has proved itself. */
export function proveAsCoordinator(
  link: Link,
  identity: RoomIdentity,
  hasRoom: () => boolean,
  done: (outcome: ProofOutcome) => void,
): void {
  const party: Party = { identity, fingerprints: link.fingerprints };
  const step = (state: CoordinatorState, event: Common | Arrived): Step<CoordinatorState> =>
    stepCoordinator(party, state, event.type === "message-arrived" ? { ...event, hasRoom: hasRoom() } : event);
  prove<CoordinatorState>(link, { type: "new" }, step, done);
}

function prove<State>(
  link: Link,
  first: State,
  step: (state: State, event: Common | Arrived) => Step<State>,
  done: (outcome: ProofOutcome) => void,
): void {
  let state = first;
  let over = false;

  const finish = (outcome: ProofOutcome): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    done(outcome);
  };
  const carryOut = (effect: HandshakeEffect): void => {
    switch (effect.type) {
      case "send":
        link.send("control", effect.bytes);
        return;
      case "accepted":
        link.limitMessages(maxMessageBytes);
        finish({ type: "accepted" });
        return;
      case "rejected":
        finish(effect);
        link.close(effect.detail);
        return;
    }
  };
  const advance = (event: Common | Arrived): void => {
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) carryOut(effect);
  };

  // Before the first message, which may have arrived already and comes with `listen`.
  advance({ type: "started", nonce: randomBytes(nonceBytes) });
  const timer = setTimeout(() => advance({ type: "time-limit-passed" }), handshakeTimeLimitMs);
  link.listen((event) => {
    switch (event.type) {
      case "message":
        advance({ type: "message-arrived", lane: event.lane, bytes: event.bytes });
        return;
      case "ended":
        finish({ type: "ended", end: event.end });
        return;
      case "path-changed":
        return;
    }
  });
}
