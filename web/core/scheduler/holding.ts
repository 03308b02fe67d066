import { holds } from "./holders.ts";
import type { SchedulerSettings } from "./settings.ts";
import { isOnceOnly, isOver, type Job, type Lease, type Scheduler, type Session } from "./state.ts";

/*
 * How long a volunteer may hold a task without an answer, by the coordinator's clock: whether its heartbeats come or not, and whatever
 * else it answers.
 *
 * A volunteer's tasks stand in a line: its leases in the order of their grants, and the tasks of each in their order. Slots take
 * them from the front. So the first unanswered task of a lease has begun by the time at which a task ahead of it was last answered, or
 * one ahead of it has: the line moves again as soon as that is answered. A lease therefore ends at the latest
 *
 *     leaseFloorMs + turns × longest   after its line has moved last,
 *
 * - its line moves when it is granted, and whenever a task ahead of its first unanswered one is answered; answers to tasks behind that one
 *   move nothing. A piece of an input that the volunteer was not sent before moves all its lines: slots wait for what is on its way;
 * - `longest` is what a slot may be at one task of any of its leases: the job's time limit, and twice that in a lease of several tasks,
 *   since a hang among them is noticed first and then located by computing them again, one by one; and twice as long while the volunteer
 *   has answered nothing of the job over this link, since to load the program may take a time limit each time, too;
 * - `turns` is 1, and 2 where a slot may be at a task beside the line first: of another job, or of a former link.
 *
 * A task that is leased at most once stands in no line that others wait in: it keeps a slot, and they have the other slots.
 */

/** Milliseconds that a slot of the volunteer may be at one task of a batch of so many, the loading of its program included. */
function longestOf(job: Job, { stints }: Session, tasks: number): number {
  const isLoaded = (stints.get(job)?.speed.samples ?? 0) > 0;
  return job.options.timeLimitMs * (tasks > 1 ? 2 : 1) * (isLoaded ? 1 : 2);
}

/** Milliseconds that a lease of so many tasks is held where its line does not move and nothing else is in the volunteer's hands. */
export function mostHeldMs({ leaseFloorMs }: SchedulerSettings, job: Job, session: Session, tasks: number): number {
  return leaseFloorMs + longestOf(job, session, tasks);
}

/**
 * Milliseconds that a lease of the volunteer is held where its line does not move. `all`: of a lease that is to have a slot to itself;
 * `in-line`: of all others, which wait for the other slots.
 */
export function heldMs({ leaseFloorMs }: SchedulerSettings, session: Session, behind: "in-line" | "all"): number {
  const { leases, equipment } = session;
  let longest = 0;
  let turns = 1;
  let first: Job | null = null;
  for (const { job, indices } of leases) {
    if (behind === "in-line" && isOnceOnly(job)) continue;
    longest = Math.max(longest, longestOf(job, session, indices.length));
    first ??= job;
    if (job !== first) turns = 2;
  }
  for (const [job, state] of equipment) {
    if (state !== "computing" || isOver(job)) continue;
    longest = Math.max(longest, longestOf(job, session, 2));
    turns = 2;
  }
  return leaseFloorMs + turns * longest;
}

/** When the lease's line has moved last. */
export function movedAt({ session, lineMovedAt }: Lease): number {
  return Math.max(lineMovedAt, session.pieceSentAt);
}

/** The first unanswered task of the lease is out of the volunteer's hands: the next one is the first now. */
export function moveHead(scheduler: Scheduler, lease: Lease): void {
  const { indices } = lease;
  while (lease.head < indices.length && !holds(lease, indices[lease.head] ?? 0)) lease.head += 1;
  moveLine(scheduler, lease);
}

/** A task of the lease was answered: all later leases of the volunteer come nearer. `lease`: null for a task of a former link, which had a slot as well. */
export function moveLinesBehind(scheduler: Scheduler, { leases }: Session, lease: Lease | null): void {
  for (const behind of leases) if (lease === null || behind.id > lease.id) moveLine(scheduler, behind);
}

/** What was held back by the line alone is renewed: the next heartbeat may come too late. */
function moveLine({ now, settings }: Scheduler, lease: Lease): void {
  lease.lineMovedAt = now;
  lease.deadline = Math.max(lease.deadline, lease.namedAt + settings.leaseFloorMs);
}
