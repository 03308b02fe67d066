import type { JobId } from "../core/ids.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { isOver, type Job } from "../core/scheduler/state.ts";
import { taskStates } from "../core/scheduler/tasks.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook, TaskEntry } from "./record-book.ts";
import type { RoomMachineWatch, RoomPage } from "./room-page.ts";
import { planOfProgram, type SampleTasks } from "./sample-task.ts";

interface EndOracleWorld {
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly tasks: SampleTasks;
}

/** [P8] Checks that jobs end early with a result on record that says so, and with nothing else. */
export class EndOracle implements RoomMachineWatch {
  readonly #world: EndOracleWorld;
  /** The job that is to be over once the fact at hand has been handled. */
  #ending: Job | null = null;

  constructor(world: EndOracleWorld) {
    this.#world = world;
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[P8] ${words}`);
  }

  factArrives({ scheduler }: RoomPage, event: SchedulerEvent): void {
    const commit = event.type === "results-committed" ? scheduler?.commits.get(event.commit) : undefined;
    const endedBy = commit === undefined ? null : this.#endedBy(commit.job.id);
    this.#ending = endedBy !== null && commit?.settled.includes(endedBy) === true ? commit.job : null;
  }

  orderGiven({ scheduler }: RoomPage, effect: SchedulerEffect): void {
    if (effect.type !== "commit-results") return;
    const phase = scheduler?.jobs.get(effect.job)?.phase;
    this.#must(phase !== "ended-early", `a result of job ${effect.job} counts that came after the job's early end`);
  }

  factHandled({ scheduler }: RoomPage, event: SchedulerEvent): void {
    const restored = event.type === "job-restored" && this.#endedBy(event.job) !== null;
    const job = restored ? (scheduler?.jobs.get(event.job) ?? null) : this.#ending;
    if (job === null) return;
    const isLast = job.isSealed && job.tasks.open === 0;
    this.#must(isOver(job) || isLast, `job ${job.id} goes on with a result on record that ends it`);
  }

  /** What is new on record. */
  noteRecord(entry: JournalEntry, written: readonly TaskEntry[]): void {
    const { record, tasks } = this.#world;
    if (entry.type === "job-changed" && entry.phase === "ended-early") {
      const endedBy = this.#endedBy(entry.job);
      this.#must(endedBy !== null, `job ${entry.job} ends early, and no result on record says so`);
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
    }
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
