import type { RoomCode } from "../../web/core/ids.ts";
import { createPeerDialer, type PeerDialer } from "../../web/links/peer-dialer.ts";
import { createPeerHost } from "../../web/links/peer-host.ts";
import { createRoomDial } from "../../web/links/room-dial.ts";
import { signalingAt } from "../../web/links/signaling-address.ts";
import type { NodeLinks } from "./node-links.ts";
import { openNodeSocket as openSocket } from "./open-node-socket.ts";

/** By WebRTC, and relayed where there is no path. Loading this file rejects where `node-datachannel` is not there. */
export const peerLinks: NodeLinks = {
  openHost: (origin, { coordinatorPeerId: peerId, token }) =>
    createPeerHost({ peerId, token, signaling: signalingAt(origin), openSocket, random: Math.random }),
  dial: (origin, identity) => createRoomDial(origin, identity, openSocket)(new AbortController().signal),
};

/** A volunteer's way to its room. `given`: the join link's secret; null borrows it from the server. */
export function peerDialer(origin: string, room: RoomCode, given: string | null): PeerDialer {
  return createPeerDialer(origin, openSocket, room, given);
}
