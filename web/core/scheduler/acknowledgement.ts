import type { ParcelId } from "../ids.ts";
import type { Scheduler, SentParcel, Session } from "./state.ts";

/**
 * The volunteer may forget the parcel. One that has left offers it again when it comes back, and is answered then: after a reload of its page the
 * number means another parcel.
 */
export function acknowledge(scheduler: Scheduler, { session, parcel }: SentParcel): void {
  if (scheduler.sessions.get(session.id) !== session) return;
  scheduler.effects.push({ type: "acknowledge", volunteer: session.id, parcels: [parcel] });
}

/** Holds the answer back: results of the parcel are in open commits, and the volunteer must keep them until those are answered. */
export function holdAcknowledgement(scheduler: Scheduler, session: Session, parcel: ParcelId): void {
  scheduler.heldAcknowledgements.push({ session, parcel, after: scheduler.nextCommit - 1 });
}

export function releaseAcknowledgements(scheduler: Scheduler): void {
  const held = scheduler.heldAcknowledgements;
  if (held.length === 0) return;
  // Commits are kept in the order of their ids.
  const [oldestOpen = scheduler.nextCommit]: Iterable<number> = scheduler.commits.keys();
  let released = 0;
  for (const sent of held) {
    if (sent.after >= oldestOpen) break;
    acknowledge(scheduler, sent);
    released += 1;
  }
  held.splice(0, released);
}
