import type { Pace } from "../../core/pace.ts";
import type { Dialer } from "../dialer.ts";
import type { LocalHelper } from "../local-helper.ts";

/**
 * Loads the volunteer's code only now: a coordinator's page that does not help has no use for it. It has one slot less than there are cores, where
 * nothing else is said. Rejects where it cannot be loaded.
 */
export async function startLocalHelper(pace: Pace, dialer: Dialer, slots?: number): Promise<LocalHelper> {
  const { createPageHelper } = await import("./helping-membership.ts");
  return createPageHelper(pace, dialer, slots);
}
