import type { VolunteerId } from "../ids.ts";
import { commitFailures, giveUp, rememberAttempt } from "./failed-attempts.ts";
import type { Job, Lease, Scheduler } from "./state.ts";
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
