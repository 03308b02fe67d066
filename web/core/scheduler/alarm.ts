import type { Deadline, Job, Scheduler } from "./state.ts";

export function addDeadline(scheduler: Scheduler, at: number, deadline: Deadline): void {
  scheduler.deadlines.push(at, deadline);
}

/** The next deadline that has passed, taken off; its owner checks whether it has moved meanwhile. */
export function takePassed(scheduler: Scheduler, now: number): Deadline | null {
  const next = scheduler.deadlines.peek();
  if (next === undefined || next.key > now) return null;
  scheduler.deadlines.pop();
  return next.value;
}

/** Whether nobody waits for it any longer. */
function isMoot(scheduler: Scheduler, deadline: Deadline): boolean {
  switch (deadline.type) {
    case "lease":
      return scheduler.leases.get(deadline.lease.id) !== deadline.lease;
    case "silence":
    case "path":
    case "rest":
      return scheduler.sessions.get(deadline.session.id) !== deadline.session;
    case "tail":
      return deadline.job.phase === "done" || deadline.job.phase === "cancelled";
  }
}

/**
 * The one alarm never rings after the earliest deadline. It may ring before: that costs less than moving it with every
 * lease that ends.
 */
export function refreshAlarm(scheduler: Scheduler): void {
  const { deadlines, alarmAt } = scheduler;
  let next = deadlines.peek();
  while (next !== undefined && isMoot(scheduler, next.value)) {
    deadlines.pop();
    next = deadlines.peek();
  }
  const at = next?.key ?? null;
  if (at === alarmAt || (at !== null && alarmAt !== null && alarmAt < at)) return;
  scheduler.alarmAt = at;
  scheduler.effects.push({ type: "set-alarm", at });
}

/** Stragglers are looked at again at that time, or before. */
export function lookAgain(scheduler: Scheduler, job: Job, at: number): void {
  if (job.tailLookAt !== null && job.tailLookAt <= at) return;
  job.tailLookAt = at;
  addDeadline(scheduler, at, { type: "tail", job });
}
