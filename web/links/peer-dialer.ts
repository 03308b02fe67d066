import type { Seen } from "../core/seen.ts";
import { roomIdentity, type RoomIdentity } from "../core/handshake/identity.ts";
import { isKeylessInvitation, parseInvitation } from "../core/handshake/room-keys.ts";
import type { RoomCode } from "../core/ids.ts";
import type { DialFailure, Link } from "./link.ts";
import type { OpenSocket } from "./relay/relay-socket.ts";
import { createRoomDial } from "./room-dial.ts";
import type { SignalingTrouble } from "./room-register.ts";
import { borrowSecret, lookUpRoom } from "./signaling-client.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";

interface Refused {
  readonly type: "refused";
  readonly problem: JoinProblem;
  /** For people who want to know more than the page's own words; null where there is no more. */
  readonly seen: Seen | null;
}

function refused(problem: JoinProblem, seen: Seen | null): Refused {
  return { type: "refused", problem, seen };
}

function signalingTrouble(trouble: SignalingTrouble): Refused {
  if (trouble.type !== "too-many-requests") {
    return refused(trouble.seen.key === "not-the-server" ? "filtered" : "signaling-away", trouble.seen);
  }
  return refused("signaling-away", { key: "too-many-requests", seconds: trouble.retryAfterSeconds });
}

/** The join link's secret, or else the one that the coordinator has lent to the server. */
async function secretText(
  origin: string,
  room: RoomCode,
  given: string | null,
): Promise<{ readonly type: "found"; readonly text: string } | Refused> {
  if (given !== null) return { type: "found", text: given };
  const borrowed = await borrowSecret(origin, room);
  switch (borrowed.type) {
    case "lent":
      return { type: "found", text: borrowed.secret };
    case "unknown":
      return refused("unknown-room", { key: "room-unknown" });
    case "not-lent":
      return refused("link-needed", null);
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
  readonly #origin: string;
  readonly #room: RoomCode;
  #awayAt = -Infinity;

  constructor(origin: string, room: RoomCode) {
    this.#origin = origin;
    this.#room = room;
  }

  /** Null where the room is there to be joined. */
  async whyMissing(): Promise<Refused | null> {
    const found = await lookUpRoom(this.#origin, this.#room);
    switch (found.type) {
      case "open":
        return null;
      case "away":
        return refused("coordinator-away", { key: "room-without-coordinator" });
      case "unknown":
        return performance.now() - this.#awayAt < restartMs
          ? refused("coordinator-away", { key: "room-not-yet-known" })
          : refused("unknown-room", { key: "room-unknown" });
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
  "no-answer": "coordinator-away",
  "no-path": "no-path",
  unsupported: "unsupported-browser",
};

/** Opens links to a coordinator over the network, through one signaling server. */
export interface PeerDialer {
  findRoom(): Promise<{ readonly type: "found"; readonly identity: RoomIdentity } | Refused>;
  dial(
    identity: RoomIdentity,
    signal: AbortSignal,
  ): Promise<{ readonly type: "opened"; readonly link: Link } | Refused>;
}

/** `origin`: the signaling server's. `given`: the join link's secret; null borrows it from the server. */
export function createPeerDialer(
  origin: string,
  openSocket: OpenSocket,
  room: RoomCode,
  given: string | null,
): PeerDialer {
  const lookUp = new RoomLookUp(origin, room);
  return {
    async findRoom() {
      const missing = await lookUp.whyMissing();
      if (missing !== null) return missing;
      const found = await secretText(origin, room, given);
      if (found.type === "refused") return found;
      const invitation = parseInvitation(found.text);
      if (invitation !== null) return { type: "found", identity: roomIdentity(invitation, room) };
      return refused("wrong-key", { key: isKeylessInvitation(found.text) ? "key-outdated" : "key-malformed" });
    },
    async dial(identity: RoomIdentity, signal) {
      const dial = createRoomDial(origin, identity, openSocket);
      const dialled = await dial(signal);
      if (dialled.type === "opened") return dialled;
      if (dialled.failure === "nobody-there") {
        const missing = await lookUp.whyMissing();
        return missing ?? refused("wrong-key", { key: "key-unanswered" });
      }
      return refused(dialProblems[dialled.failure], dialled.seen);
    },
  };
}
