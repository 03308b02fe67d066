import type { VolunteerId } from "../ids.ts";
import type { Outcome } from "../job/job.ts";
import type { FailedAttempt, TaskFailure } from "./effects.ts";
import type { Explanation } from "./explanation.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { taskStates } from "./tasks.ts";

type GivenUp = Extract<Explanation, { type: "given-up" }>["because"];

function remember(job: Job, task: number, attempt: FailedAttempt): readonly FailedAttempt[] {
  const history = job.histories.get(task) ?? [];
  history.push(attempt);
  job.histories.set(task, history);
  return history;
}

/** Whether, after this history, another attempt would be in vain. Losses are counted apart from errors. */
function verdict(scheduler: Scheduler, job: Job, history: readonly FailedAttempt[]): GivenUp | null {
  const errors = history.filter((attempt) => attempt.outcome !== "lost");
  if (errors.length >= job.options.maxAttempts) return "attempts-used-up";
  const volunteers = new Set(errors.map((attempt) => attempt.volunteer));
  return volunteers.size >= scheduler.settings.volunteersToFail ? "threw-on-distinct-volunteers" : null;
}

function giveUp(scheduler: Scheduler, job: Job, session: Session, task: number, because: GivenUp): TaskFailure {
  const history = job.histories.get(task) ?? [];
  job.tasks.accept(task, session.id, history.at(-1)?.runtimeMs ?? 0);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "given-up", job: job.id, task, because, attempts: history.length },
  });
  return { task, history };
}

/** An attempt ended in an error. Gives the failure when the task is given up, null when it will be tried again. */
export function recordError(
  scheduler: Scheduler,
  lease: Lease,
  task: number,
  outcome: Exclude<Outcome, 0>,
  runtimeMs: number,
  error: Uint8Array,
): TaskFailure | null {
  const { job, session } = lease;
  const attempt: FailedAttempt = { volunteer: session.id, outcome, runtimeMs, error };
  const because = verdict(scheduler, job, remember(job, task, attempt));
  if (because !== null) return giveUp(scheduler, job, session, task, because);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "will-retry", job: job.id, volunteer: session.id, task, attempt },
  });
  return null;
}

/** The volunteer died with the task in hand. A task that this makes poison is given up, which is committed without a parcel. */
export function countDeath(scheduler: Scheduler, lease: Lease, task: number, atMost: number): void {
  const { job, session } = lease;
  if (job.tasks.state(task) !== taskStates.leased) return;
  const deaths = job.tasks.countDeath(task, atMost);
  if (lease.indices.length > scheduler.settings.suspectBatch) return;
  remember(job, task, { volunteer: session.id, outcome: "lost", runtimeMs: 0, error: new Uint8Array() });
  if (deaths < scheduler.settings.deathsToPoison) return;
  const failure = giveUp(scheduler, job, session, task, "poison");
  const commit = scheduler.nextCommit;
  scheduler.nextCommit += 1;
  scheduler.commits.set(commit, { job, session, parcel: null, done: new Uint32Array(), failed: [task] });
  scheduler.effects.push({
    type: "commit-results",
    commit,
    job: job.id,
    volunteer: session.id,
    block: emptyBlock,
    positions: null,
    failures: [failure],
  });
}

/**
 * A volunteer that comes back had not died, only slept or lost its network: a laptop that is closed now and then, or a
 * whole class of them, poisons nothing. Tasks that were given up meanwhile stay so.
 */
export function forgiveDeaths(scheduler: Scheduler, id: VolunteerId): void {
  for (const job of scheduler.jobs.values()) {
    for (const [task, history] of job.histories) {
      const state = job.tasks.state(task);
      if (state !== taskStates.pending && state !== taskStates.leased) continue;
      const others = history.filter(({ volunteer, outcome }) => volunteer !== id || outcome !== "lost");
      if (others.length === history.length) continue;
      job.tasks.uncountDeaths(task, history.length - others.length);
      if (others.length > 0) job.histories.set(task, others);
      else job.histories.delete(task);
    }
  }
}

const emptyBlock = {
  indices: new Uint32Array(),
  outcomes: new Uint8Array(),
  runtimesMs: new Float32Array(),
  values: { ends: new Uint32Array(), bytes: new Uint8Array() },
};

/** Volunteers on which the task has ended in an error. */
export function failedOn(job: Job, task: number, session: Session): boolean {
  const history = job.histories.get(task) ?? [];
  return history.some((attempt) => attempt.outcome !== "lost" && attempt.volunteer === session.id);
}
