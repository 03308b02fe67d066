import { batchSize } from "./batch-size.ts";
import { orderInputs } from "./input-loads.ts";
import { mayLoad } from "./program-loading.ts";
import { isLoading, loadsAgainst } from "./slow-loads.ts";
import { sharedRate, timesAsLong } from "./speeds.ts";
import { isOnceOnly, type Job, type Scheduler, type Session } from "./state.ts";
import { failedOn, travelsAlone } from "./failed-attempts.ts";
import { computers } from "./equipment.ts";
import { turnAtDoubted } from "./trust.ts";

/** Volunteers that one event passes over before it stops looking. The next event looks at the next ones. */
const refusalsPerEvent = 4;

/** Waiting tasks that are looked at to tell whether a volunteer could have one. */
const waitingExamined = 16;

/** Share of the job's remaining time that one task may take on a volunteer that is given one of the last tasks. */
const slownessAllowed = 0.8;

/** Tasks given ahead of need in one event, roughly. Packing the inputs of more would hold up the page. */
const aheadPerEvent = 16_384;

/** Gives out what waits: first to those that have nothing, then to those that may hold more. */
export function dispatch(scheduler: Scheduler, first: Session | null, now: number): void {
  let ahead = 0;
  if (first !== null) {
    while (scheduler.hungry.has(first) && assignBatch(scheduler, first, false, now) > 0);
    while (ahead < aheadPerEvent && scheduler.roomy.has(first)) {
      const tasks = assignBatch(scheduler, first, true, now);
      if (tasks === 0) break;
      ahead += tasks;
    }
  }
  serveVolunteers(scheduler, scheduler.hungry, false, Number.POSITIVE_INFINITY, now);
  serveVolunteers(scheduler, scheduler.roomy, true, aheadPerEvent - ahead, now);
}

/** Gives batches to volunteers of `waiting`, up to about `most` tasks. The next event serves the others. */
function serveVolunteers(scheduler: Scheduler, waiting: Set<Session>, ahead: boolean, most: number, now: number): void {
  let refusals = 0;
  let given = 0;
  // A volunteer that was served or passed over goes to the back, where this loop meets it again.
  for (const session of waiting) {
    if (given >= most || !scheduler.running.some((job) => job.tasks.queued > 0)) return;
    const tasks = assignBatch(scheduler, session, ahead, now);
    given += tasks;
    if (tasks > 0) continue;
    refusals += 1;
    if (refusals >= Math.min(refusalsPerEvent, waiting.size)) return;
    waiting.delete(session);
    waiting.add(session);
  }
}

/** Chooses one batch of the job whose turn it is, and has its inputs loaded. Returns its number of tasks, 0 for none. */
function assignBatch(scheduler: Scheduler, session: Session, ahead: boolean, now: number): number {
  const jobs = turns(scheduler);
  // Looked at together: a job passed over for its few last tasks would wait until all jobs behind it have run out, for a
  // volunteer that holds batches of those is never without work.
  if (ahead && !jobs.some((job) => mayLoad(scheduler, job, session) && worthHolding(job, session))) return 0;
  for (const job of jobs) {
    // It needs a free slot, and there never is one where others hold batches ahead.
    if (ahead && isOnceOnly(job) && mayBeGivenSome(scheduler, job, session)) return 0;
    if (!mayLoad(scheduler, job, session) || !hasRoom(job, session, ahead, now)) continue;
    if (!ahead && !worthGiving(scheduler, job, session)) continue;
    const indices = takeTasks(scheduler, job, session);
    if (indices.length === 0) continue;
    orderInputs(scheduler, session, job, indices, false, now);
    return indices.length;
  }
  return 0;
}

/** Whether the volunteer may hold one more batch of the job, beside those whose inputs are on their way: however long these take, where it needs a free slot. */
function hasRoom(job: Job, session: Session, ahead: boolean, now: number): boolean {
  if (isOnceOnly(job)) return !ahead && session.leases.size + session.loads.size < session.usableSlots;
  const most = ahead ? session.credit : Math.min(session.usableSlots, session.credit);
  return session.leases.size + loadsAgainst(job, session, now) < most;
}

