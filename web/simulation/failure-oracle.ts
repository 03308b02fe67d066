import type { JobId } from "../core/ids.ts";
import { isTaskError, outcomes } from "../core/job/job.ts";
import { isAvailable } from "../core/scheduler/availability.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import { isEquipped } from "../core/scheduler/equipment.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { holds } from "../core/scheduler/holders.ts";
import type { Job, Scheduler, Session } from "../core/scheduler/state.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook, TaskEntry } from "./record-book.ts";
import { planOfProgram, type SampleTasks } from "./sample-task.ts";
import { slowSchedulerSettings } from "./time-scale.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/** What the oracle looks at beside what it is told. */
interface FailureOracleWorld {
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
}

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

/** What a volunteer has brought of a job since the room's start, as the scheduler should count it. */
interface Heard {
  values: number;
  errors: number;
  /** Errors of its last answer, which are judged one after the other. */
  lastErrors: number;
  /** When it could last be given tasks of the job; null where it is there and cannot compute it. */
  thereAt: number | null;
}

/** Errors that a volunteer is taken to have made, at least, once it is sent away. */
const errorsOfTheSentAway = 3;

/** Values on record that count for a volunteer after a reload, at most. */
const restoredValues = 2;

/** The score of a volunteer of which at most that much is known: an error of its last answer may have been judged before the others. */
function mostScore({ values, errors }: Heard): number {
  return values / (1 + values + 2 * Math.max(0, errors - 1));
}

function leastScore({ values, errors, lastErrors }: Heard): number {
  return values / (1 + values + 2 * (errors + lastErrors));
}

function mayCompute(job: Job, session: Session): boolean {
  return isEquipped(job, session) && !job.loading.unable.has(session.id);
}

/** Checks which tasks fail: not too early and not too late, and none by the word of spoilers alone. */
export class FailureOracle {
  readonly #world: FailureOracleWorld;
  /** Volunteers in whose tabs tasks throw that others answer. */
  readonly #spoilers = new Set<number>();
  /** By start of the room, job and volunteer. */
  readonly #heard = new WeakMap<Scheduler, Map<number, Map<number, Heard>>>();
  /** When no task of the job was doubted for the last time. */
  readonly #undoubtedAt = new WeakMap<Job, number>();

  constructor(world: FailureOracleWorld) {
    this.#world = world;
  }

  resultsArrive(scheduler: Scheduler, tab: VolunteerTab | null, event: ResultsArrived): void {
    const { volunteer, job, block } = event;
    if (tab?.isSpoiler === true) this.#spoilers.add(volunteer);
    const heard = this.#heardOf(scheduler, job, volunteer);
    heard.errors += heard.lastErrors;
    heard.lastErrors = 0;
    const lease = scheduler.leases.get(event.lease);
    for (const [at, outcome] of block.outcomes.entries()) {
      if (!isTaskError(outcome)) continue;
      // Errors that come too late count for nobody; an honest volunteer may have as many.
      const mayCount = lease !== undefined && event.epoch === scheduler.epoch && holds(lease, block.indices[at] ?? 0);
      if (mayCount || !this.#spoilers.has(volunteer)) heard.lastErrors += 1;
    }
  }

  #jobOf(scheduler: Scheduler, job: number): Map<number, Heard> {
    const ofRoom = this.#heard.get(scheduler) ?? new Map<number, Map<number, Heard>>();
    this.#heard.set(scheduler, ofRoom);
    const ofJob = ofRoom.get(job) ?? new Map<number, Heard>();
    ofRoom.set(job, ofJob);
    return ofJob;
  }

