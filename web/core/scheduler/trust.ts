import type { VolunteerId } from "../ids.ts";
import { lookAtTailAgain } from "./alarm.ts";
import { isAvailable } from "./availability.ts";
import { isEquipped, isFetching } from "./equipment.ts";
import type { Job, Scheduler, Session, Tally } from "./state.ts";

/** Failures weigh more than answers: one answer buys no belief for the next failure. */
const failureWeight = 2;

/** Failures without an answer after which a volunteer is no newcomer any more: the first tasks may be bad ones. */
const newcomersFailures = 3;

/** Volunteers that one search for a trusted one looks at, the best first. */
const trustedExamined = 16;

function scoreOf(job: Job, id: VolunteerId): number {
  const tally = job.tallies.get(id);
  return tally === undefined ? 0 : tally.answered / (1 + failureWeight * tally.failed);
}

function tallyOf(job: Job, id: VolunteerId): Tally {
  const known = job.tallies.get(id);
  if (known !== undefined) return known;
  const tally = { answered: 0, failed: 0 };
  job.tallies.set(id, tally);
  return tally;
}

/** Notes values that were accepted of the volunteer. */
export function countAnswered(scheduler: Scheduler, job: Job, session: Session, count: number): void {
  tallyOf(job, session.id).answered += count;
  rank(scheduler, job, session);
}

/** Notes a task that ended in an error on the volunteer. */
export function countFailed(scheduler: Scheduler, job: Job, session: Session): void {
  tallyOf(job, session.id).failed += 1;
  rank(scheduler, job, session);
}

/** A value that is on record since an earlier start of the room. */
export function restoreAnswered(job: Job, id: VolunteerId, now: number): void {
  tallyOf(job, id).answered += 1;
  job.trustedAt = now;
}

function rank(scheduler: Scheduler, job: Job, session: Session): void {
  const isThere = isAvailable(session) && scheduler.sessions.get(session.id) === session;
  if (isThere) job.byScore.set(session, -scoreOf(job, session.id));
  else job.byScore.delete(session);
}

/** Updates the volunteer's place among those that are there. To be called when it comes or goes, or its availability changes. */
export function refreshTrust(scheduler: Scheduler, session: Session): void {
  for (const job of scheduler.jobs.values()) if (job.tallies.has(session.id)) rank(scheduler, job, session);
}

/** Whether the volunteer's errors count: its score is at least half of the best one in the room. */
export function isTrusted({ settings }: Scheduler, job: Job, id: VolunteerId): boolean {
  const best = -(job.byScore.top()?.key ?? 0);
  return scoreOf(job, id) >= Math.max(settings.leastScore, settings.shareOfBestScore * best);
}

function mayCompute(scheduler: Scheduler, job: Job, session: Session): boolean {
  return !job.loading.unable.has(session.id) && (isEquipped(job, session) || isFetching(scheduler, job, session));
}

function bestTrusted(scheduler: Scheduler, job: Job): Session | undefined {
  const best = job.byScore.top();
  if (best === undefined || -best.key < scheduler.settings.leastScore) return undefined;
  return job.byScore.first(
    (one) => isTrusted(scheduler, job, one.id) && mayCompute(scheduler, job, one),
    trustedExamined,
  );
}

function isNewcomer(job: Job, id: VolunteerId): boolean {
  const tally = job.tallies.get(id);
  return tally === undefined || (tally.answered === 0 && tally.failed < newcomersFailures);
}

/** Whether a newcomer has a task of the job in hand or could have one, and has let nothing down. */
function isOnTrial(scheduler: Scheduler, job: Job, session: Session): boolean {
  if (session.setbacks > 0 || !isAvailable(session) || !isNewcomer(job, session.id)) return false;
  if (!mayCompute(scheduler, job, session)) return false;
  if (scheduler.hungry.has(session) || !isEquipped(job, session)) return true;
  for (const lease of session.leases) if (lease.job === job) return true;
  for (const load of session.loads) if (load.job === job) return true;
  return false;
}

/** Volunteers whose word on doubted tasks is worth waiting for. */
export interface Judges {
  /** Whether there is, or was until just now, a trusted one: it decides about every task. */
  readonly areTrusted: boolean;
  /** Those of which hardly anything is known: each decides about tasks that have not failed there. */
  readonly newcomers: readonly VolunteerId[];
}

export function findJudges(scheduler: Scheduler, job: Job): Judges {
  const areTrusted =
    bestTrusted(scheduler, job) !== undefined || scheduler.now < job.trustedAt + scheduler.settings.judgeAwaitMs;
  if (areTrusted) return { areTrusted, newcomers: [] };
  const newcomers: VolunteerId[] = [];
  for (const session of scheduler.sessions.values()) {
    if (isOnTrial(scheduler, job, session)) newcomers.push(session.id);
  }
  return { areTrusted, newcomers };
}

/** When a volunteer is given doubted tasks, before or after all others: a newcomer is tried at others first. */
export function turnAtDoubted(scheduler: Scheduler, job: Job, session: Session): "first" | "last" | "never" {
  if (isNewcomer(job, session.id)) return "last";
  return isTrusted(scheduler, job, session.id) ? "first" : "never";
}

/**
 * Notes when the job has last had a trusted volunteer. One that leaves may come back, and is waited for; one that is there and
 * has lost its trust is not.
 */
export function watchTrust(scheduler: Scheduler, job: Job): void {
  const best = bestTrusted(scheduler, job);
  if (best !== undefined) {
    job.trustedAt = scheduler.now;
    job.trustee = best.id;
    return;
  }
  const former = job.trustee === null ? undefined : scheduler.sessions.get(job.trustee);
  if (former !== undefined && isAvailable(former)) {
    job.trustedAt = Number.NEGATIVE_INFINITY;
    job.trustee = null;
  }
  const until = job.trustedAt + scheduler.settings.judgeAwaitMs;
  if (job.doubted.size > 0 && scheduler.now < until) lookAtTailAgain(scheduler, job, until);
}
