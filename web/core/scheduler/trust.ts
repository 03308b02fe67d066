import type { VolunteerId } from "../ids.ts";
import { lookAtTailAgain } from "./alarm.ts";
import { isAvailable } from "./availability.ts";
import { isEquipped, isFetching } from "./equipment.ts";
import { isOver, type Job, type Scheduler, type Session, type Tally } from "./state.ts";

/** Failures weigh more than answers: one answer buys no belief for the next failure. */
const failureWeight = 2;

/** Failures without an answer after which a volunteer is no newcomer any more: the first tasks may be bad ones. */
const newcomersFailures = 3;

/** Answers of an earlier start of the room that count for a volunteer, at most. */
const restoredAnswers = 2;

/** A rate, not a volume: of two that fail nothing the slower one is as good. `forgiven`: failures that are left aside. */
function scoreOf(job: Job, id: VolunteerId, forgiven = 0): number {
  const { answered, failed } = job.tallies.get(id) ?? nothing;
  return answered / (1 + answered + failureWeight * Math.max(0, failed - forgiven));
}

const nothing: Pick<Tally, "answered" | "failed"> = { answered: 0, failed: 0 };

function tallyOf(job: Job, id: VolunteerId): Tally {
  const known = job.tallies.get(id);
  if (known !== undefined) return known;
  const tally: Tally = { answered: 0, failed: 0, firstFailed: [], leftAt: Number.NEGATIVE_INFINITY };
  job.tallies.set(id, tally);
  return tally;
}

/** Notes values that were accepted of the volunteer. */
export function countAnswered(scheduler: Scheduler, job: Job, session: Session, count: number): void {
  tallyOf(job, session.id).answered += count;
  rank(scheduler, job, session);
}

/** Notes a task that ended in an error on the volunteer. */
export function countFailed(scheduler: Scheduler, job: Job, session: Session, task: number): void {
  const tally = tallyOf(job, session.id);
  tally.failed += 1;
  if (tally.firstFailed.length < newcomersFailures) tally.firstFailed.push(task);
  rank(scheduler, job, session);
}

/** Whether any task of the job has ended in an error on the volunteer. */
export function hasFailed({ tallies }: Job, { id }: Session): boolean {
  return (tallies.get(id)?.failed ?? 0) > 0;
}

/**
 * A value that is on record since an earlier start of the room. Only the first few count: errors of tasks that were tried again are on no
 * record, so that trust has to be earned anew.
 */
export function restoreAnswered(job: Job, id: VolunteerId, now: number): void {
  const tally = tallyOf(job, id);
  tally.answered = Math.min(tally.answered + 1, restoredAnswers);
  noteAway(job, id, tally, now);
}

/**
 * The volunteer is sent away: it counts as one that has failed whatever it got, and is not waited for. Which tasks failed there stays
 * known: what is forgotten of a liar would be forgiven.
 */
export function distrust(scheduler: Scheduler, id: VolunteerId): void {
  for (const job of scheduler.jobs.values()) {
    if (isOver(job)) continue;
    const tally = tallyOf(job, id);
    tally.answered = 0;
    tally.failed = Math.max(tally.failed, newcomersFailures);
    job.away.delete(id);
    if (job.onTrial === id) forgetTrial(job);
  }
}

function forgetTrial(job: Job): void {
  job.triedAt = Number.NEGATIVE_INFINITY;
  job.onTrial = null;
}

function rank(scheduler: Scheduler, job: Job, session: Session): void {
  const { id } = session;
  if (isAvailable(session) && scheduler.sessions.get(id) === session) {
    job.byScore.set(session, -scoreOf(job, id));
    job.away.delete(id);
  } else if (job.byScore.delete(session) && mayCompute(scheduler, job, session)) {
    noteAway(job, id, tallyOf(job, id), scheduler.now);
  } else if (job.away.keyOf(id) !== undefined) {
    // It has answered what it had in hand when it paused or began to rest. It is awaited since then.
    job.away.set(id, -scoreOf(job, id));
  }
}

/** One that leaves may come back, and is waited for; one that is there and has lost its trust is not. */
function noteAway(job: Job, id: VolunteerId, tally: Tally, now: number): void {
  tally.leftAt = now;
  job.away.set(id, -scoreOf(job, id));
}

/** Updates the volunteer's place among those that are there. To be called when it comes or goes, and when it may be given tasks, or have what they need, again or no longer. */
export function refreshTrust(scheduler: Scheduler, session: Session): void {
  for (const job of scheduler.jobs.values()) if (job.tallies.has(session.id)) rank(scheduler, job, session);
}

/** The best one of those that can compute the job. Those ahead of it that cannot are ranked again once they are told the job, or get pieces of it. */
function bestOf(scheduler: Scheduler, job: Job): Session | undefined {
  for (;;) {
    const best = job.byScore.first();
    if (best === undefined || mayCompute(scheduler, job, best)) return best;
    job.byScore.delete(best);
  }
}

/** The best one of those that have left lately, and when they count no longer. */
function bestAway({ settings, now }: Scheduler, { away, tallies }: Job): { score: number; until: number } | undefined {
  for (;;) {
    const top = away.top();
    if (top === undefined) return undefined;
    const until = (tallies.get(top.value)?.leftAt ?? 0) + settings.judgeAwaitMs;
    if (now < until) return { score: -top.key, until };
    away.delete(top.value);
  }
}

/** The score by which others are judged: the best one in the room, or of those that left just now: a verdict is final, and they may only reload their pages. */
function barOf(scheduler: Scheduler, job: Job): number {
  const best = bestOf(scheduler, job);
  return Math.max(best === undefined ? 0 : scoreOf(job, best.id), bestAway(scheduler, job)?.score ?? 0);
}

