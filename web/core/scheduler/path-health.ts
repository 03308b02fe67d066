import { giveUpLink } from "./presence.ts";
import type { Scheduler, Session } from "./state.ts";

export function changePath(scheduler: Scheduler, session: Session, path: "steady" | "wavering", now: number): void {
  if (path === "steady") session.waversSince = null;
  else session.waversSince ??= now;
  watchPath(scheduler, session);
}

/**
 * The time from which an interrupted path and silence together mean that the volunteer is gone. Neither does alone: a
 * stalled page is silent for long, and a network may be interrupted for a moment.
 */
function goneAt(scheduler: Scheduler, session: Session, waversSince: number): number {
  const { goneAfterMs, confirmMs } = scheduler.settings;
  return Math.max(session.lastHeardAt + goneAfterMs, waversSince + confirmMs);
}

function watchPath(scheduler: Scheduler, session: Session): void {
  const { waversSince, watches } = session;
  if (waversSince === null) scheduler.deadlines.delete(watches.path);
  else scheduler.deadlines.set(watches.path, goneAt(scheduler, session, waversSince));
}

/** Gives up the link if the volunteer has been silent until now; looks again later if it was heard in the meantime. */
export function judgePath(scheduler: Scheduler, session: Session, now: number): void {
  const { waversSince } = session;
  if (waversSince === null) return;
  if (now < goneAt(scheduler, session, waversSince)) {
    watchPath(scheduler, session);
    return;
  }
  giveUpLink(scheduler, session, "path", now);
}
