import { bytesToHex } from "@noble/hashes/utils.js";
import { createCompute } from "../compute/sandbox.ts";
import type { Pace } from "../core/pace.ts";
import { isTabId, type RoomCode, type TabId } from "../core/ids.ts";
import { randomBytes } from "../links/random.ts";
import { deviceInWords } from "./device.ts";
import { keepsNothing, sessionStayKeeper, type StayKeeper } from "./kept-stay.ts";
import { peerWayIn } from "./peer-way-in.ts";
import { TabVolunteer } from "./tab-volunteer.ts";
import type { Volunteer } from "./volunteer.ts";
import type { WayIn } from "./way-in.ts";

/** `secret` is the join link's fragment as it stands; null asks the signaling server for it. */
export function createVolunteer({ room, secret }: { room: RoomCode; secret: string | null }, pace: Pace): Volunteer {
  return createVolunteerBy(peerWayIn(room, secret), pace, sessionStayKeeper(room));
}

/** A volunteer in this page, whichever way it comes into its room. */
export function createVolunteerBy(wayIn: WayIn, pace: Pace, keeper: StayKeeper = keepsNothing): Volunteer {
  const surroundings = {
    wayIn,
    tab: drawTabId(),
    device: deviceInWords(navigator.userAgent),
    createCompute: () => createCompute({ container: document.body }),
    random: Math.random,
  };
  return new TabVolunteer(surroundings, pace, keeper);
}

function drawTabId(): TabId {
  const id = bytesToHex(randomBytes(16));
  if (!isTabId(id)) throw new Error(`drew ${id}, which is no tab id`);
  return id;
}
