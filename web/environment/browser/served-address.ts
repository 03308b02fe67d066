import { createPeerHost } from "../../links/peer-host.ts";
import { signalingAt } from "../../links/raw-peer.ts";
import { registerAt } from "../../links/signaling-register.ts";
import type { RoomEnvironment } from "../environment.ts";

/** A room's place at the Tabpool server of this origin: links by WebRTC, and codes. */
export function servedAddress(origin: string): Pick<RoomEnvironment, "register" | "openHost"> {
  const signaling = signalingAt(origin);
  return {
    register: registerAt(origin),
    openHost: ({ coordinatorPeerId, token }) =>
      createPeerHost({ peerId: coordinatorPeerId, token, signaling, random: () => Math.random() }),
  };
}
