import { browserClock } from "../../environment/browser/browser-clock.ts";
import type { Unstamped } from "../../core/fact-queue.ts";
import { isLeaseId, jobNumber, nextJobId, type JobId } from "../../core/ids.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import type { ThrownError } from "../../core/job/job.ts";
import { messageOf } from "../../core/message-of.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import type { JobPhase, Scheduler } from "../../core/scheduler/state.ts";
import { Tasks } from "../../core/scheduler/tasks.ts";
import type { JobHistory, JournalEntry } from "../../journal/journal.ts";
import type { LogBook } from "../../words/log-book.ts";
import { Ticker } from "../../core/ticker.ts";
import { findWorkload } from "../../workloads/catalogue.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { ResultsTable } from "../../table/results-table.ts";
import { logInputs } from "./log-inputs.ts";
import { jobView } from "../room-views.ts";
import { Progress } from "./progress.ts";
import { JobRecord } from "../results/job-results.ts";
import { stoppedInWords } from "./stopped-words.ts";
import { restoring } from "../record/restored-job.ts";
import { atOnce } from "../../table/time-slices.ts";
import type { JobView } from "../store.ts";
import type { PageJob } from "./scheduler-shell.ts";
import type { TaskTable } from "../../table/table-query.ts";
import { resultInWords } from "../results/result-words.ts";

/** How often the clock of a running job is brought up to date. */
const clockMs = 1_000;

interface Surroundings {
  readonly scheduler: Scheduler;
  readonly log: LogBook;
  readonly tell: (fact: Unstamped<SchedulerEvent>) => void;
  readonly append: (entry: JournalEntry, written?: () => void) => void;
  readonly nameOf: (volunteer: number) => string;
  /** What people see has changed. */
  readonly changed: () => void;
  /** A job on record is another one now. */
  readonly recordChanged: () => void;
}

interface Shown {
  readonly job: PageJob;
  readonly progress: Progress;
  readonly table: TaskTable;
}

/** What of a job is there before it is begun. */
type Runnable = Pick<PageJob, "request" | "workload" | "inputs">;

/** @throws RangeError where the job cannot run. */
function runnable(wanted: JobDefinition): Runnable {
  const request = checkDefinition(wanted);
  const workload = findWorkload(request.workload);
  if (workload === undefined) throw new RangeError(`workload ${request.workload} is none that this page knows`);
  return { request, workload, inputs: openInputs(request.inputs) };
}

/** Beyond so many tasks a small device may have no memory for their columns. */
const surelyFitting = 10_000_000;

/** @throws RangeError where this tab has no memory for that many tasks. */
function recordFor(total: number): JobRecord {
  try {
    // A trial: the scheduler makes columns like these when the job is begun, and then it is too late to refuse it.
    if (total > surelyFitting) void new Tasks(total);
    return new JobRecord(total);
  } catch (error) {
    throw new RangeError(`inputs of ${total} tasks are more than this tab has memory for`, { cause: error });
  }
}

/** The jobs of one start of a room: one at a time is open, and the newest is shown. */
export class LiveJobs {
  readonly #surroundings: Surroundings;
  readonly #jobs = new Map<JobId, PageJob>();
  readonly #clock: Ticker;
  /** Its id; 0 before the first one. */
  #lastJob: number;
  #shown: Shown | null = null;
  /** Whether the person wants it to stand still; it may also do so because the journal is full. */
  #isPaused = false;
  #isHeldUp = false;

  constructor(surroundings: Surroundings, lastJob: number) {
    this.#surroundings = surroundings;
    this.#lastJob = lastJob;
    this.#clock = new Ticker(browserClock, clockMs, () => surroundings.changed());
  }

  get table(): TaskTable | null {
    return this.#shown?.table ?? null;
  }

  get shown(): PageJob | null {
    return this.#shown?.job ?? null;
  }

  get isOpen(): boolean {
    const phase = this.#phase();
    return phase === "running" || phase === "paused";
  }

