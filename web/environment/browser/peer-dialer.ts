import type { RoomCode } from "../../core/ids.ts";
import { openWebSocket } from "../../links/open-web-socket.ts";
import { createPeerDialer } from "../../links/peer-dialer.ts";
import type { Dialer } from "../dialer.ts";

/** Dials over the network, through the signaling server of this page's own host. `given`: the join link's secret; null borrows it from the server. */
export function peerDialer(room: RoomCode, given: string | null): Dialer {
  return createPeerDialer(location.origin, openWebSocket, room, given);
}
