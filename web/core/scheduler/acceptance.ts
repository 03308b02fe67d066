import type { Epoch } from "../ids.ts";
import { bringsValue, isTaskError, outcomes, type ResultBlock } from "../job/job.ts";
import { byteLengthOf, encodedAt } from "../values/value-column.ts";
import { acknowledge, holdAcknowledgement } from "./acknowledgement.ts";
import { endCaller } from "./callers.ts";
import { orderCommit } from "./commits.ts";
import type { SchedulerEvent } from "./events.ts";
import type { StaleAnswer } from "./explanation.ts";
import { holds, noteUnneeded, rivalOf } from "./holders.ts";
import { cutTimes } from "./claimed-times.ts";
import { moveLinesBehind } from "./holding.ts";
import { closeForLatecomer } from "./job-life.ts";
import { endCopy, giveTaskBack, refreshAppetite, relieveOfTask } from "./leases.ts";
import { earnSlots } from "./earned-slots.ts";
import { noteLoaded, noteNotLoaded, stopIfLoadedNowhere } from "./program-loading.ts";
import { dismissVolunteer, restVolunteer } from "./presence.ts";
import { recordSpeed } from "./speeds.ts";
import { isOnceOnly, isOver, type Job, type Lease, type Scheduler, type Session } from "./state.ts";
import { forgetCopyable, noteAnswer } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";
import { countAnswered } from "./trust.ts";
import { ErrorReport, forgetHistory, noValues } from "./failed-attempts.ts";

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

const retryWeight = 0.2;

/** What an answer's epoch and lease name: a live lease of the volunteer, one that is over, or one that it cannot have. */
export type Standing =
  | { readonly type: "live"; readonly lease: Lease }
  | { readonly type: "stale"; readonly what: StaleAnswer }
  | { readonly type: "forged"; readonly reason: string };

export function standingOf(
  scheduler: Scheduler,
  session: Session,
  name: Pick<ResultsArrived, "epoch" | "lease">,
): Standing {
  if (name.epoch < scheduler.epoch) return { type: "stale", what: "older-epoch" };
  if (name.epoch > scheduler.epoch) return { type: "forged", reason: `epoch ${name.epoch} has not begun` };
  if (name.lease >= scheduler.nextLease) return { type: "forged", reason: `lease ${name.lease} was never granted` };
  const lease = scheduler.leases.get(name.lease);
  if (lease === undefined) return { type: "stale", what: "ended-lease" };
  if (lease.session !== session) {
    return { type: "forged", reason: `lease ${name.lease} is in the hands of another volunteer` };
  }
  return { type: "live", lease };
}

/** Accepts the first result of each task and orders that it be put on record. All other answers change nothing; why is explained. */
export function acceptResults(scheduler: Scheduler, session: Session, event: ResultsArrived): void {
  const { parcel } = event;
  const job = scheduler.jobs.get(event.job);
  const found = standingOf(scheduler, session, event);
  const reason = findBreach(job, found, event.block);
  if (reason !== null) {
    dismissVolunteer(scheduler, session, reason);
    return;
  }
  // A program that does not load is reported by the first task of a run, and by no other.
  const isNotLoaded = event.block.outcomes[0] === outcomes.notLoaded;
  // The volunteer keeps them, and offers them to the next start of the room.
  if (scheduler.setAside.has(event.job)) return;
  if (job === undefined || isOver(job)) {
    if (!isNotLoaded) explainStale(scheduler, session, "job-over", event.block.indices.length);
    acknowledge(scheduler, { session, parcel });
    closeForLatecomer(scheduler, session, event.job);
    return;
  }
  const lease = found.type === "live" ? found.lease : null;
  // Where each task has one lease, it is lost with that: an offer comes too late.
  if (lease === null && (!event.offered || isOnceOnly(job))) {
    explainStale(scheduler, session, found.type === "stale" ? found.what : "ended-lease", event.block.indices.length);
    // The message may have come twice, with the results of the first one not on record yet.
    const elsewhere = event.block.indices.some((task) => job.tasks.state(task) === taskStates.accepted);
    if (elsewhere) holdAcknowledgement(scheduler, session, parcel);
    else acknowledge(scheduler, { session, parcel });
    return;
  }
  const now = event.now;
  const { busyMs, beganMsAgo, block } = cutTimes(scheduler, job, lease, event);
  const isExecuted = !isNotLoaded && !isWithoutInputs(event);
  if (bringsNews(scheduler, job, lease, event)) {
    session.lastProgressAt = now;
    moveLinesBehind(scheduler, session, lease);
    if (isExecuted) earnSlots(scheduler, session, 0);
  }
  if (isExecuted) noteLoaded(scheduler, job);
  if (lease !== null) {
    lease.answeredAt = now;
    if (isExecuted) recordSpeed(job, session, block.runtimesMs, busyMs);
    // A message that comes twice is one failure.
    else if (isNotLoaded && holds(lease, block.indices[0] ?? 0)) noteNotLoaded(scheduler, lease);
    // It would fail task after task at once, while others compute one.
    else if (!isNotLoaded) restVolunteer(scheduler, session, "had-no-input", now);
  }
  noteBytes(job, session, block);
  const errors = new ErrorReport(scheduler, session, job);
  const held = lease?.outstanding ?? 0;
  const { positions, stale, elsewhere, endedBy } = siftAnswers(
    scheduler,
    job,
    session,
    lease,
    { epoch: event.epoch, block },
    errors,
  );
  errors.explain();
  const ended = lease === null ? positions.length : held - lease.outstanding;
  if (ended > 0 && isExecuted) earnSlots(scheduler, session, ended);
  const { failures, retries } = errors;
  job.retryShare += retryWeight * (retries / Math.max(1, block.indices.length) - job.retryShare);
  if (lease?.outstanding === 0) noteProven(job, session, lease);
  else if (lease !== null) noteAnswer(job, lease);
  for (const [what, count] of stale) explainStale(scheduler, session, what, count);
  const commits = positions.length > 0 || failures.length > 0;
  if (commits) {
    // What is only errors is on record by its failures; when each of their attempts began is told by the columns beside the values.
    const accepted = positions.length === 0 ? { ...block, values: noValues } : block;
    const isAll = positions.length === accepted.indices.length;
    orderCommit(
      scheduler,
      { job, volunteer: session.id, sent: elsewhere ? null : { session, parcel }, endedBy },
      {
        slot: event.slot,
        beganMsAgo,
        block: accepted,
        positions: isAll ? null : positions,
        failures,
      },
    );
  }
  if (elsewhere) holdAcknowledgement(scheduler, session, parcel);
  else if (!commits) acknowledge(scheduler, { session, parcel });
  refreshAppetite(scheduler, session);
  if (isNotLoaded) stopIfLoadedNowhere(scheduler, job, encodedAt(block.values, 0));
}

