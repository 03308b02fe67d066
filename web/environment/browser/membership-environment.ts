import { createCompute } from "../../compute/create-compute.ts";
import type { Pace } from "../../core/pace.ts";
import { drawTabId } from "../../links/draw-tab-id.ts";
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
