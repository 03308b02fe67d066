import type { Epoch, JobId } from "../core/ids.ts";
import type { Job } from "../core/scheduler/state.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import { valueAt } from "../core/values/packed.ts";
import { putLarge } from "../core/blobs/inputs-apart.ts";
import type { JournalEntry } from "../journal/journal.ts";
import type { Findings } from "./findings.ts";
import type { RecordBook } from "./record-book.ts";
import type { RoomPage } from "./room-page.ts";
import { sourceTrouble, type SampleSource } from "./sample-source.ts";
import { isRowOf, isSkipped, planOfProgram } from "./sample-task.ts";
import type { Scenario } from "./scenario.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import { slowSchedulerSettings } from "./time-scale.ts";

/** Tasks of the largest batch that a planned job may ask for. */
const largestBatch = 12;

export interface SourceOracleWorld {
  readonly findings: Findings;
  readonly record: RecordBook;
  readonly jobs: Scenario["jobs"];
}

/** [S11] Checks that a growing job's inputs are read once, no faster than is asked for, and on record before their results. */
export class SourceOracle {
  readonly #world: SourceOracleWorld;
  readonly #sources: SampleSource[] = [];
  /** By epoch and job, the further tasks that are asked for and did not come yet. */
  readonly #wanted = new Map<string, number>();
  /** By epoch, the loads that were ordered. */
  readonly #loads = new Set<string>();
  /** The epoch in which each job was begun: its source is gone in later ones. */
  readonly #begunIn = new Map<JobId, Epoch>();
  /** Open jobs, whose inputs people add unasked. */
  readonly #byHand = new Set<JobId>();
  /** Jobs of whose source it was said that it failed. */
  readonly #explained = new Set<JobId>();

  constructor(world: SourceOracleWorld) {
    this.#world = world;
  }

  opened(source: SampleSource): void {
    this.#sources.push(source);
  }

  takesByHand(job: JobId): void {
    this.#byHand.add(job);
  }

  misused(words: string): void {
    this.#must(false, words);
  }

