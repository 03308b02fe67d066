import type { JobId } from "../core/ids.ts";
import { isTaskError, outcomes, type ResultBlock } from "../core/job/job.ts";
import { isAvailable } from "../core/scheduler/availability.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import { isEquipped } from "../core/scheduler/equipment.ts";
import type { Job, Scheduler } from "../core/scheduler/state.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook, TaskEntry } from "./record-book.ts";
import { planOfProgram, type SampleTasks } from "./sample-task.ts";
import type { VolunteerTab } from "./volunteer-tab.ts";

/** What the oracle looks at beside what it is told. */
interface FailureOracleWorld {
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
}

/** Answers for each failure with which an honest volunteer is trusted for sure, whatever the order in which they came. */
const surelyTrusted = 1;

/** Errors that a volunteer is taken to have made, at least, once it is sent away. */
const errorsOfTheSentAway = 3;

interface Heard {
  values: number;
  errors: number;
}

/** Checks which tasks fail: not too early and not too late, and none by the word of spoilers alone. */
export class FailureOracle {
  readonly #world: FailureOracleWorld;
  /** Volunteers in whose tabs every task throws. */
  readonly #spoilers = new Set<number>();
  /** By job and volunteer, all that honest ones said that counted. */
  readonly #heard = new Map<number, Map<number, Heard>>();

  constructor(world: FailureOracleWorld) {
    this.#world = world;
  }

  resultsArrive(
    tab: VolunteerTab | null,
    { volunteer, job, block }: { readonly volunteer: number; readonly job: JobId; readonly block: ResultBlock },
  ): void {
    if (tab?.isSpoiler === true) this.#spoilers.add(volunteer);
    const heard = this.#heardOf(job, volunteer);
    for (const outcome of block.outcomes) if (isTaskError(outcome)) heard.errors += 1;
  }

  #heardOf(job: number, volunteer: number): Heard {
    const ofJob = this.#heard.get(job) ?? new Map<number, Heard>();
    this.#heard.set(job, ofJob);
    const heard = ofJob.get(volunteer) ?? { values: 0, errors: 0 };
    ofJob.set(volunteer, heard);
    return heard;
  }

  /** Whoever is sent away is believed nothing that it said, and a few errors more than it may have made: others judge in its place. */
  sentAway(scheduler: Scheduler, volunteer: number): void {
    for (const job of scheduler.jobs.keys()) {
      const heard = this.#heardOf(job, volunteer);
      heard.values = 0;
      heard.errors = Math.max(heard.errors, errorsOfTheSentAway);
    }
  }

  /** What did not get on record is forgotten with the room's former start. */
  jobRestored(job: JobId): void {
    this.#heard.delete(job);
  }

  resultsOrdered(scheduler: Scheduler, order: Extract<SchedulerEffect, { type: "commit-results" }>): void {
    const job = scheduler.jobs.get(order.job);
    if (job === undefined) return;
    for (const failure of order.failures) this.#checkVerdict(scheduler, job, failure);
    this.#heardOf(order.job, order.volunteer).values += order.settled.length - order.failures.length;
  }

  /** [P5] No task fails by the word of spoilers alone while an honest volunteer is there that has answered more than it failed. */
  #checkVerdict(scheduler: Scheduler, job: Job, { task, history }: TaskFailure): void {
    if (job.options.maxAttempts === 1 || history.some(({ outcome }) => outcome === "lost")) return;
    if (!history.every(({ volunteer }) => this.#spoilers.has(volunteer))) return;
    const judge = [...scheduler.sessions.values()].find((session) => {
      const { values, errors } = this.#heardOf(job.id, session.id);
      const isAble = isAvailable(session) && isEquipped(job, session) && !job.loading.unable.has(session.id);
      return isAble && !this.#spoilers.has(session.id) && values > surelyTrusted * errors;
    });
    const words = `[P5] task ${task} of job ${job.id} fails by the word of spoilers, though volunteer ${judge?.id} is there`;
    this.#world.findings.must(judge === undefined, words);
  }

  checkOnRecord(id: JobId, { task, history }: Extract<TaskEntry, { type: "failed" }>): void {
    const { record, tasks, findings } = this.#world;
    const job = record.jobs.get(id);
    const errors = history.filter((attempt) => attempt.outcome !== "lost");
    const lost = history.length - errors.length;
    const volunteers = new Set(errors.map((attempt) => attempt.volunteer)).size;
    const most = job?.options.maxAttempts ?? 0;
    // A first death in a large batch is counted and leaves no trace in the history.
    const isDue = lost >= 2 || volunteers >= 2 || errors.length >= most;
    findings.must(isDue, `[P5] task ${task} of job ${id} is given up too early`);
    // Beyond that only one after the other tries it whose word might count.
    const isTriedOnce = errors.length - volunteers < most;
    findings.must(errors.length <= most || isTriedOnce, `[P5] task ${task} of job ${id} was tried too often`);
    const nature = tasks.nature({ plan: planOfProgram(job?.source ?? ""), task });
    const threw = errors.some(({ outcome, volunteer }) => outcome === outcomes.threw && !this.#spoilers.has(volunteer));
    findings.must(!threw || nature === "throws" || nature === "throws-once", `[P5] task ${task} never threw`);
  }
}
