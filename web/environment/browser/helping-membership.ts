import type { Pace } from "../../core/pace.ts";
import { createHelper } from "../../membership/create-helper.ts";
import type { Dialer } from "../dialer.ts";
import type { LocalHelper } from "../local-helper.ts";
import { keepsNothing } from "../stay-keeper.ts";
import { browserMembershipEnvironment } from "./membership-environment.ts";

/** A volunteer in the coordinator's own page. Where nothing else is said it leaves one core to the page. */
export function createPageHelper(
  pace: Pace,
  dialer: Dialer,
  slots = Math.max(1, navigator.hardwareConcurrency - 1),
): LocalHelper {
  return createHelper(browserMembershipEnvironment(pace, dialer, keepsNothing), slots);
}