/** Whether any answer is due, or offered for an open task. Without that, old answers said again would renew leases for ever. */
function bringsNews(scheduler: Scheduler, job: Job, lease: Lease | null, { epoch, block }: ResultsArrived): boolean {
  const { indices, outcomes: ended } = block;
  if (lease !== null) return indices.some((task) => holds(lease, task));
  const total = totalIn(scheduler, job, epoch);
  return indices.some((task, at) => {
    const outcome = ended[at];
    return task < total && outcome !== undefined && bringsValue(outcome) && isOpen(job.tasks.state(task));
  });
}

/** Tasks for which results of the epoch count. What an older one added and did not get on record may have been another input than the one added there since. */
function totalIn(scheduler: Scheduler, job: Job, epoch: Epoch): number {
  return epoch < scheduler.epoch ? job.restoredTotal : job.tasks.total;
}

/** Whether a result of the task may still count. */
export function isOpen(state: number): boolean {
  return state === taskStates.pending || state === taskStates.loading || state === taskStates.leased;
}

/** Whether its tasks ended before anything was executed, since their inputs could not be had: that tells nothing of program and speed. */
function isWithoutInputs({ block, busyMs }: ResultsArrived): boolean {
  return busyMs === 0 && block.outcomes.every((outcome) => outcome === outcomes.crashed);
}

/** Why no honest volunteer can have sent this; null if one can. */
function findBreach(job: Job | undefined, found: Standing, block: ResultBlock): string | null {
  if (found.type === "forged") return found.reason;
  if (job === undefined) return null;
  if (found.type === "live" && found.lease.job !== job) return `lease ${found.lease.id} is not of job ${job.id}`;
  // Of an earlier epoch a task may have been sent whose adding never got on record.
  if (found.type === "stale" && found.what === "older-epoch") return null;
  const { total } = job.tasks;
  for (const task of block.indices) {
    if (task >= total) return `job ${job.id} has no task ${task}`;
  }
  return null;
}

interface Sifted {
  /** Positions in the block of the values that are accepted. */
  readonly positions: Uint32Array;
  /** Answers that changed nothing, by why. */
  readonly stale: ReadonlyMap<StaleAnswer, number>;
  /** Whether an open commit of another parcel holds the result of one of the tasks. */
  readonly elsewhere: boolean;
  /** The first accepted task whose result ends the job; null where none does. */
  readonly endedBy: number | null;
}

