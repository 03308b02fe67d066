import type { VolunteerState } from "../store.ts";

/** What the page's title says first: `2 running`. */
export function titleWords({ phase, paused, slots }: VolunteerState): string {
  switch (phase.type) {
    case "asking":
      return "Join";
    case "joining":
      return "Joining…";
    case "present": {
      const running = slots.filter(({ task }) => task !== null).length;
      return paused ? "Paused" : `${running} running`;
    }
    case "reconnecting":
      return "Reconnecting…";
    case "left":
      return "Left";
    case "refused":
      return "Not in the room";
  }
}
