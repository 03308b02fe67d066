import { bytesToHex } from "@noble/hashes/utils.js";
import { createCompute } from "../../compute/create-compute.ts";
import { isTabId, type TabId } from "../../core/ids.ts";
import type { Pace } from "../../core/pace.ts";
import { randomBytes } from "../../links/random.ts";
import type { Dialer } from "../dialer.ts";
import type { MembershipEnvironment } from "../environment.ts";
import type { StayKeeper } from "../stay-keeper.ts";
import { browserBasics } from "./browser-basics.ts";
import { deviceInWords } from "./device.ts";
import { ScreenLock } from "./screen-lock.ts";

/** A page as a membership sees it: its sandbox lies in `document.body`, and every call draws another tab id. */
export function browserMembershipEnvironment(pace: Pace, dialer: Dialer, stays: StayKeeper): MembershipEnvironment {
  return {
    ...browserBasics(pace),
    dialer,
    stays,
    screen: new ScreenLock(),
    tab: drawTabId(),
    device: deviceInWords(navigator.userAgent),
    createCompute: () => createCompute({ container: document.body }),
  };
}

export function drawTabId(): TabId {
  const id = bytesToHex(randomBytes(16));
  if (!isTabId(id)) throw new Error(`drew ${id}, which is no tab id`);
  return id;
}
