import type { Session } from "./state.ts";

/** Whether the volunteer may be given anything. */
export function isAvailable(session: Session): boolean {
  return !session.paused && session.presence === "present";
}
