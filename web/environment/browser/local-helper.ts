import type { Pace } from "../../core/pace.ts";
import type { Dialer } from "../dialer.ts";
import type { LocalHelper } from "../local-helper.ts";

/** Loads the volunteer's code only now: a coordinator's page that does not help has no use for it. Rejects where it cannot be loaded. */
export async function startLocalHelper(pace: Pace, dialer: Dialer): Promise<LocalHelper> {
  const { createPageHelper } = await import("./helping-membership.ts");
  return createPageHelper(pace, dialer);
}
