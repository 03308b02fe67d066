import { createLinkHost } from "../../links/link-host.ts";
import { openWebSocket } from "../../links/open-web-socket.ts";
import { registerPeer } from "../../links/peer-registration.ts";
import { registerForRelay } from "../../links/relay/relay-registration.ts";
import { signalingAt } from "../../links/signaling-address.ts";
import { registerAt } from "../../links/signaling-register.ts";
import type { RoomEnvironment } from "../environment.ts";

/** A room's place at the Tabpool server of this origin: links by WebRTC, where the browser has that, and relayed ones, and codes. */
export function servedAddress(origin: string): Pick<RoomEnvironment, "register" | "openHost"> {
  const signaling = signalingAt(origin);
  const register = "RTCPeerConnection" in globalThis ? registerPeer : registerForRelay(openWebSocket);
  return {
    register: registerAt(origin),
    openHost: ({ coordinatorPeerId, token }) =>
      createLinkHost(
        { peerId: coordinatorPeerId, token, signaling, openSocket: openWebSocket, random: () => Math.random() },
        register,
      ),
  };
}
