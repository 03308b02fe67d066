import type { VolunteerId } from "../ids.ts";
import { lookAtTailAgain } from "./alarm.ts";
import { outcomes, type ResultBlock, type TaskError } from "../job/job.ts";
import type { ValueColumn } from "../values/value-column.ts";
import { orderCommit } from "./commits.ts";
import type { Explanation } from "./explanation.ts";
import { noteUnneeded } from "./holders.ts";
import type { Past } from "./pending-queue.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import type { FailedAttempt, TaskFailure } from "./task-failure.ts";
import { taskStates } from "./tasks.ts";
import { countFailed, findJudges, isTrusted, maybeUndecided, watchTrust, type Judges } from "./trust.ts";

type GivenUp = Extract<Explanation, { type: "given-up" }>["because"];

/** What happened to the task before, for its place among the pending ones. */
export function pastOf(job: Job, task: number): Past {
  if (job.tasks.deaths(task) > 0) return "dangerous";
  const history = job.histories.get(task);
  const last = history?.at(-1);
  if (history === undefined || last === undefined) return "unharmed";
  if (!history.every(hasThrown)) return "dangerous";
  return job.doubted.has(task) ? "doubted" : { threwOn: last.volunteer };
}

function hasThrown({ outcome }: FailedAttempt): boolean {
  return outcome === outcomes.threw;
}

/** Whether the task goes out alone: it may have killed a slot or a volunteer before, and would take its batch along. */
export function travelsAlone(scheduler: Scheduler, job: Job, task: number): boolean {
  if (job.tasks.deaths(task) >= scheduler.settings.deathsToPoison - 1) return true;
  return job.histories.get(task)?.every(hasThrown) === false;
}

function rememberAttempt(job: Job, task: number, attempt: FailedAttempt): readonly FailedAttempt[] {
  // Not pushed: an array that grows takes room for sixteen more, and those of failed tasks are kept.
  const history = [...(job.histories.get(task) ?? []), attempt];
  job.histories.set(task, history);
  return history;
}

/** Frees the history of a settled task, which decides nothing any more. */
export function forgetHistory({ histories, losses, doubted }: Job, task: number): void {
  const history = histories.get(task);
  if (history === undefined) return;
  histories.delete(task);
  doubted.delete(task);
  for (const { volunteer, outcome } of history) {
    const tasks = outcome === "lost" ? losses.get(volunteer) : undefined;
    tasks?.delete(task);
    if (tasks?.size === 0) losses.delete(volunteer);
  }
}

/** Why another attempt would be in vain after this history; null if it would not. Losses are counted apart from errors. */
function verdict(scheduler: Scheduler, job: Job, history: readonly FailedAttempt[]): GivenUp | null {
  let errors = 0;
  let volunteers = 0;
  for (const [at, { outcome, volunteer }] of history.entries()) {
    if (outcome === "lost") continue;
    errors += 1;
    if (!failedBefore(history, at, volunteer)) volunteers += 1;
  }
  if (errors >= job.options.maxAttempts) return "attempts-used-up";
  return volunteers >= scheduler.settings.volunteersToFail ? "threw-on-distinct-volunteers" : null;
}

/**
 * Whether one of the volunteers on which the task failed is trusted, or as many are as there may be attempts but for this very failure: else
 * a task that fails everywhere would go through the whole room. A job that has each task tried once wants no second attempt, whatever the first was worth.
 */
function isBelieved(scheduler: Scheduler, job: Job, history: readonly FailedAttempt[]): boolean {
  const { maxAttempts } = job.options;
  if (maxAttempts === 1) return true;
  const on = new Set(history.flatMap(({ outcome, volunteer }) => (outcome === "lost" ? [] : [volunteer])));
  const trusted = (forgiven: number): VolunteerId[] => [...on].filter((id) => isTrusted(scheduler, job, id, forgiven));
  return trusted(0).length > 0 || (on.size >= maxAttempts && trusted(1).length >= maxAttempts);
}

