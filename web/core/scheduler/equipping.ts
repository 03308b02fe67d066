import type { JobId, VolunteerId } from "../ids.ts";
import { packAll } from "../values/packed.ts";
import { isAvailable } from "./availability.ts";
import { candidates, noteEquippable, offersNeeds } from "./equipment.ts";
import { closeForLatecomer } from "./job-life.ts";
import { refreshAppetite } from "./leases.ts";
import { stopIfLoadedNowhere } from "./program-loading.ts";
import { isOver, type Job, type Scheduler, type Session } from "./state.ts";
import { refreshTrust } from "./trust.ts";
import { blobErrorName } from "../blobs/blob.ts";

/**
 * Tells running jobs with blobs to the volunteers that may be given their tasks, ahead of the first batch: the blobs travel while
 * other jobs are computed.
 */
export function equipVolunteers(scheduler: Scheduler): void {
  for (const job of scheduler.running) {
    if (!job.isToEquip) continue;
    job.isToEquip = false;
    for (const session of scheduler.sessions.values()) {
      if (isAvailable(session) && offersNeeds(job, session) && mayTry(scheduler, job, session))
        tellJob(scheduler, job, session);
    }
  }
}

function tellJob(scheduler: Scheduler, job: Job, session: Session): void {
  // Where its program does not load, which is known from an earlier link, blobs change nothing.
  if (session.equipment.get(job) === "unequipped") job.loading.unable.delete(session.id);
  session.equipment.set(job, "fetching");
  watchFetching(scheduler, session);
  refreshTrust(scheduler, session);
  scheduler.effects.push({ type: "send-job", volunteer: session.id, job: job.id });
}

/** One whose blobs could not be had tries again only while the program has loaded nowhere and nobody else could load it. */
function mayTry(scheduler: Scheduler, job: Job, session: Session): boolean {
  switch (session.equipment.get(job)) {
    case undefined:
    case "computing":
      return true;
    case "fetching":
    case "equipped":
      return false;
    case "unequipped": {
      const present = [...job.loading.unable].filter((id) => scheduler.sessions.has(id)).length;
      return !job.loading.hasLoaded && present >= candidates(scheduler, job);
    }
  }
}

/**
 * The volunteer was sent a further piece of a blob or of a large input: it makes progress, so that its leases are renewed while
 * their inputs come by a slow link. There are only so many pieces, so that asking alone renews no lease for ever.
 */
export function noteFetching(scheduler: Scheduler, id: VolunteerId): void {
  const session = scheduler.sessions.get(id);
  if (session === undefined) return;
  session.lastProgressAt = scheduler.now;
  session.pieceSentAt = scheduler.now;
  watchFetching(scheduler, session);
}

function watchFetching(scheduler: Scheduler, session: Session): void {
  const { deadlines, settings, now } = scheduler;
  const hadStalled = now >= session.fetchedAt + settings.fetchStallMs;
  session.fetchedAt = now;
  // Moved when it rings: pieces come many times a second.
  const { fetch } = session.watches;
  if (deadlines.keyOf(fetch) === undefined) deadlines.set(fetch, now + settings.fetchStallMs);
  if (hadStalled) refreshTrust(scheduler, session);
}

/** The watch over the volunteer's fetching rings: where it has stalled, jobs go on without it, by whatever other volunteers can do. */
export function judgeFetching(scheduler: Scheduler, session: Session): void {
  const { deadlines, settings, now } = scheduler;
  if (![...session.equipment.values()].includes("fetching")) return;
  const stallsAt = session.fetchedAt + settings.fetchStallMs;
  if (now < stallsAt) deadlines.set(session.watches.fetch, stallsAt);
  else noteEquippable(scheduler);
}

/**
 * The volunteer holds the job's blobs. If it has not been told the job over this link, it computes it since an earlier one: the job
 * is closed there when it is over, now or later, or its runs would keep their slots to their time limit.
 */
export function noteEquipped(scheduler: Scheduler, session: Session, id: JobId): void {
  const job = scheduler.jobs.get(id);
  if (job === undefined || isOver(job)) {
    closeForLatecomer(scheduler, session, id);
    return;
  }
  const known = session.equipment.get(job);
  if (known === undefined) session.equipment.set(job, "computing");
  if (known !== "fetching") return;
  session.equipment.set(job, "equipped");
  refreshTrust(scheduler, session);
  refreshAppetite(scheduler, session);
}

/** The volunteer cannot have the job's blobs: counts as one on which the program does not load. */
export function noteUnequipped(scheduler: Scheduler, session: Session, id: JobId, reason: string): void {
  const job = scheduler.jobs.get(id);
  if (job === undefined || session.equipment.get(job) !== "fetching") return;
  session.equipment.set(job, "unequipped");
  job.loading.failures += 1;
  job.loading.unable.add(session.id);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "cannot-equip", job: job.id, volunteer: session.id, reason },
  });
  const error = Object.assign(new Error(reason), { name: blobErrorName, stack: "" });
  stopIfLoadedNowhere(scheduler, job, packAll([error]).bytes);
  noteEquippable(scheduler);
}

/** The volunteer may have lost the job: it is told once more, and answers whether it has the blobs still. */
export function doubtEquipment(scheduler: Scheduler, job: Job, session: Session): void {
  if (!session.equipment.delete(job)) return;
  noteEquippable(scheduler);
}

/** The volunteer comes back, if it does, by another link and may have the blobs then. */
export function forgetEquipment(session: Session): void {
  for (const [job, equipment] of session.equipment) {
    if (equipment === "unequipped") job.loading.unable.delete(session.id);
  }
  session.equipment.clear();
}
