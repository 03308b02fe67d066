import type { CoordinatorIdentity } from "../../web/core/handshake/identity.ts";
import type { LinkHost } from "../../web/links/link.ts";
import { createPeerHost } from "../../web/links/peer-host.ts";
import { signalingAt } from "../../web/links/raw-peer.ts";

export { dialManager, findInvitation } from "../../web/links/manager-links.ts";

/** Takes links by WebRTC, through the signaling server at this origin. Loading this file rejects where `node-datachannel` is not there. */
export function openPeerHost(origin: string, { coordinatorPeerId, token }: CoordinatorIdentity): LinkHost {
  return createPeerHost({ peerId: coordinatorPeerId, token, signaling: signalingAt(origin), random: Math.random });
}