  #heardOf(scheduler: Scheduler, job: number, volunteer: number): Heard {
    const ofJob = this.#jobOf(scheduler, job);
    const heard = ofJob.get(volunteer) ?? { values: 0, errors: 0, lastErrors: 0, thereAt: null };
    ofJob.set(volunteer, heard);
    return heard;
  }

  /** Whoever is sent away is believed nothing that it said, and a few errors more than it may have made: others judge in its place. */
  sentAway(scheduler: Scheduler, volunteer: number): void {
    for (const job of scheduler.jobs.keys()) {
      const heard = this.#heardOf(scheduler, job, volunteer);
      heard.values = 0;
      heard.errors = Math.max(heard.errors, errorsOfTheSentAway);
    }
  }

  /** Who has answered is known of the record, and may come back; how much it failed is not. */
  jobRestored(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "job-restored" }>): void {
    const { volunteers, failed } = event.records;
    for (const [at, volunteer] of volunteers.entries()) {
      if (failed[at] === 1) continue;
      const heard = this.#heardOf(scheduler, event.job, volunteer);
      heard.values = Math.min(heard.values + 1, restoredValues);
      heard.thereAt = event.now;
    }
  }

  factHandled(scheduler: Scheduler): void {
    for (const job of scheduler.running) {
      if (job.doubted.size === 0) this.#undoubtedAt.set(job, scheduler.now);
      for (const [volunteer, heard] of this.#jobOf(scheduler, job.id)) {
        const session = [...scheduler.sessions.values()].find(({ id }) => id === volunteer);
        if (session !== undefined && isAvailable(session)) {
          heard.thereAt = mayCompute(job, session) ? scheduler.now : null;
        }
      }
    }
  }

  resultsOrdered(scheduler: Scheduler, order: Extract<SchedulerEffect, { type: "commit-results" }>): void {
    const job = scheduler.jobs.get(order.job);
    if (job === undefined) return;
    this.#heardOf(scheduler, order.job, order.volunteer).values += order.settled.length - order.failures.length;
    for (const failure of order.failures) this.#checkVerdict(scheduler, job, failure);
  }

  /**
   * [P5] No task fails by the word of spoilers alone that are trusted less than half as much as an honest volunteer, while such a one is
   * there or may come back, or while one is there of which nothing is known.
   */
  #checkVerdict(scheduler: Scheduler, job: Job, { task, history }: TaskFailure): void {
    if (job.options.maxAttempts === 1 || history.some(({ outcome }) => outcome === "lost")) return;
    if (!history.every(({ volunteer }) => this.#spoilers.has(volunteer))) return;
    const { leastScore: least, shareOfBestScore, judgeAwaitMs, busyAwaitMs } = slowSchedulerSettings;
    const ofJob = this.#jobOf(scheduler, job.id);
    const isAwaited = ({ thereAt }: Heard): boolean => thereAt !== null && scheduler.now < thereAt + judgeAwaitMs;
    const honest = [...ofJob].filter(([id, heard]) => !this.#spoilers.has(id) && isAwaited(heard));
    const bar = Math.max(0, ...honest.map(([, heard]) => leastScore(heard)));
    const mostBelieved = Math.max(
      ...history.map(({ volunteer }) => mostScore(this.#heardOf(scheduler, job.id, volunteer))),
    );
    if (mostBelieved >= Math.max(least, shareOfBestScore * bar)) return;
    const highest = Math.max(0, ...[...ofJob.values()].map(mostScore));
    const words = `[P5] task ${task} of job ${job.id} fails by the word of spoilers`;
    const isJudged = bar >= Math.max(least, shareOfBestScore * highest);
    this.#world.findings.must(!isJudged, `${words}, though one is there, or may come back, that is trusted`);
    if (scheduler.now >= (this.#undoubtedAt.get(job) ?? 0) + busyAwaitMs) return;
    const newcomer = [...scheduler.sessions.values()].find((session) => {
      const isAble = isAvailable(session) && session.setbacks === 0 && mayCompute(job, session);
      const heard = ofJob.get(session.id);
      const isNew = heard === undefined || heard.values + heard.errors + heard.lastErrors === 0;
      return isAble && isNew && !this.#spoilers.has(session.id);
    });
    this.#world.findings.must(newcomer === undefined, `${words}, though newcomer ${newcomer?.id} is there`);
  }

  checkOnRecord(id: JobId, { task, history }: Extract<TaskEntry, { type: "failed" }>): void {
    const { record, tasks, findings } = this.#world;
    const job = record.jobs.get(id);
    const errors = history.filter((attempt) => attempt.outcome !== "lost");
    const lost = history.length - errors.length;
    const volunteers = new Set(errors.map((attempt) => attempt.volunteer)).size;
    const isOnce = job?.options.atMostOnce === true;
    const most = isOnce ? 1 : (job?.options.maxAttempts ?? 0);
    // A first death in a large batch is counted and leaves no trace in the history.
    const isDue = isOnce || lost >= 2 || volunteers >= 2 || errors.length >= most;
    findings.must(isDue, `[P5] task ${task} of job ${id} is given up too early`);
    // Beyond that only one after the other tries it whose word might count.
    const isTriedOnce = errors.length - volunteers < most;
    findings.must(errors.length <= most || isTriedOnce, `[P5] task ${task} of job ${id} was tried too often`);
    const nature = tasks.nature({ plan: planOfProgram(job?.source ?? ""), task });
    const threw = errors.some(({ outcome, volunteer }) => outcome === outcomes.threw && !this.#spoilers.has(volunteer));
    findings.must(!threw || nature === "throws" || nature === "throws-once", `[P5] task ${task} never threw`);
  }
}
