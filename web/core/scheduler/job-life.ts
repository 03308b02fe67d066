import { isVolunteerId, type JobId } from "../ids.ts";
import type { CloseReason, EndRule } from "../job/job.ts";
import type { SchedulerEvent } from "./events.ts";
import { failAllAsLost } from "./deaths.ts";
import { callOffLoad } from "./input-loads.ts";
import { giveLeaseBack, recallLease, refreshAppetite } from "./leases.ts";
import { forgetStint } from "./speeds.ts";
import {
  createJob,
  isOnceOnly,
  isOver,
  type EndPhase,
  type Job,
  type JobPhase,
  type Scheduler,
  type Session,
} from "./state.ts";
import { taskStates } from "./tasks.ts";
import { restoreAnswered } from "./trust.ts";
import { noteWaiting } from "./waiting.ts";
import { forgiveUnequipped } from "./equipment.ts";

/** From each phase the ones that may follow. */
const followers: Readonly<Record<JobPhase, readonly JobPhase[]>> = {
  running: ["paused", "done", "cancelled", "stopped", "ended-early"],
  paused: ["running", "done", "cancelled", "stopped", "ended-early"],
  done: [],
  cancelled: [],
  stopped: [],
  "ended-early": [],
};

/** @throws Error where the phases do not follow one another: a bug of the scheduler, never of a message. */
function enterPhase(job: Job, phase: JobPhase): void {
  if (!followers[job.phase].includes(phase)) {
    const { done, failed, leased, pending } = job.tasks;
    const counts = `${done} done, ${failed} failed, ${leased} leased, ${pending} pending`;
    throw new Error(`job ${job.id} cannot go from ${job.phase} to ${phase} (${counts})`);
  }
  job.phase = phase;
}

export function submitJob(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "job-submitted" }>): void {
  if (scheduler.jobs.has(event.job)) throw new Error(`job ${event.job} has been submitted before`);
  const job = createJob(event);
  scheduler.jobs.set(job.id, job);
  startRunning(scheduler, job);
  endJobIfComplete(scheduler, job);
}

/**
 * Takes over a job of an earlier epoch. Tasks on record stay so; all others are pending, though a tab may compute them still, or lost,
 * where none may be executed a second time.
 */
export function restoreJob(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "job-restored" }>): void {
  if (scheduler.jobs.has(event.job)) throw new Error(`job ${event.job} has been submitted before`);
  scheduler.setAside.delete(event.job);
  const job = createJob({ ...event, restoredTotal: event.total });
  const { indices, volunteers, runtimesMs, attempts, failed } = event.records;
  for (let at = 0; at < indices.length; at += 1) {
    const runtimeMs = Math.min(runtimesMs[at] ?? 0, event.options.timeLimitMs);
    job.tasks.restore(indices[at] ?? 0, {
      volunteer: volunteers[at] ?? 0,
      runtimeMs,
      attempts: attempts[at] ?? 0,
      isFailed: failed[at] === 1,
    });
    if (failed[at] === 1) continue;
    const by = volunteers[at];
    job.times.addRuntime(by ?? 0, runtimeMs);
    if (isVolunteerId(by)) restoreAnswered(job, by, event.now);
  }
  for (const task of event.records.skipped) job.tasks.skip(task);
  // A failed task is no proof: volunteers may have been lost with it before its program had loaded.
  job.loading.hasLoaded = failed.includes(0);
  scheduler.jobs.set(job.id, job);
  if (event.paused) enterPhase(job, "paused");
  else startRunning(scheduler, job);
  // The page may have gone before the end that follows from the record was on it.
  if (event.records.endedBy !== null) endJobEarly(scheduler, job, event.records.endedBy, null);
  if (isOnceOnly(job) && !isOver(job)) failAllAsLost(scheduler, job);
  endJobIfComplete(scheduler, job);
}

/**
 * Has the job begin level with the job of its priority served least: starting at zero it would have the whole room until it caught
 * up, and level with another priority it would wait or have the room for that. Where all its equals are idle it begins level with
 * the one served most: behind it, that one would wait on coming back until the job had caught up.
 */
export function levelWithEquals(scheduler: Scheduler, job: Job): void {
  const equals = scheduler.running.filter((other) => other !== job && other.options.priority === job.options.priority);
  const atWork = equals.filter(({ tasks }) => tasks.open > 0);
  const level =
    atWork.length > 0
      ? Math.min(...atWork.map(({ servedMs }) => servedMs))
      : Math.max(0, ...equals.map(({ servedMs }) => servedMs));
  // Never less than it was served: one that is idle again and again would have more than its share.
  job.servedMs = Math.max(job.servedMs, level);
}

/** Puts the job behind those of its priority. */
function startRunning(scheduler: Scheduler, job: Job): void {
  levelWithEquals(scheduler, job);
  const lower = scheduler.running.findIndex((other) => other.options.priority < job.options.priority);
  scheduler.running.splice(lower === -1 ? scheduler.running.length : lower, 0, job);
  job.isToEquip = job.hasBlobs;
}

function stopRunning(scheduler: Scheduler, job: Job): void {
  const at = scheduler.running.indexOf(job);
  if (at !== -1) scheduler.running.splice(at, 1);
  noteWaiting(scheduler, job);
}

