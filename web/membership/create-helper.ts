import type { MembershipEnvironment } from "../environment/environment.ts";
import type { HelperEvent, LocalHelper } from "../environment/local-helper.ts";
import { createMembership } from "./create-membership.ts";
import type { VolunteerPhase } from "./store.ts";

/** A volunteer beside its room, in the same page or process, with this many slots. `ownName`: in place of the one that the room gives it. */
export function createHelper(environment: MembershipEnvironment, slots: number, ownName?: string): LocalHelper {
  const membership = createMembership(environment);
  let unsubscribe: (() => void) | null = null;
  return {
    join(name, listener) {
      unsubscribe?.();
      unsubscribe = membership.store.subscribe(({ phase }) => listener(helperEvent(phase)));
      membership.join({ name: ownName ?? name, slots });
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
