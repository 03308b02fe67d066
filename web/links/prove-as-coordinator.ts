import { stepCoordinator, type CoordinatorState } from "../core/handshake/coordinator-handshake.ts";
import type { HandshakeEvent, Step } from "../core/handshake/handshake.ts";
import type { CoordinatorIdentity } from "../core/handshake/identity.ts";
import type { Link } from "./link.ts";
import { runHandshake, type ProofOutcome, type ProofWorld } from "./prove-link.ts";

/**
 * The coordinator's side of the handshake over an open link. Calls `hasRoom` with each message, the last time when the
 * volunteer has proved itself. Calls `done` once, within `handshakeTimeLimitMs`.
 */
export function proveAsCoordinator(
  link: Link,
  identity: CoordinatorIdentity,
  world: ProofWorld,
  hasRoom: () => boolean,
  done: (outcome: ProofOutcome) => void,
): void {
  const party = { identity, fingerprints: link.fingerprints };
  const step = (state: CoordinatorState, event: HandshakeEvent): Step<CoordinatorState> =>
    stepCoordinator(party, state, event.type === "message-arrived" ? { ...event, hasRoom: hasRoom() } : event);
  runHandshake<CoordinatorState>(link, world, { type: "new" }, step, done);
}