/** Recalls what no slot has started. Running tasks may end, and no others start: one that keeps a slot has begun, or is about to. */
export function pauseJob(scheduler: Scheduler, job: Job): void {
  if (job.phase !== "running") return;
  enterPhase(job, "paused");
  stopRunning(scheduler, job);
  for (const lease of job.leases) {
    if (!lease.recalled && !isOnceOnly(job)) recallLease(scheduler, lease, lease.outstanding, "job-paused");
  }
}

export function resumeJob(scheduler: Scheduler, job: Job): void {
  if (job.phase !== "paused") return;
  enterPhase(job, "running");
  startRunning(scheduler, job);
}

export function cancelJob(scheduler: Scheduler, job: Job): void {
  if (isOver(job)) return;
  closeJob(scheduler, job, "cancelled");
}

/** Ends the job because its program loads nowhere. Results on record stay. */
export function stopJob(scheduler: Scheduler, job: Job, error: Uint8Array): void {
  closeJob(scheduler, job, "stopped");
  scheduler.effects.push({ type: "job-stopped", job: job.id, error });
}

/** Ends all leases of the job and has every volunteer close it. */
function closeJob(scheduler: Scheduler, job: Job, phase: EndPhase): void {
  enterPhase(job, phase);
  stopRunning(scheduler, job);
  for (const load of scheduler.loads.values()) if (load.job === job) callOffLoad(scheduler, load);
  for (const lease of job.leases) {
    const { first, count } = giveLeaseBack(scheduler, lease, "job-over");
    if ((phase !== "cancelled" && phase !== "ended-early") || count === 0) continue;
    scheduler.effects.push({
      type: "explain",
      explanation: { type: `job-${phase}`, job: job.id, volunteer: lease.session.id, first, count },
    });
  }
  for (const session of scheduler.sessions.values()) {
    const wasTold = session.equipment.delete(job);
    if (!forgetStint(job, session) && !wasTold) continue;
    scheduler.effects.push({ type: "send-close-job", volunteer: session.id, job: job.id, why: closeReason(job) });
    forgiveUnequipped(scheduler, session);
    refreshAppetite(scheduler, session);
  }
  job.tail = null;
  job.histories.clear();
  job.doubted.clear();
  job.losses.clear();
  job.tallies.clear();
  job.byScore.clear();
  job.away.clear();
  scheduler.deadlines.delete(job.tailLook);
}

/** Has the volunteer close a job that is over, or that the scheduler does not know: it may have been away when the job was closed. */
export function closeForLatecomer(scheduler: Scheduler, session: Session, id: JobId): void {
  // The next start of the room may be able to read it, and takes its results then.
  if (scheduler.setAside.has(id)) return;
  const job = scheduler.jobs.get(id);
  const why = job === undefined ? "over" : closeReason(job);
  scheduler.effects.push({ type: "send-close-job", volunteer: session.id, job: id, why });
  forgiveUnequipped(scheduler, session);
}

/** No start of the room will read the job any more: volunteers close it, and forget the results that they keep for it. */
export function deleteSetAside(scheduler: Scheduler, id: JobId): void {
  if (!scheduler.setAside.delete(id)) return;
  for (const session of scheduler.sessions.values()) closeForLatecomer(scheduler, session, id);
}

/** What volunteers are told of a job that is over. */
function closeReason({ phase }: Pick<Job, "phase">): CloseReason {
  return phase === "cancelled" || phase === "ended-early" ? phase : "over";
}

/** @throws Error where the task has no value on record: no rule can have been applied to one. */
export function satisfyJob(scheduler: Scheduler, job: Job, task: number, rule: EndRule): void {
  if (isOver(job)) return;
  const state = task < job.tasks.total ? job.tasks.state(task) : null;
  if (state !== taskStates.done) throw new Error(`task ${task} of job ${job.id} satisfies a rule in state ${state}`);
  endJobEarly(scheduler, job, task, rule);
}

/**
 * Ends the job with the task's result, which is on record and says so, or satisfies the rule. Has no effect on a job that is
 * over: the first such result on record ends it. A job whose tasks all have a result ends as any other.
 */
export function endJobEarly(scheduler: Scheduler, job: Job, task: number, rule: EndRule | null): void {
  if (isOver(job) || (job.isSealed && job.tasks.open === 0)) return;
  closeJob(scheduler, job, "ended-early");
  job.tasks.endEarly();
  scheduler.effects.push({ type: "job-ended-early", job: job.id, task, rule, notNeeded: job.tasks.notNeeded });
}

export function endJobIfComplete(scheduler: Scheduler, job: Job): void {
  if (isOver(job) || !job.isSealed) return;
  const { done, failed, skipped, settled, total } = job.tasks;
  if (settled < total) return;
  closeJob(scheduler, job, "done");
  scheduler.effects.push({ type: "job-ended", job: job.id, done, failed, skipped });
}

/** Frees the job's columns, at once or with its last open commit. @throws Error where the job is not over. */
export function forgetJob(scheduler: Scheduler, job: Job): void {
  if (!isOver(job)) throw new Error(`job ${job.id} is not over yet: it is ${job.phase}`);
  job.isForgotten = true;
  dropIfForgotten(scheduler, job);
}

export function dropIfForgotten(scheduler: Scheduler, job: Job): void {
  if (!job.isForgotten || job.openCommits > 0) return;
  scheduler.jobs.delete(job.id);
  scheduler.effects.push({ type: "job-dropped", job: job.id });
}