/** Whether a volunteer is there whose word on the task, which failed as often as it did, is worth waiting for. */
export function mayBeJudged({ areTrusted, newcomers }: Judges, history: readonly FailedAttempt[]): boolean {
  if (areTrusted) return true;
  return newcomers.some((id) => !history.some(({ outcome, volunteer }) => outcome !== "lost" && volunteer === id));
}

function failedBefore(history: readonly FailedAttempt[], before: number, volunteer: VolunteerId): boolean {
  for (let at = 0; at < before; at += 1) {
    const attempt = history[at];
    if (attempt?.volunteer === volunteer && attempt.outcome !== "lost") return true;
  }
  return false;
}

function giveUp(scheduler: Scheduler, job: Job, volunteer: VolunteerId, task: number): TaskFailure {
  const history = job.histories.get(task) ?? [];
  job.tasks.accept(task, volunteer, history.at(-1)?.runtimeMs ?? 0);
  forgetHistory(job, task);
  noteUnneeded(scheduler, job, task);
  return { task, history };
}

/** The attempt with a copy of its error, or the job's last attempt if that is equal. */
function kept(job: Job, { volunteer, outcome, runtimeMs, error }: FailedAttempt): FailedAttempt {
  const last = job.lastAttempt;
  const isSameError = last !== null && isSame(error, last.error);
  if (isSameError && last.volunteer === volunteer && last.outcome === outcome && last.runtimeMs === runtimeMs) {
    return last;
  }
  const attempt = { volunteer, outcome, runtimeMs, error: isSameError ? last.error : error.slice() };
  job.lastAttempt = attempt;
  return attempt;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

interface Counted {
  readonly first: number;
  count: number;
}

function countTask<Kind>(told: Map<Kind, Counted>, kind: Kind, first: number): void {
  const before = told.get(kind);
  if (before === undefined) told.set(kind, { first, count: 1 });
  else before.count += 1;
}

/** Gathers what comes of the errors in one answer: there may be thousands, which are explained together. */
export class ErrorReport {
  readonly failures: TaskFailure[] = [];
  /** Tasks that will be tried again. */
  retries = 0;
  readonly #scheduler: Scheduler;
  readonly #session: Session;
  readonly #job: Job;
  readonly #retried = new Map<TaskError, Counted>();
  readonly #doubted = new Map<TaskError, Counted>();
  #judges: Judges | null = null;
  readonly #givenUp = new Map<GivenUp, Counted>();

  constructor(scheduler: Scheduler, session: Session, job: Job) {
    this.#scheduler = scheduler;
    this.#session = session;
    this.#job = job;
  }

  /** Notes an attempt that ended in an error: the task is given up or will be tried again. The error's bytes are copied. */
  add(task: number, outcome: TaskError, runtimeMs: number, error: Uint8Array): void {
    const job = this.#job;
    const { id: volunteer } = this.#session;
    countFailed(this.#scheduler, job, this.#session, task);
    const history = rememberAttempt(job, task, kept(job, { volunteer, outcome, runtimeMs, error }));
    const because = verdict(this.#scheduler, job, history);
    if (because !== null && job.doubtedAt < 0) job.doubtedAt = this.#scheduler.now;
    if (because === null) {
      this.retries += 1;
      countTask(this.#retried, outcome, task);
    } else if (!isBelieved(this.#scheduler, job, history) && mayBeJudged(this.#findJudges(), history)) {
      this.retries += 1;
      job.doubted.add(task);
      countTask(this.#doubted, outcome, task);
    } else {
      this.failures.push(giveUp(this.#scheduler, job, volunteer, task));
      countTask(this.#givenUp, because, task);
    }
  }

  /** Looked for once: to look at all volunteers for each of thousands of errors would take long. */
  #findJudges(): Judges {
    watchTrust(this.#scheduler, this.#job);
    this.#judges ??= findJudges(this.#scheduler, this.#job);
    return this.#judges;
  }

  explain(): void {
    const { effects } = this.#scheduler;
    const of = { job: this.#job.id, volunteer: this.#session.id };
    for (const [outcome, told] of this.#retried) {
      effects.push({ type: "explain", explanation: { type: "will-retry", ...of, outcome, ...told } });
    }
    for (const [outcome, told] of this.#doubted) {
      effects.push({ type: "explain", explanation: { type: "doubted", ...of, outcome, ...told } });
    }
    explainGivenUp(this.#scheduler, this.#job, this.#givenUp);
  }
}

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

/** Puts failures on record that no answer has brought. */
function commitFailures(
  scheduler: Scheduler,
  job: Job,
  volunteer: VolunteerId,
  failures: readonly TaskFailure[],
): void {
  const settling = { slot: null, beganMsAgo: 0, block: emptyBlock, positions: null, failures };
  orderCommit(scheduler, { job, volunteer, parcel: null, endedBy: null }, settling);
}

/** Doubted tasks that one event looks at while somebody is there whose word on them counts; the next event looks at the next ones. */
const doubtedExamined = 16;

/** Tasks that one event gives up: a commit of a million would hold up the page. */
const mostGivenUp = 8_192;

/**
 * Gives up the doubted tasks that wait, if nobody is there any more whose word on them is worth waiting for, and those that have failed
 * on a volunteer that has become trusted since.
 */
export function settleDoubted(scheduler: Scheduler, job: Job): void {
  watchTrust(scheduler, job);
  if (job.doubted.size === 0) return;
  const judges = findJudges(scheduler, job);
  const failures = new Map<VolunteerId, TaskFailure[]>();
  const told = new Map<GivenUp, Counted>();
  let count = 0;
  for (const task of maybeUndecided(job, judges) ?? nextDoubted(job)) {
    if (!job.doubted.has(task) || job.tasks.state(task) !== taskStates.pending) continue;
    if (count === mostGivenUp) {
      lookAtTailAgain(scheduler, job, scheduler.now + 1);
      break;
    }
    const history = job.histories.get(task) ?? [];
    if (mayBeJudged(judges, history) && !isBelieved(scheduler, job, history)) continue;
    const { volunteer } = history.findLast(({ outcome }) => outcome !== "lost") ?? {};
    const because = verdict(scheduler, job, history);
    if (volunteer === undefined || because === null) continue;
    const ofVolunteer = failures.get(volunteer) ?? [];
    failures.set(volunteer, ofVolunteer);
    ofVolunteer.push(giveUp(scheduler, job, volunteer, task));
    count += 1;
    countTask(told, because, task);
  }
  for (const [volunteer, failed] of failures) commitFailures(scheduler, job, volunteer, failed);
  explainGivenUp(scheduler, job, told);
}

function explainGivenUp({ effects }: Scheduler, { id }: Job, givenUp: ReadonlyMap<GivenUp, Counted>): void {
  for (const [because, told] of givenUp) {
    effects.push({ type: "explain", explanation: { type: "given-up", job: id, because, ...told } });
  }
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

const noError = new Uint8Array();

export const noValues: ValueColumn = { ends: new Uint32Array(), bytes: new Uint8Array() };

/** The block of a commit that no answer has brought. */
const emptyBlock: ResultBlock = {
  indices: new Uint32Array(),
  outcomes: new Uint8Array(),
  runtimesMs: new Float32Array(),
  values: noValues,
};

/** Whether the task has ended in an error on that volunteer. */
export function failedOn(job: Job, task: number, session: Session): boolean {
  const history = job.histories.get(task) ?? [];
  return history.some((attempt) => attempt.outcome !== "lost" && attempt.volunteer === session.id);
}

/** Takes some of the doubted tasks, which come last from now on. */
function nextDoubted({ doubted }: Job): readonly number[] {
  const next: number[] = [];
  for (const task of doubted) {
    if (next.length === doubtedExamined) break;
    next.push(task);
  }
  for (const task of next) {
    doubted.delete(task);
    doubted.add(task);
  }
  return next;
}
