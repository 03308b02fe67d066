import { isEquipped } from "./equipment.ts";
import type { Job, Scheduler, Session } from "./state.ts";

/**
 * Counts the volunteer among those that may compute, or no longer. One that has paused may still end what it runs, and one
 * that rests after a setback takes work again by itself. What a silent one has in hand counts for nothing until it is heard
 * again.
 */
export function countComputing(scheduler: Scheduler, session: Session): void {
  const { presence, paused, leases } = session;
  const isThere = scheduler.sessions.get(session.id) === session;
  const mayCompute = isThere && presence !== "suspect" && (!paused || leases.size > 0);
  scheduler.computing += Number(mayCompute) - Number(session.mayCompute);
  session.mayCompute = mayCompute;
}

/** Whether a volunteer that computes is there for the job. One that fetches the job's blobs is not yet. */
function mayBeComputed(scheduler: Scheduler, job: Job): boolean {
  if (scheduler.computing === 0 || !job.hasBlobs) return scheduler.computing > 0;
  for (const session of scheduler.sessions.values()) if (session.mayCompute && isEquipped(job, session)) return true;
  return false;
}

/** Says so where the job begins or ceases to wait for volunteers. Results on their way to the record need none. */
export function noteWaiting(scheduler: Scheduler, job: Job): void {
  const hasWork = job.tasks.open > 0 || !job.isSealed;
  const isWaiting = job.phase === "running" && hasWork && !mayBeComputed(scheduler, job);
  if (isWaiting === job.isWaiting) return;
  job.isWaiting = isWaiting;
  scheduler.effects.push({ type: "job-waits", job: job.id, isWaiting });
}
