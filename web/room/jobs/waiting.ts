import type { Job, Scheduler, Session } from "../../core/scheduler/state.ts";

/**
 * Whether the job runs on record while no volunteer computes it or could be given its tasks: nobody is in, or those that
 * are have paused or fallen silent. Its clock stands meanwhile, or the time it took would say nothing of the job.
 */
export function isWaiting(scheduler: Scheduler, job: Job): boolean {
  // What has been computed is on its way to the record, which needs no volunteer.
  if (job.phase !== "running" || job.tasks.open === 0) return false;
  // Most of the time: the rest looks at each volunteer.
  if (scheduler.available > 0) return false;
  return ![...scheduler.sessions.values()].some(mayCompute);
}

/**
 * A volunteer that has paused may still end what it runs, and one that rests after a setback takes work again by itself.
 * What one that is silent has in hand counts for nothing until it is heard again.
 */
function mayCompute({ presence, paused, leases }: Session): boolean {
  return presence !== "suspect" && (!paused || leases.size > 0);
}
