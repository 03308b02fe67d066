import type { VolunteerId } from "../ids.ts";
import { outcomes, type ResultBlock, type TaskError } from "../job/job.ts";
import type { ValueColumn } from "../values/value-column.ts";
import { orderCommit } from "./commits.ts";
import type { Explanation } from "./explanation.ts";
import { noteUnneeded } from "./holders.ts";
import type { Past } from "./pending-queue.ts";
import type { Job, Scheduler, Session } from "./state.ts";
import type { FailedAttempt, TaskFailure } from "./task-failure.ts";
import { countFailed, findJudges, isTrusted, watchJudges, type Judges } from "./trust.ts";

export type GivenUp = Extract<Explanation, { type: "given-up" }>["because"];

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

export function rememberAttempt(job: Job, task: number, attempt: FailedAttempt): readonly FailedAttempt[] {
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
export function verdict(scheduler: Scheduler, job: Job, history: readonly FailedAttempt[]): GivenUp | null {
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
export function isBelieved(scheduler: Scheduler, job: Job, history: readonly FailedAttempt[]): boolean {
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

export function giveUp(scheduler: Scheduler, job: Job, volunteer: VolunteerId, task: number): TaskFailure {
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

export interface Counted {
  readonly first: number;
  count: number;
}

export function countTask<Kind>(told: Map<Kind, Counted>, kind: Kind, first: number): void {
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
    if (because === null) {
      this.retries += 1;
      countTask(this.#retried, outcome, task);
    } else if (!isBelieved(this.#scheduler, job, history) && this.#mayBeJudged(history)) {
      this.retries += 1;
      job.doubted.add(task);
      countTask(this.#doubted, outcome, task);
    } else {
      this.failures.push(giveUp(this.#scheduler, job, volunteer, task));
      countTask(this.#givenUp, because, task);
    }
  }

  #mayBeJudged(history: readonly FailedAttempt[]): boolean {
    if (this.#job.doubted.size === 0) this.#job.doubtedAt = this.#scheduler.now;
    // Looked for once: to look at all volunteers for each of thousands of errors would take long.
    if (this.#judges === null) {
      watchJudges(this.#scheduler, this.#job);
      this.#judges = findJudges(this.#scheduler, this.#job);
    }
    return mayBeJudged(this.#judges, history);
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

/** Puts failures on record that no answer has brought. */
export function commitFailures(
  scheduler: Scheduler,
  job: Job,
  volunteer: VolunteerId,
  failures: readonly TaskFailure[],
): void {
  const settling = { slot: null, beganMsAgo: 0, block: emptyBlock, positions: null, failures };
  orderCommit(scheduler, { job, volunteer, sent: null, endedBy: null }, settling);
}

export function explainGivenUp({ effects }: Scheduler, { id }: Job, givenUp: ReadonlyMap<GivenUp, Counted>): void {
  for (const [because, told] of givenUp) {
    effects.push({ type: "explain", explanation: { type: "given-up", job: id, because, ...told } });
  }
}

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
