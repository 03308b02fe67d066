import type { JobId } from "../core/ids.ts";
import type { Precision } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOver, type Job } from "../core/scheduler/state.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook, TaskEntry } from "./record-book.ts";
import type { RoomMachineWatch, RoomPage } from "./room-page.ts";
import { planOfProgram, valueOf, type SampleTasks } from "./sample-task.ts";

interface EndOracleWorld {
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
}

/** The numbers of a job with a precision, as they got on record. */
interface Numbers {
  readonly list: number[];
  /** The first task with which their mean is known as precisely as the job asks; null before it. */
  satisfiedBy: number | null;
}

/** A job that its rule is to end before time goes on. */
interface DueEnd {
  readonly page: RoomPage;
  readonly job: Job;
  readonly now: number;
}

/** [P8] Checks that jobs end early with a result on record that says so or satisfies their rule, and with nothing else. */
export class EndOracle implements RoomMachineWatch {
  readonly #world: EndOracleWorld;
  /** The job that is to be over once the fact at hand has been handled. */
  #ending: Job | null = null;
  #due: DueEnd | null = null;
  /** The job whose rule the fact at hand brings the satisfying result of. */
  #committed: JobId | null = null;
  readonly #numbers = new Map<JobId, Numbers>();

  constructor(world: EndOracleWorld) {
    this.#world = world;
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[P8] ${words}`);
  }

  factArrives(page: RoomPage, event: SchedulerEvent): void {
    const { scheduler } = page;
    this.#checkDue(event.now);
    const commit = event.type === "results-committed" ? scheduler?.commits.get(event.commit) : undefined;
    const endedBy = commit === undefined ? null : this.#endedBy(commit.job.id);
    this.#ending = endedBy !== null && commit?.settled.includes(endedBy) === true ? commit.job : null;
    const satisfiedBy = commit === undefined ? null : this.#satisfiedBy(commit.job.id);
    this.#committed = satisfiedBy !== null && commit?.settled.includes(satisfiedBy) === true ? commit.job.id : null;
  }

  orderGiven({ scheduler }: RoomPage, effect: SchedulerEffect): void {
    if (effect.type !== "commit-results") return;
    const phase = scheduler?.jobs.get(effect.job)?.phase;
    this.#must(phase !== "ended-early", `a result of job ${effect.job} counts that came after the job's early end`);
  }

  factHandled(page: RoomPage, event: SchedulerEvent): void {
    const { scheduler } = page;
    this.#noteDue(page, event);
    const restored = event.type === "job-restored" && this.#endedBy(event.job) !== null;
    const job = restored ? (scheduler?.jobs.get(event.job) ?? null) : this.#ending;
    if (job === null) return;
    const isLast = job.isSealed && job.tasks.open === 0;
    this.#must(isOver(job) || isLast, `job ${job.id} goes on with a result on record that ends it`);
  }

  /** The room looks at what is new on record once the scheduler knows of it. */
  #noteDue(page: RoomPage, event: SchedulerEvent): void {
    const id = event.type === "job-restored" ? event.job : this.#committed;
    const job = id === null ? undefined : page.scheduler?.jobs.get(id);
    if (job === undefined || isOver(job) || this.#satisfiedBy(job.id) === null) return;
    this.#due = { page, job, now: event.now };
  }

  #checkDue(now: number): void {
    if (this.#due === null || this.#due.now === now) return;
    const { page, job } = this.#due;
    this.#due = null;
    // The page may have gone before it came to that.
    if (page.scheduler?.jobs.get(job.id) !== job) return;
    const isLast = job.isSealed && job.tasks.open === 0;
    this.#must(isOver(job) || isLast, `job ${job.id} goes on with a result on record that satisfies its rule`);
  }

  /** What is new on record. */
  noteRecord(entry: JournalEntry, written: readonly TaskEntry[]): void {
    const { record, tasks } = this.#world;
    if (entry.type === "job-changed" && entry.phase === "ended-early") {
      const endedBy = entry.endRule === undefined ? this.#endedBy(entry.job) : this.#satisfiedBy(entry.job);
      const how = entry.endRule === undefined ? "says so" : "satisfies its rule";
      this.#must(endedBy !== null, `job ${entry.job} ends early, and no result on record ${how}`);
      this.#must(
        entry.endedBy === endedBy,
        `job ${entry.job} ends with task ${entry.endedBy}, and not with ${endedBy}`,
      );
    }
    const source = entry.type === "results-accepted" ? record.jobs.get(entry.job)?.source : undefined;
    if (source === undefined) return;
    for (const one of written) {
      if (one.type !== "done") continue;
      const endsJob = tasks.endsJob({ plan: planOfProgram(source), task: one.task });
      this.#must(one.endsJob === endsJob, `on record task ${one.task} ends its job: ${one.endsJob}`);
      if (entry.type === "results-accepted") this.#noteNumber(entry.job, one.task, planOfProgram(source));
    }
  }

  #noteNumber(job: JobId, task: number, plan: number): void {
    const precision = this.#world.record.jobs.get(job)?.options.precision;
    if (precision === undefined) return;
    const numbers = this.#numbers.get(job) ?? { list: [], satisfiedBy: null };
    this.#numbers.set(job, numbers);
    numbers.list.push(valueOf({ plan, task }));
    if (isKnown(numbers.list, precision)) numbers.satisfiedBy ??= task;
  }

  #satisfiedBy(job: JobId): number | null {
    return this.#numbers.get(job)?.satisfiedBy ?? null;
  }

  /** Goes through all tasks. */
  checkWhole({ scheduler }: RoomPage): void {
    for (const { id, tasks } of scheduler?.jobs.values() ?? []) {
      const entries = this.#world.record.jobs.get(id)?.byTask;
      if (tasks.notNeeded === 0) continue;
      for (const task of entries?.keys() ?? []) {
        const isNeeded = tasks.state(task) !== taskStates.notNeeded;
        this.#must(isNeeded, `task ${task} of job ${id} is on record, and not needed in the table`);
      }
    }
  }

  #endedBy(job: JobId): number | null {
    return this.#world.record.jobs.get(job)?.endedBy ?? null;
  }
}

/** By the textbook's two passes, where the room has a running mean. */
function isKnown(numbers: readonly number[], { type, halfWidth }: Precision): boolean {
  const count = numbers.length;
  if (count < 30 || numbers.every((number) => number === numbers[0])) return false;
  const mean = numbers.reduce((sum, number) => sum + number, 0) / count;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  const half = (1.96 * Math.sqrt(squares / (count - 1))) / Math.sqrt(count);
  return half <= (type === "absolute" ? halfWidth : (Math.abs(mean) * halfWidth) / 100);
}
