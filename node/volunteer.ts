import type { RoomCode } from "../web/core/ids.ts";
import { messageOf } from "../web/core/message-of.ts";
import { createMembership } from "../web/membership/create-membership.ts";
import type { Membership } from "../web/membership/membership.ts";
import { createThreadCompute } from "./compute/create-thread-compute.ts";
import { membershipEnvironment, nodeBasics } from "./membership-environment.ts";
import { nodeClock } from "./node-clock.ts";

/** Where a room is found. */
export interface RoomPlace {
  /** The signaling server's. */
  readonly origin: string;
  readonly room: RoomCode;
  /** The join link's fragment; null asks the server for it. */
  readonly secret: string | null;
}

/**
 * Makes a volunteer whose slots are threads of this process, and that is in no room yet: what the room sends is computed with all that this
 * process may do. Rejects where it has no WebRTC.
 */
export async function openVolunteer({ origin, room, secret }: RoomPlace): Promise<Membership> {
  const { peerDialer } = await loadedLinks();
  const dialer = peerDialer(origin, room, secret);
  return createMembership(membershipEnvironment(nodeBasics(nodeClock), dialer, () => createThreadCompute()));
}

async function loadedLinks(): Promise<typeof import("./links/peer-links.ts")> {
  try {
    return await import("./links/peer-links.ts");
  } catch (error) {
    throw new Error(`joining needs node-datachannel: npm install node-datachannel (${messageOf(error)})`, {
      cause: error,
    });
  }
}
