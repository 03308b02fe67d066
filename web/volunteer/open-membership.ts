import type { RoomCode } from "../core/ids.ts";
import type { Pace } from "../core/pace.ts";
import { browserMembershipEnvironment } from "../environment/browser/membership-environment.ts";
import { peerDialer } from "../environment/browser/peer-dialer.ts";
import { sessionStayKeeper } from "../environment/browser/session-stay-keeper.ts";
import { createMembership } from "../membership/create-membership.ts";
import type { Membership } from "../membership/membership.ts";

export interface PageRoom {
  readonly room: RoomCode;
  /** The join link's fragment as it stands; null asks the signaling server for it. */
  readonly secret: string | null;
}

/** Makes the volunteer that the page shows. It asks for nothing and joins no room by itself. */
export function openMembership({ room, secret }: PageRoom, pace: Pace): Membership {
  return createMembership(browserMembershipEnvironment(pace, peerDialer(room, secret), sessionStayKeeper(room)));
}