  view(now: number): JobView | null {
    return this.#shown === null
      ? null
      : jobView(this.#surroundings.scheduler, this.#shown.job, this.#shown.progress, now);
  }

  jobOf(id: JobId): PageJob {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  elapsedMs(job: PageJob): number {
    return this.#shown?.job === job ? this.#shown.progress.elapsedMs(performance.now()) : 0;
  }

  #phase(): JobPhase | null {
    if (this.#shown === null) return null;
    return this.#surroundings.scheduler.jobs.get(this.#shown.job.id)?.phase ?? null;
  }

  /**
   * Goes out while it is being put on record: its results come behind it there, and an id that got lost with a page is
   * never used again. Refused before anything of it has been begun, and the job shown then stays.
   *
   * @throws RangeError where the job cannot run; the message says all that is wrong with it.
   */
  start(wanted: JobDefinition): void {
    if (this.isOpen) throw new Error("the job shown is not over yet");
    const { scheduler, log, append, tell, recordChanged } = this.#surroundings;
    const id = nextJobId(scheduler.epoch, this.#lastJob);
    const { request, workload, inputs } = runnable(wanted);
    const { total } = inputs;
    const job: PageJob = { id, request, workload, inputs, record: recordFor(total), problem: null };
    this.#forgetShown();
    this.#lastJob = id;
    this.#jobs.set(id, job);
    this.#isPaused = false;
    log.write("job", `Job ${jobNumber(id)}: ${workload.title}, ${total} tasks`);
    logInputs(log, workload, inputs);
    const progress = new Progress(performance.now());
    const createdAt = Date.now();
    append({ type: "job-created", job: id, total, definition: request, createdAt }, recordChanged);
    tell({ type: "job-submitted", job: id, total, options: request.options });
    this.#show(job, progress);
    if (this.#isHeldUp) this.#standStill();
  }

  /** The job before makes way for the next one: its columns and results may take hundreds of megabytes. */
  #forgetShown(): void {
    if (this.#shown === null) return;
    const { id } = this.#shown.job;
    this.#shown = null;
    this.#surroundings.tell({ type: "job-forgotten", job: id });
  }

  /** Nothing of it will be asked for any more. */
  dropped(id: JobId): void {
    this.#jobs.delete(id);
  }

  /** Goes on with a job of an earlier start. */
  restore(history: JobHistory): void {
    const { summary, definition } = history;
    const { log, tell } = this.#surroundings;
    let known: Runnable;
    try {
      known = runnable(definition);
    } catch (error) {
      log.write("trouble", `Job ${jobNumber(summary.job)} cannot go on: ${messageOf(error)}`);
      return;
    }
    const { record, records } = atOnce(restoring(history));
    const job: PageJob = { id: summary.job, ...known, record, problem: null };
    this.#jobs.set(job.id, job);
    const settled = records.indices.length;
    log.write("job", `Job ${jobNumber(job.id)} goes on: ${settled} of ${summary.total} tasks are on record`);
    const progress = new Progress(performance.now(), { elapsedMs: summary.elapsedMs, settled });
    this.#isPaused = summary.phase === "paused";
    const { options } = definition;
    const restored = { job: job.id, total: summary.total, options, paused: this.#isPaused, records };
    tell({ type: "job-restored", ...restored });
    this.#show(job, progress);
  }

  #show(job: PageJob, progress: Progress): void {
    const { scheduler, nameOf, changed } = this.#surroundings;
    const known = scheduler.jobs.get(job.id);
    if (known === undefined) return;
    const { tasks } = known;
    const { workload, inputs, record } = job;
    const holderOf: ConstructorParameters<typeof ResultsTable>[0]["holderOf"] = (task) => {
      const lease = tasks.holder(task);
      return isLeaseId(lease) ? (scheduler.leases.get(lease)?.session.id ?? null) : null;
    };
    const table = new ResultsTable({
      tasks,
      record,
      holderOf,
      nameOf,
      describeInput: (task) => workload.describeInput(inputs.look(task)),
      resultText: (task) => resultInWords(job, task),
    });
    this.#shown = { job, progress, table };
    if (this.#isTimed()) this.#clock.start();
    else progress.pause(performance.now());
    changed();
  }

  /** Whether the clock of the job shown goes. */
  #isTimed(): boolean {
    const { scheduler } = this.#surroundings;
    const known = this.#shown === null ? undefined : scheduler.jobs.get(this.#shown.job.id);
    return known?.phase === "running" && !known.isWaiting;
  }

  /** Stops the clock of the job shown, or has it go on, as the scheduler's state says. To be called after each of its events. */
  keepTime(): void {
    if (this.#shown === null) return;
    const { job, progress } = this.#shown;
    const isTimed = this.#isTimed();
    if (isTimed === progress.isRunning) return;
    if (isTimed) {
      progress.resume(performance.now());
      this.#clock.start();
    } else {
      progress.pause(performance.now());
      this.#clock.stop();
      // A job that waits has no result that would bring its time on record, and may wait until the next reload.
      if (this.#phase() === "running") this.#recordPhase(job, "running");
    }
    this.#surroundings.changed();
  }

  pause(): void {
    if (this.#shown === null || !this.isOpen || this.#isPaused) return;
    this.#isPaused = true;
    this.#note("paused");
    this.#standStill();
  }

  resume(): void {
    if (this.#shown === null || !this.isOpen || !this.#isPaused) return;
    this.#isPaused = false;
    this.#note("running");
    this.#goOn();
  }

  /** Pauses a job that cannot go on by itself, and says why; it may be one that is just being started. */
  stop(job: PageJob, reason: string): void {
    const { scheduler, log, tell } = this.#surroundings;
    if (scheduler.jobs.get(job.id)?.phase !== "running" || this.#isPaused) return;
    this.#isPaused = true;
    log.write("trouble", `Job ${jobNumber(job.id)} is paused: ${reason}`);
    this.#recordPhase(job, "paused");
    tell({ type: "job-paused", job: job.id });
  }

  /** The journal takes nothing: what runs may end, and nothing further starts. */
  holdUp(): void {
    this.#isHeldUp = true;
    this.#standStill();
  }

  release(): void {
    this.#isHeldUp = false;
    this.#goOn();
  }

  #standStill(): void {
    if (this.#shown === null || this.#phase() !== "running") return;
    this.#surroundings.tell({ type: "job-paused", job: this.#shown.job.id });
  }

  #goOn(): void {
    if (this.#shown === null || this.#phase() !== "paused" || this.#isPaused || this.#isHeldUp) return;
    this.#surroundings.tell({ type: "job-resumed", job: this.#shown.job.id });
  }

  cancel(): void {
    if (this.#shown === null || !this.isOpen) return;
    this.#note("cancelled");
    this.#surroundings.tell({ type: "job-cancelled", job: this.#shown.job.id });
  }

  /** Every task is done or failed. */
  ended(job: PageJob, done: number, failed: number): void {
    this.#recordPhase(job, "done");
    this.#surroundings.log.write("job", `Job ${jobNumber(job.id)} ended: ${done} done, ${failed} failed`);
  }

  /** Its program loads nowhere. */
  stopped(job: PageJob, problem: ThrownError): void {
    const { log, append, recordChanged } = this.#surroundings;
    job.problem = problem;
    const elapsedMs = this.elapsedMs(job);
    append({ type: "job-changed", job: job.id, phase: "stopped", elapsedMs, problem }, recordChanged);
    log.write("trouble", `Job ${jobNumber(job.id)} ${stoppedInWords(problem)}`);
  }

  #note(phase: "running" | "paused" | "cancelled"): void {
    if (this.#shown === null) return;
    const { job } = this.#shown;
    this.#surroundings.log.write("job", `Job ${jobNumber(job.id)} ${phase === "running" ? "resumed" : phase}`);
    this.#recordPhase(job, phase);
  }

  #recordPhase(job: PageJob, phase: JobPhase): void {
    const { append, recordChanged } = this.#surroundings;
    append({ type: "job-changed", job: job.id, phase, elapsedMs: this.elapsedMs(job) }, recordChanged);
  }

  close(): void {
    this.#clock.stop();
  }
}
