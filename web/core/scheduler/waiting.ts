import type { Feature } from "../job/features.ts";
import { asksNothing, isEquipped, offersNeeds } from "./equipment.ts";
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

/** Whether a volunteer that computes is there for the job: one with its features, which has fetched its blobs. */
function mayBeComputed(scheduler: Scheduler, job: Job): boolean {
  if (scheduler.computing === 0 || asksNothing(job)) return scheduler.computing > 0;
  for (const session of scheduler.sessions.values()) if (session.mayCompute && isEquipped(job, session)) return true;
  return false;
}

/** What keeps all volunteers that compute from the job: the features that none of them offers, or all if each offers some. */
function lackedBy(scheduler: Scheduler, job: Job): readonly Feature[] {
  if (job.needs.length === 0) return [];
  const offered = new Set<Feature>();
  for (const session of scheduler.sessions.values()) {
    if (!session.mayCompute) continue;
    if (offersNeeds(job, session)) return [];
    for (const feature of session.features) offered.add(feature);
  }
  const lacked = job.needs.filter((need) => !offered.has(need));
  return lacked.length > 0 ? lacked : job.needs;
}

/** Says so where the job begins or ceases to wait for volunteers, or waits for want of something else. Results on their way to the record need none. */
export function noteWaiting(scheduler: Scheduler, job: Job): void {
  const hasWork = job.tasks.open > 0 || !job.isSealed;
  const isWaiting = job.phase === "running" && hasWork && !mayBeComputed(scheduler, job);
  const lacks = isWaiting ? lackedBy(scheduler, job) : [];
  if (isWaiting === job.isWaiting && lacks.join() === job.lacks.join()) return;
  job.isWaiting = isWaiting;
  job.lacks = lacks;
  scheduler.effects.push({ type: "job-waits", job: job.id, isWaiting, lacks });
}
