import type { ParcelId, VolunteerId } from "../ids.ts";
import type { Scheduler } from "./state.ts";

/** The volunteer may forget the parcel. One that has left offers it again when it comes back, and is answered then. */
export function acknowledge(scheduler: Scheduler, volunteer: VolunteerId, parcel: ParcelId): void {
  if (!scheduler.sessions.has(volunteer)) return;
  scheduler.effects.push({ type: "acknowledge", volunteer, parcels: [parcel] });
}

/** Holds the answer back: results of the parcel are in open commits, and the volunteer must keep them until those are answered. */
export function holdAcknowledgement(scheduler: Scheduler, volunteer: VolunteerId, parcel: ParcelId): void {
  scheduler.heldAcknowledgements.push({ volunteer, parcel, after: scheduler.nextCommit - 1 });
}

export function releaseAcknowledgements(scheduler: Scheduler): void {
  const held = scheduler.heldAcknowledgements;
  if (held.length === 0) return;
  // Commits are kept in the order of their ids.
  const [oldestOpen = scheduler.nextCommit]: Iterable<number> = scheduler.commits.keys();
  let released = 0;
  for (const { volunteer, parcel, after } of held) {
    if (after >= oldestOpen) break;
    acknowledge(scheduler, volunteer, parcel);
    released += 1;
  }
  held.splice(0, released);
}
