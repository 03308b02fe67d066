import {
  deriveIdentity,
  parseSecret,
  volunteerNonceBytes,
  volunteerPeerId,
  type RoomIdentity,
} from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { DialFailure } from "../../links/link.ts";
import { createPeerDial } from "../../links/peer-dial.ts";
import { randomBytes } from "../../links/random.ts";
import { signalingAt } from "../../links/raw-peer.ts";
import type { SignalingTrouble } from "../../links/room-register.ts";
import { borrowSecret, lookUpRoom } from "../../links/signaling-client.ts";
import type { JoinProblem } from "../../core/handshake/join-problem.ts";
import type { Dialer, Refused } from "../dialer.ts";

function refused(problem: JoinProblem, detail: string): Refused {
  return { type: "refused", problem, detail };
}

function signalingTrouble(trouble: SignalingTrouble): Refused {
  if (trouble.type !== "too-many-requests") return refused("signaling-away", trouble.detail);
  const wait = `wait ${trouble.retryAfterSeconds} s`;
  return refused("signaling-away", `Too many requests came from this address: ${wait}, then try again.`);
}

/** The join link's secret, or else the one that the coordinator has lent to the server. */
async function secretText(
  room: RoomCode,
  given: string | null,
): Promise<{ readonly type: "found"; readonly text: string } | Refused> {
  if (given !== null) return { type: "found", text: given };
  const borrowed = await borrowSecret(location.origin, room);
  switch (borrowed.type) {
    case "lent":
      return { type: "found", text: borrowed.secret };
    case "unknown":
      return refused("unknown-room", "The server knows no such room.");
    case "not-lent":
      return refused("link-needed", "");
    case "refused":
    case "signaling-away":
    case "too-many-requests":
      return signalingTrouble(borrowed);
  }
}

/** Milliseconds after an absence of the server in which an unknown room may only be late: coordinators register again within seconds. */
const restartMs = 60_000;

/** Asks the server for a room; remembers when it last gave no answer. */
class RoomLookUp {
  readonly #room: RoomCode;
  #awayAt = -Infinity;

  constructor(room: RoomCode) {
    this.#room = room;
  }

  /** Null where the room is there to be joined. */
  async whyMissing(): Promise<Refused | null> {
    const found = await lookUpRoom(location.origin, this.#room);
    switch (found.type) {
      case "open":
        return null;
      case "away":
        return refused("coordinator-away", "The server knows the room, and its coordinator is not connected.");
      case "unknown":
        return performance.now() - this.#awayAt < restartMs
          ? refused("coordinator-away", "The server was away and knows no such room yet.")
          : refused("unknown-room", "The server knows no such room.");
      case "signaling-away":
        this.#awayAt = performance.now();
        return signalingTrouble(found);
      case "refused":
      case "too-many-requests":
        return signalingTrouble(found);
    }
  }
}

const dialProblems: Readonly<Record<Exclude<DialFailure, "nobody-there">, JoinProblem>> = {
  "signaling-away": "signaling-away",
  "no-path": "no-path",
  unsupported: "unsupported-browser",
};

/** Dials over the network, through the signaling server of this page's own host. `given`: the join link's secret; null borrows it from the server. */
export function peerDialer(room: RoomCode, given: string | null): Dialer {
  const lookUp = new RoomLookUp(room);
  return {
    async findRoom() {
      const missing = await lookUp.whyMissing();
      if (missing !== null) return missing;
      const found = await secretText(room, given);
      if (found.type === "refused") return found;
      const secret = parseSecret(found.text);
      if (secret === null)
        return refused("wrong-key", "The key in the link is incomplete or has characters that no key has.");
      return { type: "found", identity: deriveIdentity(secret, room) };
    },
    async dial(identity: RoomIdentity, signal) {
      const dial = createPeerDial({
        coordinatorPeerId: identity.coordinatorPeerId,
        newPeerId: () => volunteerPeerId(identity, randomBytes(volunteerNonceBytes)),
        token: bytesToHex(randomBytes(16)),
        signaling: signalingAt(location.origin),
      });
      const dialled = await dial(signal);
      if (dialled.type === "opened") return dialled;
      if (dialled.failure === "nobody-there") {
        const missing = await lookUp.whyMissing();
        return missing ?? refused("wrong-key", "The room is open, and nobody in it answers to this key.");
      }
      return refused(dialProblems[dialled.failure], dialled.detail);
    },
  };
}
