import { isOver, type Job, type Lease, type Scheduler, type Session } from "./state.ts";
import { stop } from "./job-life.ts";

/**
 * Whether to give the volunteer tasks of the job: not where the program does not load there. While it has loaded nowhere and
 * nobody else is left to try, it may try again.
 */
export function mayLoad(scheduler: Scheduler, job: Job, session: Session): boolean {
  const { hasLoaded, unable } = job.loading;
  return !unable.has(session.id) || (!hasLoaded && unable.size >= scheduler.available);
}

/** The program has been executed by a volunteer: where it does not load, that volunteer's browser is at fault. */
export function noteLoaded(scheduler: Scheduler, job: Job): void {
  if (job.loading.hasLoaded) return;
  job.loading.hasLoaded = true;
  for (const volunteer of job.loading.unable) {
    scheduler.effects.push({ type: "explain", explanation: { type: "cannot-load", job: job.id, volunteer } });
  }
}

/** The program does not load on the lease's volunteer, which gives back all that it has of the job. */
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
 * Stops a job whose program has loaded nowhere: after it did not on several volunteers, who are half of those available at
 * least, since the first to answer may be the oldest browsers; or several times on all that there are.
 */
export function stopIfLoadedNowhere(scheduler: Scheduler, job: Job, error: Uint8Array): void {
  const { hasLoaded, failures, unable } = job.loading;
  const { volunteersToStop, failuresToStop } = scheduler.settings;
  // Those that have left say nothing of those that are there.
  const present = [...unable].filter((id) => scheduler.sessions.has(id)).length;
  const isCommon = unable.size >= volunteersToStop && 2 * present >= scheduler.available;
  const isLasting = failures >= failuresToStop && present >= scheduler.available;
  if (!hasLoaded && !isOver(job) && (isCommon || isLasting)) stop(scheduler, job, error.slice());
}