/** Goes through the block: accepts values, gives back or gives up what failed. */
function siftAnswers(
  scheduler: Scheduler,
  job: Job,
  session: Session,
  lease: Lease | null,
  { epoch, block }: Pick<ResultsArrived, "epoch" | "block">,
  errors: ErrorReport,
): Sifted {
  const { indices, outcomes: ended, runtimesMs } = block;
  const total = totalIn(scheduler, job, epoch);
  const positions = new Uint32Array(indices.length);
  let accepted = 0;
  const stale = new Map<StaleAnswer, number>();
  let elsewhere = false;
  let endedBy: number | null = null;
  const lost = new Map<Lease, { first: number; count: number }>();
  let counted = 0;
  for (let at = 0; at < indices.length; at += 1) {
    const task = indices[at] ?? 0;
    const runtimeMs = runtimesMs[at] ?? 0;
    const outcome = ended[at];
    if (task >= total) {
      countStale(stale, "no-such-task");
      continue;
    }
    const due = lease !== null && holds(lease, task);
    const state = job.tasks.state(task);
    const isPending = state === taskStates.pending || state === taskStates.loading;
    const open = state === taskStates.leased || (lease === null && isPending);
    if (outcome !== undefined && bringsValue(outcome)) {
      const rival = due && open && lease.raced ? rivalOf(scheduler, lease, task) : null;
      if (due && open) endCaller(scheduler, lease, task, "done");
      if (due) relieveOfTask(scheduler, lease, task);
      if (!open || !(due || lease === null)) {
        countStale(stale, whyStale(lease, state));
        elsewhere ||= state === taskStates.accepted;
        continue;
      }
      job.tasks.accept(task, session.id, runtimeMs);
      // Of an offer nobody here knows how long its volunteer has had the task.
      if (lease !== null) job.times.addRuntime(session.id, runtimeMs);
      if (job.histories.size > 0) forgetHistory(job, task);
      noteUnneeded(scheduler, job, task);
      if (outcome === outcomes.endsJob) endedBy ??= task;
      positions[accepted] = at;
      accepted += 1;
      if (rival === null) continue;
      const before = lost.get(rival);
      lost.set(rival, { first: before?.first ?? task, count: (before?.count ?? 0) + 1 });
    } else if (due && outcome === outcomes.notLoaded) {
      // Nothing was executed.
      job.tasks.uncountAttempt(task);
      giveTaskBack(scheduler, lease, task);
    } else if (due && outcome !== undefined && isTaskError(outcome)) {
      const error = encodedAt(block.values, at);
      if (accepted > counted) countAnswered(scheduler, job, session, accepted - counted);
      counted = accepted;
      // What a task has done before it threw stays done; where its slot died or was ended, that is nobody's.
      if (open) endCaller(scheduler, lease, task, outcome === outcomes.threw ? "done" : "lost");
      if (open) errors.add(task, outcome, runtimeMs, error);
      giveTaskBack(scheduler, lease, task);
    } else {
      countStale(stale, whyStale(lease, state));
    }
  }
  if (accepted > counted) countAnswered(scheduler, job, session, accepted - counted);
  endRaces(scheduler, session, lost);
  return { positions: positions.subarray(0, accepted), stale, elsewhere, endedBy };
}

function countStale(stale: Map<StaleAnswer, number>, what: StaleAnswer): void {
  stale.set(what, (stale.get(what) ?? 0) + 1);
}

/** Why an answer for the task changes nothing. Nobody was first where the task is still open. */
function whyStale(lease: Lease | null, state: number): StaleAnswer {
  if (!isOpen(state)) return "task-already-settled";
  return lease === null ? "ended-lease" : "not-in-lease";
}

/** Explains races that were won, and stops counting a loser as a copy if none of its tasks is needed any more. */
function endRaces(
  scheduler: Scheduler,
  winner: Session,
  lost: ReadonlyMap<Lease, { first: number; count: number }>,
): void {
  for (const [rival, { first, count }] of lost) {
    const { job, session } = rival;
    scheduler.effects.push({
      type: "explain",
      explanation: {
        type: "race-won",
        job: job.id,
        volunteer: winner.id,
        loser: session.id,
        first,
        count,
        byCopy: !rival.copy,
      },
    });
    if (rival.outstanding > rival.unneeded) continue;
    endCopy(scheduler, rival);
    forgetCopyable(job, rival);
  }
}

function noteBytes(job: Job, session: Session, { indices, values }: ResultBlock): void {
  if (indices.length > 0) job.times.addResultBytes(session.id, byteLengthOf(values) / indices.length);
}

function noteProven(job: Job, session: Session, lease: Lease): void {
  const stint = session.stints.get(job);
  if (stint !== undefined) stint.proven = Math.max(stint.proven, lease.indices.length);
}

function explainStale(scheduler: Scheduler, session: Session, what: StaleAnswer, count: number): void {
  if (count === 0) return;
  scheduler.effects.push({ type: "explain", explanation: { type: "stale", volunteer: session.id, what, count } });
}
