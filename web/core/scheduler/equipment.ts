import { isAvailable } from "./availability.ts";
import type { Job, Scheduler, Session } from "./state.ts";

/** Whether the volunteer offers all features that the job needs. It does so, or not, for as long as its session lasts. */
export function offersNeeds(job: Job, session: Session): boolean {
  return job.needs.every((need) => session.features.has(need));
}

/** Whether the volunteer has all that tasks of the job find there: the features, and the blobs that the job names. */
export function isEquipped(job: Job, session: Session): boolean {
  return offersNeeds(job, session) && (!job.hasBlobs || session.equipment.get(job) === "equipped");
}

/** Whether any volunteer will do. */
export function asksNothing(job: Job): boolean {
  return !job.hasBlobs && job.needs.length === 0;
}

/** Whether the volunteer still asks for the job's blobs. One that has asked for nothing for long is not waited for. */
export function isFetching({ settings, now }: Scheduler, job: Job, session: Session): boolean {
  return session.equipment.get(job) === "fetching" && now < session.fetchedAt + settings.fetchStallMs;
}

/** Whether volunteers may be given tasks of the job soon, once they have its blobs. */
export function isFetched(scheduler: Scheduler, job: Job): boolean {
  if (!job.hasBlobs) return false;
  for (const session of scheduler.sessions.values()) {
    if (isAvailable(session) && isFetching(scheduler, job, session)) return true;
  }
  return false;
}

/** Number of volunteers that may be given tasks of the job, less those that stay without its blobs though they might have them. */
export function candidates(scheduler: Scheduler, job: Job): number {
  if (asksNothing(job)) return scheduler.available;
  let count = 0;
  for (const session of scheduler.sessions.values()) {
    const isStalled = session.equipment.get(job) === "fetching" && !isFetching(scheduler, job, session);
    count += Number(isAvailable(session) && offersNeeds(job, session) && !isStalled);
  }
  return count;
}

/** Number of volunteers that may be given tasks of the job now, and on which its program is not known not to load. */
export function computers(scheduler: Scheduler, job: Job): number {
  const { unable } = job.loading;
  if (asksNothing(job)) return scheduler.available - unable.size;
  let count = 0;
  for (const session of scheduler.sessions.values()) {
    count += Number(isAvailable(session) && isEquipped(job, session) && !unable.has(session.id));
  }
  return count;
}

/** Has volunteers looked at that may be told of jobs with blobs: one came or left, may be given tasks again, or has room again. */
export function noteEquippable(scheduler: Scheduler): void {
  for (const job of scheduler.running) if (job.hasBlobs) job.isToEquip = true;
}

/** The volunteer has room again for blobs that it could not have: it is told of their jobs once more. */
export function forgiveUnequipped(scheduler: Scheduler, session: Session): void {
  for (const [job, equipment] of session.equipment) {
    if (equipment !== "unequipped") continue;
    session.equipment.delete(job);
    job.loading.unable.delete(session.id);
  }
  noteEquippable(scheduler);
}
