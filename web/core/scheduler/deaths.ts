import { noVolunteer, type VolunteerId } from "../ids.ts";
import type { Loss } from "./explanation.ts";
import { commitFailures, giveUp, rememberAttempt } from "./failed-attempts.ts";
import type { Job, Lease, Scheduler } from "./state.ts";
import type { TaskFailure } from "./task-failure.ts";
import { taskStates } from "./tasks.ts";

const noError = new Uint8Array();

/** Notes that the volunteer died with the task in hand. A poison task is given up; its commit acknowledges no parcel. */
export function countDeath(scheduler: Scheduler, lease: Lease, task: number, atMost: number): void {
  const { job, session } = lease;
  if (job.tasks.state(task) !== taskStates.leased) return;
  const deaths = job.tasks.countDeath(task, atMost);
  if (lease.indices.length > scheduler.settings.suspectBatch) return;
  rememberAttempt(job, task, { volunteer: session.id, outcome: "lost", runtimeMs: 0, error: noError });
  const losses = job.losses.get(session.id);
  if (losses === undefined) job.losses.set(session.id, new Set([task]));
  else losses.add(task);
  if (deaths < scheduler.settings.deathsToPoison) return;
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "given-up", job: job.id, because: "poison", first: task, count: 1 },
  });
  commitFailures(scheduler, job, session.id, [giveUp(scheduler, job, session.id, task)]);
}

/** The task's only lease has ended without a result of it: it may have been executed, and fails. */
export function failAsLost(scheduler: Scheduler, { job, session }: Lease, task: number, because: Loss): void {
  const { id: volunteer } = session;
  rememberAttempt(job, task, { volunteer, outcome: "lost", runtimeMs: 0, error: noError });
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "lost-for-good", job: job.id, volunteer, because, first: task, count: 1 },
  });
  commitFailures(scheduler, job, volunteer, [giveUp(scheduler, job, volunteer, task)]);
}

/** Tasks whose failure one commit puts on record. */
const failedTogether = 8_192;

/** Fails all open tasks of a job that was begun in an earlier epoch: which of them were leased is on no record. */
export function failAllAsLost(scheduler: Scheduler, job: Job): void {
  const { tasks } = job;
  const { open } = tasks;
  let first: number | null = null;
  let failures: TaskFailure[] = [];
  for (let task = 0; task < tasks.total; task += 1) {
    if (tasks.state(task) !== taskStates.pending) continue;
    first ??= task;
    tasks.countAttempt(task);
    failures.push(giveUp(scheduler, job, noVolunteer, task));
    if (failures.length < failedTogether && tasks.open > 0) continue;
    commitFailures(scheduler, job, noVolunteer, failures);
    failures = [];
  }
  if (first === null) return;
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "lost-in-restart", job: job.id, first, count: open },
  });
}

/**
 * Takes back the deaths of a volunteer that comes back: it only slept or lost its network. So a laptop that is closed now and
 * then, or a whole class of them, poisons no task. Tasks that were given up meanwhile stay so.
 */
export function forgiveDeaths(scheduler: Scheduler, id: VolunteerId): void {
  for (const job of scheduler.jobs.values()) {
    const losses = job.losses.get(id);
    if (losses === undefined) continue;
    job.losses.delete(id);
    for (const task of losses) forgiveDeath(job, task, id);
  }
}

function forgiveDeath(job: Job, task: number, id: VolunteerId): void {
  const history = job.histories.get(task);
  if (history === undefined) return;
  const others = history.filter(({ volunteer, outcome }) => volunteer !== id || outcome !== "lost");
  job.tasks.uncountDeaths(task, history.length - others.length);
  if (others.length > 0) job.histories.set(task, others);
  else job.histories.delete(task);
}