  #must(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[S11] ${words}`);
  }

  factArrives({ scheduler }: RoomPage, event: SchedulerEvent): void {
    if (event.type !== "tasks-added" && event.type !== "job-sealed" && event.type !== "source-failed") return;
    const name = `${scheduler?.epoch} ${event.job}`;
    const most = this.#wanted.get(name);
    this.#wanted.delete(name);
    if (event.type !== "tasks-added" || this.#byHand.has(event.job)) return;
    // One may come late: it was waited for when those before it were handed over as the answer.
    const computed = event.count - (event.skipped?.length ?? 0);
    const isAsked = computed <= (most ?? 1);
    this.#must(isAsked, `job ${event.job} gets ${computed} tasks, and ${most ?? 0} were asked for`);
  }

  orderGiven({ scheduler }: RoomPage, effect: SchedulerEffect): void {
    const epoch = scheduler?.epoch ?? 0;
    if (effect.type === "load-inputs") {
      const name = `${epoch} ${effect.load}`;
      this.#must(!this.#loads.has(name), `the inputs of load ${effect.load} are asked for twice`);
      this.#loads.add(name);
      this.#checkLoad(effect.job, effect.indices);
    }
    if (effect.type === "explain" && effect.explanation.type === "source-failed") {
      this.#explained.add(effect.explanation.job);
    }
    const job = effect.type === "want-tasks" ? scheduler?.jobs.get(effect.job) : undefined;
    if (effect.type !== "want-tasks" || job === undefined) return;
    const name = `${epoch} ${job.id}`;
    this.#must(!this.#wanted.has(name), `job ${job.id} is asked for tasks before it has answered`);
    this.#wanted.set(name, effect.count);
    const most = mostAhead(job, scheduler?.slots ?? 0);
    this.#must(effect.count <= most, `job ${job.id} is asked for ${effect.count} tasks, and ${most} would do`);
  }

  #mustSkip(isTrue: boolean, words: string): void {
    this.#world.findings.must(isTrue, `[P9] ${words}`);
  }

  #checkLoad(id: JobId, tasks: Uint32Array): void {
    const job = this.#world.record.jobs.get(id);
    const plan = planOfProgram(job?.source ?? "");
    const source = this.#world.jobs[plan - 1]?.source ?? null;
    for (const task of tasks) {
      this.#mustSkip(!isSkipped({ plan, task }, source), `task ${task} of job ${id} is handed out, and has no input`);
    }
  }

  /** To be called before the record book has noted the entry. */
  noteRecord(epoch: Epoch, entry: JournalEntry): void {
    const { record, jobs } = this.#world;
    if (entry.type === "job-created") this.#begunIn.set(entry.job, epoch);
    const job = "job" in entry ? record.jobs.get(entry.job) : undefined;
    if (job === undefined) return;
    const plan = planOfProgram(job.source);
    const planned = jobs[plan - 1];
    switch (entry.type) {
      case "tasks-added": {
        const large = (entry.large ?? []).map(({ at, blob }) => ({ at, bytes: blob.bytes }));
        const inputs = putLarge(entry.inputs, large);
        this.#must(!job.isSealed, `job ${job.id} gets tasks on record after its seal`);
        for (let at = 0; at < entry.inputs.ends.length; at += 1) {
          const isSkippedRow = isSkipped({ plan, task: job.total + at }, planned?.source ?? null);
          const isRight = entry.skipped.includes(at) === isSkippedRow;
          this.#mustSkip(isRight, `task ${job.total + at} of job ${job.id} is skipped on record: ${!isSkippedRow}`);
          if (isSkippedRow) continue;
          const place = { plan, task: job.total + at };
          const isNext = planned !== undefined && isRowOf(place, planned, valueAt(inputs, at));
          this.#must(isNext, `task ${job.total + at} of job ${job.id} has the input of another on record`);
        }
        return;
      }
      case "job-sealed": {
        const { problem } = entry;
        this.#must(!job.isSealed, `job ${job.id} is sealed twice`);
        if (problem?.type === "gone") {
          this.#must(planned?.source?.kind !== "by hand", `job ${job.id} stays open, and is sealed by a reload`);
          this.#must(this.#begunIn.get(job.id) !== epoch, `job ${job.id} is taken for one whose source is gone`);
          return;
        }
        this.#must(
          job.total === planned?.total,
          `job ${job.id} is sealed with ${job.total} of ${planned?.total} tasks`,
        );
        const isRight =
          problem === null
            ? planned?.source?.end === "ends"
            : problem.task === planned?.total && problem.reason === sourceTrouble;
        this.#must(isRight, `job ${job.id} is sealed for a wrong reason`);
        if (problem !== null) this.#must(this.#explained.has(job.id), `nobody is told why job ${job.id} grows no more`);
        return;
      }
      case "results-accepted": {
        // A volunteer may bring tasks, too, whose adding never got on record: they are not accepted.
        const { block, positions } = entry.results;
        const accepted = positions === null ? block.indices : Array.from(positions, (at) => block.indices[at] ?? 0);
        for (const task of accepted) {
          this.#must(task < job.total, `task ${task} of job ${job.id} has a result on record before its input`);
        }
        return;
      }
      case "job-changed":
        this.#must(job.isSealed || entry.phase !== "done", `job ${job.id} ends before it is sealed`);
        return;
      case "job-created":
      case "room-changed":
      case "volunteer-known":
        return;
    }
  }

  /** Inputs must stay in memory until they are on record. */
  readTooEarly(job: JobId, nth: number): void {
    this.#must(false, `addition ${nth} to job ${job} is read back, and is not on record`);
  }

  /** No source is read, or waited for, once its job is over. To be called long after that. `mayRead`: pages that cannot know. */
  checkClosed(mayRead: ReadonlySet<SimulatedPage>): void {
    for (const { plan, page, isRead } of this.#sources) {
      const isExcused = page.isDead || page.isFrozen || mayRead.has(page);
      this.#must(isExcused || !isRead, `the source of planned job ${plan} is not closed`);
    }
  }
}

/** What the room takes in a while, as the scheduler is to reckon it. */
function mostAhead({ options, rate }: Job, slots: number): number {
  const batch = options.batchSize === "auto" ? 1 : Math.min(options.batchSize, largestBatch);
  return Math.max(1, 2 * slots * batch, Math.ceil(rate * slowSchedulerSettings.wantedAheadMs));
}
