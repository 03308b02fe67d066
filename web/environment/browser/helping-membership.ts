import type { Pace } from "../../core/pace.ts";
import { createMembership } from "../../membership/create-membership.ts";
import type { VolunteerPhase } from "../../membership/store.ts";
import type { Dialer } from "../dialer.ts";
import type { HelperEvent, LocalHelper } from "../local-helper.ts";
import { keepsNothing } from "../stay-keeper.ts";
import { browserMembershipEnvironment } from "./membership-environment.ts";

/** A volunteer in the coordinator's own page. It leaves one core to the page. */
export function createHelper(pace: Pace, dialer: Dialer): LocalHelper {
  const membership = createMembership(browserMembershipEnvironment(pace, dialer, keepsNothing));
  let unsubscribe: (() => void) | null = null;
  return {
    join(name, listener) {
      unsubscribe?.();
      unsubscribe = membership.store.subscribe(({ phase }) => listener(helperEvent(phase)));
      membership.join({ name, slots: Math.max(1, navigator.hardwareConcurrency - 1) });
    },
    close() {
      unsubscribe?.();
      membership.close();
    },
  };
}

function helperEvent(phase: VolunteerPhase): HelperEvent {
  if (phase.type === "present") return { type: "present" };
  return phase.type === "refused" ? { type: "refused", seen: phase.seen } : { type: "changed" };
}