function trustedFrom(scheduler: Scheduler, job: Job): number {
  const { leastScore, shareOfBestScore } = scheduler.settings;
  return Math.max(leastScore, shareOfBestScore * barOf(scheduler, job));
}

/**
 * Whether the volunteer's errors count: its score is at least half of the best one in the room. `forgiven`: failures of its that are
 * left aside.
 */
export function isTrusted(scheduler: Scheduler, job: Job, id: VolunteerId, forgiven = 0): boolean {
  return scoreOf(job, id, forgiven) >= trustedFrom(scheduler, job);
}

function mayCompute(scheduler: Scheduler, job: Job, session: Session): boolean {
  return !job.loading.unable.has(session.id) && (isEquipped(job, session) || isFetching(scheduler, job, session));
}

/** Whether a trusted volunteer is there. */
function isTrustedThere(scheduler: Scheduler, job: Job): boolean {
  const best = bestOf(scheduler, job);
  return best !== undefined && scoreOf(job, best.id) >= trustedFrom(scheduler, job);
}

/** Until when a trusted volunteer that has left is waited for; null where none is. */
function trustedAwaitedUntil(scheduler: Scheduler, job: Job): number | null {
  const away = bestAway(scheduler, job);
  return away !== undefined && away.score >= trustedFrom(scheduler, job) ? away.until : null;
}

function isNewcomer(job: Job, id: VolunteerId): boolean {
  const tally = job.tallies.get(id);
  return tally === undefined || (tally.answered === 0 && tally.failed < newcomersFailures);
}

/**
 * Whether the volunteer is a newcomer that has let nothing down and whose word is waited for: at first also where it is busy with other jobs,
 * then only where it has had a task of this one in hand since. Else one newcomer after the other would keep the job open.
 */
function isOnTrial(scheduler: Scheduler, job: Job, session: Session): boolean {
  if (session.setbacks > 0 || !isAvailable(session) || !isNewcomer(job, session.id)) return false;
  if (!mayCompute(scheduler, job, session)) return false;
  const until = trialsUntil(scheduler, job);
  if (scheduler.now < until) return true;
  for (const lease of session.leases) if (lease.job === job && lease.grantedAt < until) return true;
  return false;
}

function trialsUntil({ settings }: Scheduler, { doubtedAt }: Job): number {
  return doubtedAt + settings.busyAwaitMs;
}

/** Volunteers whose word on doubted tasks is worth waiting for. */
export interface Judges {
  /** Whether there is one that decides about every task: a trusted one, or one that was trusted or on trial until just now and may come back. */
  readonly areTrusted: boolean;
  /** Those of which hardly anything is known: each decides about tasks that have not failed there. */
  readonly newcomers: readonly VolunteerId[];
}

export function findJudges(scheduler: Scheduler, job: Job): Judges {
  const awaited: Judges = { areTrusted: true, newcomers: [] };
  if (isTrustedThere(scheduler, job) || trustedAwaitedUntil(scheduler, job) !== null) return awaited;
  const newcomers: VolunteerId[] = [];
  for (const session of scheduler.sessions.values()) {
    if (isOnTrial(scheduler, job, session)) newcomers.push(session.id);
  }
  if (newcomers.length === 0 && scheduler.now < trialAwaitedUntil(scheduler, job)) return awaited;
  return { areTrusted: false, newcomers };
}

function trialAwaitedUntil({ settings }: Scheduler, { triedAt }: Job): number {
  return triedAt + settings.judgeAwaitMs;
}

/**
 * When a volunteer is given doubted tasks, before or after all others. A value settles a task whoever brings it, so all may try but those
 * that have failed whatever they got; a newcomer is tried at others first, and not when the time for trials is over.
 */
export function turnAtDoubted(scheduler: Scheduler, job: Job, session: Session): "first" | "last" | "never" {
  if (isTrusted(scheduler, job, session.id)) return "first";
  const mayTry = isNewcomer(job, session.id)
    ? scheduler.now < trialsUntil(scheduler, job) || isTrustedThere(scheduler, job)
    : (job.tallies.get(session.id)?.answered ?? 0) > 0;
  return mayTry ? "last" : "never";
}

/** Notes when the job has last had a newcomer on trial while tasks are doubted and nobody is trusted, and has the job looked at when the waiting is over. */
export function watchJudges(scheduler: Scheduler, job: Job): void {
  if (job.doubted.size === 0 || isTrustedThere(scheduler, job)) return;
  watchTrial(scheduler, job);
  const ends = [
    trustedAwaitedUntil(scheduler, job) ?? 0,
    trialAwaitedUntil(scheduler, job),
    trialsUntil(scheduler, job),
  ];
  for (const at of ends) {
    if (scheduler.now < at) lookAtTailAgain(scheduler, job, at);
  }
}

function watchTrial(scheduler: Scheduler, job: Job): void {
  for (const session of scheduler.sessions.values()) {
    if (!isOnTrial(scheduler, job, session)) continue;
    job.triedAt = scheduler.now;
    job.onTrial = session.id;
    return;
  }
  if (job.onTrial !== null && isThere(scheduler, job.onTrial)) forgetTrial(job);
}

function isThere({ sessions }: Scheduler, id: VolunteerId): boolean {
  const session = sessions.get(id);
  return session !== undefined && isAvailable(session);
}

/** The doubted tasks that may be given up by what is known of the judges: all, or those that each newcomer has failed; null where none is. */
export function maybeUndecided(job: Job, { areTrusted, newcomers }: Judges): Iterable<number> | null {
  if (areTrusted) return null;
  const [first] = newcomers;
  return first === undefined ? job.doubted : (job.tallies.get(first)?.firstFailed ?? []);
}
