import { bytesToHex } from "@noble/hashes/utils.js";
import { createCompute } from "../../compute/sandbox.ts";
import { isTabId, type RoomCode, type TabId } from "../../core/ids.ts";
import { randomBytes } from "../../links/random.ts";
import { deviceInWords } from "./device.ts";
import { keepsNothing, type StayKeeper } from "../stay-keeper.ts";
import { sessionStayKeeper } from "./session-stay-keeper.ts";
import { peerDialer } from "./peer-dialer.ts";
import { TabVolunteer } from "../../membership/create-membership.ts";
import type { Volunteer } from "../../membership/membership.ts";
import type { Dialer } from "../dialer.ts";

/** `secret` is the join link's fragment as it stands; null asks the signaling server for it. */
export function createVolunteer({ room, secret }: { room: RoomCode; secret: string | null }): Volunteer {
  return createVolunteerBy(peerDialer(room, secret), sessionStayKeeper(room));
}

/** A volunteer in this page, whichever way it comes into its room. */
export function createVolunteerBy(dialer: Dialer, keeper: StayKeeper = keepsNothing): Volunteer {
  const surroundings = {
    dialer,
    tab: drawTabId(),
    device: deviceInWords(navigator.userAgent),
    createCompute: () => createCompute({ container: document.body }),
    random: Math.random,
  };
  return new TabVolunteer(surroundings, keeper);
}

function drawTabId(): TabId {
  const id = bytesToHex(randomBytes(16));
  if (!isTabId(id)) throw new Error(`drew ${id}, which is no tab id`);
  return id;
}
