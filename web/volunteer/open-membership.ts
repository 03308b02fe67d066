import type { RoomCode } from "../core/ids.ts";
import type { Pace } from "../core/pace.ts";
import { browserMembershipEnvironment } from "../environment/browser/membership-environment.ts";
import { peerDialer } from "../environment/browser/peer-dialer.ts";
import { sessionStayKeeper } from "../environment/browser/session-stay-keeper.ts";
import { createMembership } from "../membership/create-membership.ts";
import type { Membership } from "../membership/membership.ts";

export interface PageRoom {
  readonly room: RoomCode;
  /** The join link's fragment; null asks the signaling server for it. */
  readonly secret: string | null;
}

declare global {
  /** There where the command line has opened this page, which then follows and leads its membership. */
  var tabpoolStay: ((membership: Membership) => void) | undefined;
}

/** Makes the membership that the page shows. A new membership joins no room by itself. */
export function openMembership({ room, secret }: PageRoom, pace: Pace): Membership {
  const environment = browserMembershipEnvironment(pace, peerDialer(room, secret), sessionStayKeeper(room));
  const membership = createMembership(environment);
  globalThis.tabpoolStay?.(membership);
  return membership;
}
