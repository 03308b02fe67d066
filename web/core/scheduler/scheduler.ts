import type { CommitId, JobId } from "../ids.ts";
import { acceptResults } from "./acceptance.ts";
import { acknowledge, releaseAcknowledgements } from "./acknowledgement.ts";
import { refreshAlarm, takePassed } from "./alarm.ts";
import { admitCall } from "./calls.ts";
import { passDeadline } from "./deadlines.ts";
import { dispatch } from "./dispatch.ts";
import type { SchedulerEffect } from "./effects.ts";
import { equipVolunteers, noteEquipped, noteFetching, noteUnequipped } from "./equipping.ts";
import type { SchedulerEvent } from "./events.ts";
import {
  cancelJob,
  deleteSetAside,
  dropIfForgotten,
  endJobEarly,
  endJobIfComplete,
  forgetJob,
  pauseJob,
  restoreJob,
  resumeJob,
  satisfyJob,
  submitJob,
} from "./job-life.ts";
import { addTasks, askForTasks, failSource, sealJob } from "./growth.ts";
import { failInputs, loseInput, takeInputs } from "./input-loads.ts";
import { changePath } from "./path-health.ts";
import { changeLimits, joinVolunteer, endSession, endSuspicion } from "./presence.ts";
import { renewLeases, takeTasksBack } from "./renewal.ts";
import type { Job, Scheduler, Session } from "./state.ts";
import { rankHungry } from "./leases.ts";
import { settleDoubted } from "./doubted-tasks.ts";
import { relieveTail } from "./tail.ts";
import { noteWaiting } from "./waiting.ts";

/** Volunteers without work that one event looks at in vain before it stops looking for work for them. */
const idleExamined = 2;

/**
 * The only way to change a scheduler: takes a fact and gives the orders that follow, in the order in which they
 * are to be carried out. A stale answer changes no task; one that no honest tab can have sent leads to `dismiss`.
 *
 * @throws Error where the caller breaks its side: an unknown job or commit, an id used twice.
 */
export function handle(scheduler: Scheduler, event: SchedulerEvent): readonly SchedulerEffect[] {
  scheduler.effects = [];
  scheduler.now = event.now;
  const concerned = apply(scheduler, event);
  equipVolunteers(scheduler);
  dispatch(scheduler, concerned, event.now);
  relieveIdle(scheduler, concerned, event.now);
  for (const job of scheduler.running) {
    settleDoubted(scheduler, job);
    noteWaiting(scheduler, job);
    askForTasks(scheduler, job);
  }
  refreshAlarm(scheduler);
  return scheduler.effects;
}

/** Changes the state by the event. Gives the volunteer that is to be served first: the one that the event is about. */
function apply(scheduler: Scheduler, event: SchedulerEvent): Session | null {
  switch (event.type) {
    case "job-submitted":
      submitJob(scheduler, event);
      return null;
    case "job-restored":
      restoreJob(scheduler, event);
      return null;
    case "job-paused":
      pauseJob(scheduler, knownJob(scheduler, event.job));
      return null;
    case "job-resumed":
      resumeJob(scheduler, knownJob(scheduler, event.job));
      return null;
    case "job-forgotten":
      forgetJob(scheduler, knownJob(scheduler, event.job));
      return null;
    case "job-set-aside":
      scheduler.setAside.add(event.job);
      return null;
    case "set-aside-deleted":
      deleteSetAside(scheduler, event.job);
      return null;
    case "job-cancelled":
      cancelJob(scheduler, knownJob(scheduler, event.job));
      return null;
    case "job-satisfied":
      satisfyJob(scheduler, knownJob(scheduler, event.job), event.task, event.rule);
      return null;
    case "volunteer-joined":
      return joinVolunteer(scheduler, event);
    case "volunteer-left":
      endSession(scheduler, event.volunteer, event.departure);
      return null;
    case "path-changed": {
      const session = scheduler.sessions.get(event.volunteer);
      if (session !== undefined) changePath(scheduler, session, event.path, event.now);
      return null;
    }
    case "inputs-ready":
      return takeInputs(scheduler, event);
    case "inputs-failed": {
      const stuck = failInputs(scheduler, event);
      if (stuck !== null) pauseJob(scheduler, stuck);
      return null;
    }
    case "input-lost": {
      const stuck = loseInput(scheduler, event);
      if (stuck !== null) pauseJob(scheduler, stuck);
      return null;
    }
    case "piece-sent":
      noteFetching(scheduler, event.volunteer);
      return null;
    case "tasks-added":
      addTasks(scheduler, event);
      return null;
    case "job-sealed":
      sealJob(scheduler, event);
      return null;
    case "source-failed":
      failSource(scheduler, event);
      return null;
    case "tasks-let-go":
      scheduler.jobs.get(event.job)?.tasks.letGo(event.before);
      return null;
    case "results-committed":
      settleCommit(scheduler, event.commit);
      return null;
    case "time-left-out":
      scheduler.leftOutMs += event.ms;
      return null;
    case "alarm-rang":
      scheduler.alarmAt = null;
      for (let due = takePassed(scheduler, event.now); due !== null; due = takePassed(scheduler, event.now)) {
        passDeadline(scheduler, due, event.now);
      }
      return null;
    case "tasks-returned":
      // Tasks given back are for other volunteers first.
      applyVolunteerFact(scheduler, event);
      return null;
    case "limits-changed":
    case "heartbeat-arrived":
    case "results-arrived":
    case "task-called":
    case "volunteer-equipped":
    case "volunteer-unequipped":
      return applyVolunteerFact(scheduler, event);
  }
}

