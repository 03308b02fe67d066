import { bytesToHex } from "@noble/hashes/utils.js";
import { volunteerNonceBytes, volunteerPeerId, type RoomIdentity } from "../core/handshake/identity.ts";
import { dialBeside } from "./dial-beside.ts";
import type { Dial } from "./link.ts";
import { answerLimitMs } from "./offer-line.ts";
import { createPeerDial } from "./peer-dial.ts";
import { randomBytes } from "./random.ts";
import type { OpenSocket } from "./relay/relay-socket.ts";
import { signalingAt } from "./signaling-address.ts";

/** Makes a `Dial` to the coordinator of this identity, at the server of this origin: by WebRTC, or through its relay where no path is found. */
export function createRoomDial(origin: string, identity: RoomIdentity, openSocket: OpenSocket): Dial {
  const { coordinatorPeerId } = identity;
  const signaling = signalingAt(origin);
  const newPeerId = (): string => volunteerPeerId(identity, randomBytes(volunteerNonceBytes));
  return dialBeside(
    (signal, onAnswered) => {
      const token = bytesToHex(randomBytes(16));
      return createPeerDial({ coordinatorPeerId, newPeerId, token, signaling, onAnswered })(signal);
    },
    async () => {
      const { besideRelay } = await import("./relay/relay-beside.ts");
      return besideRelay({ relay: signaling, openSocket, newPeerId, timeLimitMs: answerLimitMs });
    },
  );
}