/** Jobs with waiting tasks: higher priority first, and among equals the one that has been served least. */
function turns(scheduler: Scheduler): readonly Job[] {
  const [only, another] = scheduler.running;
  if (only === undefined) return [];
  if (another === undefined) return only.tasks.queued > 0 ? [only] : [];
  return scheduler.running
    .filter((job) => job.tasks.queued > 0)
    .toSorted((a, b) => b.options.priority - a.options.priority || a.servedMs - b.servedMs);
}

/** Whether a batch held ahead of need pays: only while the volunteer's share of the pending tasks is more than one. */
function worthHolding(job: Job, session: Session): boolean {
  const stint = session.stints.get(job);
  // The speed for a new job is unknown; the job would otherwise wait until the volunteer has no other work.
  if (stint === undefined) return !isLoading(job, session);
  if (job.rate === 0) return false;
  return (job.tasks.queued * stint.rate) / sharedRate(job) >= 1.5;
}

/** Whether the volunteer is fast enough for the job's remaining tasks: near the end they had better wait for a fast one. */
export function worthGiving(scheduler: Scheduler, job: Job, session: Session): boolean {
  // Tasks that run for hours may wait for one another: none is kept back for a faster volunteer.
  if (isOnceOnly(job)) return true;
  const stint = session.stints.get(job);
  if (stint === undefined || stint.speed.samples < scheduler.settings.speedSamples) return true;
  // What fails at once seems fast, and is not what these tasks wait for.
  if (job.doubted.size > 0 && turnAtDoubted(scheduler, job, session) === "first") return true;
  // Without leases or loads under way no later event would hand out the tasks.
  const isUnderWay = job.leases.size > 0 || job.tasks.pending > job.tasks.queued;
  if (!isUnderWay || job.rate <= stint.rate) return true;
  // Expected wait until an average slot would finish this task: queue time plus one task.
  const restMs = (job.tasks.open + scheduler.slots) / job.rate;
  const longer = timesAsLong(job, session);
  // One of the room's usual speed waits for nobody: slots that are claimed and never answer would seem to be about to have the tasks.
  if (longer === 1) return true;
  const usualMs = scheduler.slots / job.rate;
  return usualMs * longer <= slownessAllowed * restMs;
}

/** Whether a volunteer may be given tasks that have failed on it: only if no other volunteer could have them. */
export function mayRepeat(scheduler: Scheduler, job: Job): boolean {
  return computers(scheduler, job) <= 1;
}

/** Whether the volunteer could be given a waiting task of the job, as far as the first ones tell. */
export function mayBeGivenSome(scheduler: Scheduler, job: Job, session: Session): boolean {
  if (!mayLoad(scheduler, job, session) || !worthGiving(scheduler, job, session)) return false;
  const judges = turnAtDoubted(scheduler, job, session) !== "never";
  const repeats = mayRepeat(scheduler, job);
  let looks = 0;
  for (const task of job.queue.waiting()) {
    if (looks === waitingExamined) break;
    looks += 1;
    const isDoubted = job.doubted.has(task);
    if (failedOn(job, task, session) ? repeats && !isDoubted : judges || !isDoubted) return true;
  }
  return false;
}

function takeTasks(scheduler: Scheduler, job: Job, session: Session): Uint32Array {
  const most = batchSize(scheduler, job, session);
  const { suspectBatch } = scheduler.settings;
  // A task that failed on this volunteer goes to another one, unless there is none.
  const repeats = mayRepeat(scheduler, job);
  const doubted = job.doubted.size === 0 ? "never" : turnAtDoubted(scheduler, job, session);
  const mayJudge = (task: number): boolean => doubted !== "never" && !failedOn(job, task, session);
  // A newcomer's first tasks are not to be those that fail everywhere.
  const mayJudgeAlone = doubted === "first" || job.tasks.queued <= job.doubted.size;
  const dangerous = job.queue.takeDangerous(
    Math.min(most, suspectBatch),
    (task) => (job.doubted.has(task) ? mayJudgeAlone && mayJudge(task) : repeats || !failedOn(job, task, session)),
    (task) => (travelsAlone(scheduler, job, task) ? 1 : suspectBatch),
  );
  return dangerous.length > 0
    ? Uint32Array.from(dangerous)
    : job.queue.take(most, session.id, repeats, { doubted, mayJudge });
}
