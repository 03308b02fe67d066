import { handshakeTimeLimitMs, stepVolunteer } from "../core/handshake/handshake.ts";
import type { HandshakeEffect, HandshakeEvent, Step, VolunteerState } from "../core/handshake/handshake.ts";
import { nonceBytes } from "../core/handshake/handshake-messages.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import { keyBytes } from "../core/handshake/key-agreement.ts";
import { maxMessageBytes } from "../core/wire/limits.ts";
import type { Link, LinkEnd } from "./link.ts";

/** What a handshake needs of the world: a clock for its time limit, and random bytes of cryptographic quality. */
export interface ProofWorld {
  readonly clock: Clock;
  randomBytes(count: number): Uint8Array;
}

export type ProofOutcome =
  /** The link is proven and takes messages of full length. Its next listener gets the messages from here on. */
  | { readonly type: "accepted" }
  /** The link is closed. */
  | Extract<HandshakeEffect, { readonly type: "rejected" }>
  | { readonly type: "ended"; readonly end: LinkEnd };

/** The volunteer's side of the handshake over an open link. Calls `done` once, within `handshakeTimeLimitMs`. */
export function proveAsVolunteer(
  link: Link,
  identity: RoomIdentity,
  world: ProofWorld,
  done: (outcome: ProofOutcome) => void,
): void {
  const party = { identity, fingerprints: link.fingerprints, privateKey: world.randomBytes(keyBytes) };
  runHandshake<VolunteerState>(
    link,
    world,
    { type: "new" },
    (state, event) => stepVolunteer(party, state, event),
    done,
  );
}

/** Runs one side of the handshake over the link. Calls `done` once. */
export function runHandshake<State>(
  link: Link,
  world: ProofWorld,
  first: State,
  step: (state: State, event: HandshakeEvent) => Step<State>,
  done: (outcome: ProofOutcome) => void,
): void {
  let state = first;
  let isOver = false;

  const finish = (outcome: ProofOutcome): void => {
    if (isOver) return;
    isOver = true;
    stopTimer();
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
        link.close(effect.seen);
        return;
    }
  };
  const advance = (event: HandshakeEvent): void => {
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) carryOut(effect);
  };

  // Before `listen`, which hands over messages that have arrived already.
  advance({ type: "started", nonce: world.randomBytes(nonceBytes) });
  const stopTimer = world.clock.after(handshakeTimeLimitMs, () => advance({ type: "time-limit-passed" }));
  link.listen((event) => {
    switch (event.type) {
      case "message":
        advance({ type: "message-arrived", lane: event.lane, bytes: event.bytes });
        return;
      case "malformed":
        advance(event);
        return;
      case "ended":
        finish({ type: "ended", end: event.end });
        return;
      case "path-changed":
        return;
    }
  });
}
