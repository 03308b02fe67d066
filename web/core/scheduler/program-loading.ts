import { candidates, isEquipped, isFetched } from "./equipment.ts";
import { isOver, type Job, type Lease, type Scheduler, type Session } from "./state.ts";
import { stopJob } from "./job-life.ts";

/**
 * Whether the volunteer may be given tasks of the job: not before it has the job's blobs, and not if the program does not
 * load there. While the program has loaded nowhere and every available volunteer has tried, each may try again.
 */
export function mayLoad(scheduler: Scheduler, job: Job, session: Session): boolean {
  if (!isEquipped(job, session)) return false;
  const { hasLoaded, unable } = job.loading;
  return !unable.has(session.id) || (!hasLoaded && unable.size >= candidates(scheduler, job));
}

/** Notes that a volunteer has executed the program: where it does not load, that volunteer's browser is at fault. */
export function noteLoaded(scheduler: Scheduler, job: Job): void {
  if (job.loading.hasLoaded) return;
  job.loading.hasLoaded = true;
  for (const volunteer of job.loading.unable) {
    // That its blobs could not be had was explained then.
    if (scheduler.sessions.get(volunteer)?.equipment.get(job) === "unequipped") continue;
    scheduler.effects.push({ type: "explain", explanation: { type: "cannot-load", job: job.id, volunteer } });
  }
}

/** Notes that the program does not load on the lease's volunteer, whose tab gives back all that it has of the job. */
export function noteNotLoaded(scheduler: Scheduler, { job, session }: Lease): void {
  const { loading } = job;
  loading.failures += 1;
  for (const held of session.leases) if (held.job === job) held.excused = true;
  const isKnown = loading.unable.has(session.id);
  loading.unable.add(session.id);
  if (isKnown || !loading.hasLoaded) return;
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "cannot-load", job: job.id, volunteer: session.id },
  });
}

/**
 * Stops a job whose program has loaded nowhere, after either of two: it failed to load on several volunteers, at least half
 * of those available (the first to answer may have the oldest browsers); or it failed several times on all of them. Volunteers
 * that still fetch the job's blobs are waited for: those that cannot have them always answer first.
 */
export function stopIfLoadedNowhere(scheduler: Scheduler, job: Job, error: Uint8Array): void {
  const { hasLoaded, failures, unable } = job.loading;
  const { volunteersToStop, failuresToStop } = scheduler.settings;
  // Volunteers that have left say nothing about those in the room.
  const present = [...unable].filter((id) => scheduler.sessions.has(id)).length;
  const available = candidates(scheduler, job);
  const isCommon = unable.size >= volunteersToStop && 2 * present >= available;
  const isLasting = failures >= failuresToStop && present >= available;
  if (hasLoaded || isOver(job) || isFetched(scheduler, job)) return;
  if (isCommon || isLasting) stopJob(scheduler, job, error.slice());
}
