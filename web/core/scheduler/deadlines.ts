import { giveLeaseBack, orderRecall, tasksInHand } from "./leases.ts";
import { judgePath } from "./path-health.ts";
import { changeAvailability, giveUpLink, restVolunteer, watchSilence } from "./presence.ts";
import { isOnceOnly, type Deadline, type Lease, type Scheduler } from "./state.ts";
import { judgeFetching } from "./equipping.ts";

export function passDeadline(scheduler: Scheduler, due: Deadline, now: number): void {
  switch (due.type) {
    case "lease": {
      const lease = scheduler.leases.get(due.lease);
      if (lease === undefined) return;
      if (now < lease.deadline) scheduler.deadlines.set(due, lease.deadline);
      else expire(scheduler, lease, now);
      return;
    }
    case "silence": {
      const session = scheduler.sessions.get(due.volunteer);
      if (session === undefined || session.presence === "suspect") return;
      if (now < session.lastHeardAt + scheduler.settings.suspectAfterMs) {
        watchSilence(scheduler, session);
        return;
      }
      changeAvailability(scheduler, session, () => {
        session.presence = "suspect";
      });
      scheduler.effects.push({
        type: "explain",
        explanation: {
          type: "suspected",
          volunteer: session.id,
          silentMs: now - session.lastHeardAt,
          tasks: tasksInHand(session),
        },
      });
      return;
    }
    case "path": {
      const session = scheduler.sessions.get(due.volunteer);
      if (session !== undefined) judgePath(scheduler, session, now);
      return;
    }
    case "rest": {
      const session = scheduler.sessions.get(due.volunteer);
      if (session?.presence !== "resting") return;
      changeAvailability(scheduler, session, () => {
        session.presence = "present";
      });
      return;
    }
    case "fetch": {
      const session = scheduler.sessions.get(due.volunteer);
      if (session !== undefined) judgeFetching(scheduler, session);
      return;
    }
    case "tail":
      // Every event looks at the end of running jobs: that the alarm rang is enough.
      return;
  }
}

function expire(scheduler: Scheduler, lease: Lease, now: number): void {
  const { job, session } = lease;
  if (isOnceOnly(job)) {
    giveLeaseBack(scheduler, lease, "expired");
    restVolunteer(scheduler, session, "lease-expired", now);
    // A recall ends no run that has begun: this one would keep its slot and meet its successors. It ends with its link.
    giveUpLink(scheduler, session, "lease-expired", now);
    return;
  }
  // For a tab that wakes: it drops what it has not started. What it finishes comes too late and changes nothing.
  orderRecall(scheduler, lease, lease.outstanding);
  const { first, count } = giveLeaseBack(scheduler, lease, "expired");
  restVolunteer(scheduler, session, "lease-expired", now);
  if (count === 0) return;
  const silentMs = now - session.lastHeardAt;
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "lease-expired", job: job.id, volunteer: session.id, silentMs, first, count },
  });
}