type Heard = Extract<
  SchedulerEvent,
  {
    type:
      | "limits-changed"
      | "heartbeat-arrived"
      | "results-arrived"
      | "task-called"
      | "tasks-returned"
      | "volunteer-equipped"
      | "volunteer-unequipped";
  }
>;

/** Applies what a volunteer says. Ignored if it has left meanwhile: its leases ended with its session. */
function applyVolunteerFact(scheduler: Scheduler, event: Heard): Session | null {
  const session = scheduler.sessions.get(event.volunteer);
  if (session === undefined) return null;
  session.lastHeardAt = event.now;
  if (session.presence === "suspect") endSuspicion(scheduler, session, event.now);
  switch (event.type) {
    case "limits-changed":
      changeLimits(scheduler, session, event.slots, event.paused);
      break;
    case "heartbeat-arrived":
      renewLeases(scheduler, session, event);
      break;
    case "results-arrived":
      acceptResults(scheduler, session, event);
      break;
    case "task-called":
      admitCall(scheduler, session, event);
      break;
    case "tasks-returned":
      takeTasksBack(scheduler, session, event);
      break;
    case "volunteer-equipped":
      noteEquipped(scheduler, session, event.job);
      break;
    case "volunteer-unequipped":
      noteUnequipped(scheduler, session, event.job, event.reason);
      break;
  }
  return session;
}

function knownJob(scheduler: Scheduler, id: JobId): Job {
  const job = scheduler.jobs.get(id);
  if (job === undefined) throw new Error(`there is no job ${id}: it was never submitted, or has been dropped`);
  return job;
}

function settleCommit(scheduler: Scheduler, id: CommitId): void {
  const commit = scheduler.commits.get(id);
  if (commit === undefined) throw new Error(`there is no commit ${id} to be answered`);
  scheduler.commits.delete(id);
  const { job, sent, settled, failures, endedBy } = commit;
  job.openCommits -= 1;
  const done = settled.length - failures;
  for (let at = 0; at < settled.length; at += 1) {
    const task = settled[at] ?? 0;
    if (at < done) job.tasks.commitDone(task);
    else job.tasks.commitFailed(task);
  }
  if (sent !== null) acknowledge(scheduler, sent);
  releaseAcknowledgements(scheduler);
  if (endedBy !== null) endJobEarly(scheduler, job, endedBy, null);
  endJobIfComplete(scheduler, job);
  dropIfForgotten(scheduler, job);
}

/** Finds work for volunteers without any, the fastest first: a copy must overtake its straggler. Then for the event's own one. */
function relieveIdle(scheduler: Scheduler, concerned: Session | null, now: number): void {
  if (scheduler.hungry.size === 0 || scheduler.running.length === 0) return;
  const inVain: Session[] = [];
  while (inVain.length < idleExamined) {
    const session = scheduler.fastestHungry.first((one) => !inVain.includes(one), idleExamined);
    if (session === undefined) break;
    if (relieveTail(scheduler, session, now)) continue;
    inVain.push(session);
    rankHungry(scheduler, session);
  }
  if (concerned !== null && !inVain.includes(concerned)) relieveTail(scheduler, concerned, now);
}
