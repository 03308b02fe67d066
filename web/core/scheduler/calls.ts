import { standingOf } from "./acceptance.ts";
import type { SchedulerEvent } from "./events.ts";
import { holds } from "./holders.ts";
import { dismissVolunteer } from "./presence.ts";
import type { Lease, Scheduler, Session } from "./state.ts";
import { taskStates } from "./tasks.ts";

type TaskCalled = Extract<SchedulerEvent, { type: "task-called" }>;

/** Lets a call through where its attempt counts. One that comes too late is fenced, and one that came twice changes nothing. */
export function admitCall(scheduler: Scheduler, session: Session, event: TaskCalled): void {
  const found = standingOf(scheduler, session, event);
  const breach = found.type === "forged" ? found.reason : found.type === "live" ? findBreach(found.lease, event) : null;
  if (breach !== null) {
    dismissVolunteer(scheduler, session, breach);
    return;
  }
  const { job, task, epoch, lease: id, call } = event;
  const name = { volunteer: session.id, epoch, lease: id, job, task, call };
  // Another copy may have settled the task, which this one computes in vain.
  if (found.type !== "live" || !holds(found.lease, task) || found.lease.job.tasks.state(task) !== taskStates.leased) {
    scheduler.effects.push({ type: "fence-call", ...name });
    return;
  }
  const { lease } = found;
  lease.callers ??= new Map();
  if (call <= (lease.callers.get(task) ?? 0)) return;
  lease.callers.set(task, call);
  scheduler.effects.push({ type: "pass-call", ...name, received: event.received, request: event.request });
}

/** Why no honest volunteer has sent this; null if one may have. */
function findBreach(lease: Lease, { job, task }: TaskCalled): string | null {
  if (job !== lease.job.id) return `lease ${lease.id} has no task of job ${job}`;
  return holds(lease, task) || lease.indices.includes(task) ? null : `lease ${lease.id} does not have task ${task}`;
}
