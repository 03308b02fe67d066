import { standingOf } from "./acceptance.ts";
import { doubtEquipment } from "./equipping.ts";
import type { SchedulerEvent } from "./events.ts";
import { holds } from "./holders.ts";
import { isAvailable } from "./availability.ts";
import { heldMs, movedAt } from "./holding.ts";
import { giveTaskBack, loseTask, refreshAppetite } from "./leases.ts";
import { lendSlots } from "./earned-slots.ts";
import { dismissVolunteer, restVolunteer } from "./presence.ts";
import { isOnceOnly, type Lease, type Scheduler, type Session } from "./state.ts";
import { noteRecallable } from "./tail-order.ts";

/** Occasions in a row on which tasks may be given back with an excuse before it counts as unasked. */
const mostExcuses = 64;

/** Moves the deadlines of the leases that the heartbeat names, up to the time that each may be held. A lease lost on the way ends. */
export function renewLeases(
  scheduler: Scheduler,
  session: Session,
  event: Extract<SchedulerEvent, { type: "heartbeat-arrived" }>,
): void {
  const { settings } = scheduler;
  const mostMs = heldMs(settings, session, "in-line");
  const mostKeptMs = session.keptSlots === 0 ? mostMs : heldMs(settings, session, "all");
  for (const name of event.leases) {
    const found = standingOf(scheduler, session, name);
    if (found.type !== "live") continue;
    const { lease } = found;
    lease.namedAt = event.now;
    const latest = movedAt(lease) + (isOnceOnly(lease.job) ? mostKeptMs : mostMs);
    lease.deadline = Math.max(lease.deadline, Math.min(event.now + settings.leaseFloorMs, latest));
  }
  lendSlots(scheduler, session);
  refreshAppetite(scheduler, session);
}

export function takeTasksBack(
  scheduler: Scheduler,
  session: Session,
  event: Extract<SchedulerEvent, { type: "tasks-returned" }>,
): void {
  const found = standingOf(scheduler, session, event);
  if (found.type === "forged") {
    dismissVolunteer(scheduler, session, found.reason);
    return;
  }
  if (found.type === "stale") return;
  const { lease } = found;
  const { job } = lease;
  const unasked = !lease.recalled && !takeExcuse(scheduler, lease);
  if (lease.recalled) {
    lease.recalled = false;
    job.recalls -= 1;
  }
  let count = 0;
  for (const task of event.indices) {
    if (!holds(lease, task)) continue;
    if (isOnceOnly(job)) {
      loseTask(scheduler, lease, task, "returned");
      count += 1;
      continue;
    }
    job.tasks.uncountAttempt(task);
    if (giveTaskBack(scheduler, lease, task)) count += 1;
  }
  const [first] = event.indices;
  if (first === undefined || count === 0) return;
  if (!unasked && lease.outstanding > 1) noteRecallable(job, lease);
  if (unasked) {
    restVolunteer(scheduler, session, "gave-back-unasked", event.now);
    const stint = session.stints.get(job);
    if (stint !== undefined) stint.isTold = false;
    doubtEquipment(scheduler, job, session);
  }
  // The reason was explained when the program did not load, and with each task that failed by this.
  if (job.loading.unable.has(session.id) || isOnceOnly(job)) return;
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "returned", job: job.id, volunteer: session.id, first, count },
  });
}

/**
 * Whether the lease may be given back unasked. A person may take slots away or pause at any time, and all that the volunteer had by then
 * comes back on that one occasion; a tab that does nothing else hands the same tasks to and fro.
 */
function takeExcuse({ nextLease }: Scheduler, { id, excused, session }: Lease): boolean {
  if (id < session.excusedBefore) return true;
  if (!excused && isAvailable(session)) return false;
  session.excusedBefore = nextLease;
  session.excuses += 1;
  return session.excuses <= mostExcuses;
}
