import { chunkOf } from "../../core/chunks.ts";
import type { BlobHash } from "../../core/blobs/blob-name.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import { jobNumber, nextJobId, type JobId } from "../../core/ids.ts";
import { AppendedInputs, type InputRecord } from "../../core/job/appended-inputs.ts";
import type { InputFile } from "../../core/job/input-file.ts";
import { growsWith, type InputRecipe } from "../../core/job/input-recipe.ts";
import { closeStream, type InputStream } from "../../core/job/input-stream.ts";
import { checkDefinition, type JobDefinition } from "../../core/job/job-definition.ts";
import { describerOf } from "../../core/job/describer.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { foundIn, JobRefused } from "../../core/job/problem.ts";
import { isOver } from "../../core/scheduler/state.ts";
import type { Packed } from "../../core/values/format.ts";
import { Tasks } from "../../core/scheduler/tasks.ts";
import type { JobKey, Journal } from "../../journal/journal.ts";
import type { UnfinishedJob } from "../record/job-archive.ts";
import { stuckIn } from "../record/stuck-on-record.ts";
import {
  inputsOnRecord,
  nothingAdded,
  startable,
  type AddedOnRecord,
  type FileInputs,
} from "../record/inputs-on-record.ts";
import { precisionReaderOf } from "../results/precision-reader.ts";
import { Settlements } from "../results/settlements.ts";
import type { FindCheck } from "../results/value-check.ts";
import { reasonOf } from "../../words/reason-of.ts";
import { collectBlobs, type JobMaterial, type WholeJob } from "./job-material.ts";
import { addedInputs, valuesOf, type AddedCount } from "./added-inputs.ts";
import { Job, type JobPlan, type JobSurroundings } from "./job.ts";
import { Feed } from "./feed.ts";
import { GrowingJob } from "./growing-job.ts";
import { fileMismatch, resumeSource, type PickedSource } from "./resumed-source.ts";
import { logInputs } from "./log-inputs.ts";
import { areSeveralOpen, type SchedulerShell } from "./scheduler-shell.ts";

interface Surroundings {
  readonly shell: SchedulerShell;
  /** Those that the scheduler knows; the shell finds in it whose order it carries out. */
  readonly known: Map<JobId, Job>;
  readonly ofJobs: Omit<JobSurroundings, "noteEndRecorded">;
  /** What is not in memory is read from it. */
  readonly journal: Pick<Journal, "readInputs">;
  readonly keptInputBytes: number;
  readonly findCheck: FindCheck;
}

/** What of a job can be told from its definition. */
type Runnable = Pick<JobPlan, "definition" | "describer" | "inputs">;

/** `record`: of inputs beside the definition, `added` of which are there. @throws JobRefused where the job cannot run. */
function runnable(wanted: JobDefinition, record: InputRecord, added: AddedOnRecord = nothingAdded): Runnable {
  const definition = checkDefinition(wanted);
  const inputs = inputsOnRecord({ definition, inputCounts: added.inputCounts, skipped: added.skipped }, record);
  return { definition, describer: describerOf(definition.view), inputs };
}

/** Number of tasks above which a small device may have no memory for their columns. */
const surelyFitting = 10_000_000;

/** @throws JobRefused where this tab has no memory for that many tasks. */
function settlementsFor(total: number): Settlements {
  try {
    // A trial: the scheduler makes columns like these when the job is begun, and then it is too late to refuse it.
    if (total > surelyFitting) void new Tasks(total);
    return new Settlements(total);
  } catch {
    throw new JobRefused([{ field: "inputs", wrong: { key: "no-memory", tasks: total } }]);
  }
}

/** @throws JobRefused where the source is missing, or there is none to be. */
function checkSource({ type }: InputRecipe, source: InputStream | null): void {
  if (type === "stream" && source === null)
    throw new JobRefused([{ field: "inputs", wrong: { key: "source-missing" } }]);
  if (source === null || type === "stream") return;
  const wrong = { key: "must-be", allowed: { key: "stream-for-source" }, found: foundIn(type) } as const;
  throw new JobRefused([{ field: "inputs.type", wrong }]);
}

/** Every value has a byte at least: only one that was on record, and is lost, has none. @throws JobRefused where there is one. */
function checkInputs(inputs: InputRecipe): void {
  if (inputs.type !== "packed") return;
  const { ends } = inputs.values;
  const task = ends.findIndex((end, at) => end === (ends[at - 1] ?? 0));
  if (task !== -1) throw new JobRefused([{ field: "inputs", wrong: { key: "input-missing", task } }]);
}

/** The jobs of one start of a room: any number is open, and one may be shown. One that is over and not shown is forgotten. */
export class Jobs {
  readonly #surroundings: Surroundings;
  readonly #ofEach: JobSurroundings;
  /** The id of the newest job; 0 before the first one. */
  #lastJob: number;
  /** Those that are not forgotten, the newest last. */
  readonly #jobs = new Map<JobId, Job>();
  readonly #stuck = new Set<JobId>();
  #shown: Job | null = null;
  /** Set while the journal takes nothing. */
  #isHeldUp = false;
  /** Set once the journal is broken: then only this page has the jobs that are over. */
  #areKept = false;

  constructor(surroundings: Surroundings, lastJob: number) {
    this.#surroundings = surroundings;
    this.#ofEach = { ...surroundings.ofJobs, noteEndRecorded: () => this.#forgetUnseen() };
    this.#lastJob = lastJob;
  }

  /** null where none is shown, and until the scheduler has it. */
  get shown(): Job | null {
    return this.#shown?.isReadable === true ? this.#shown : null;
  }

  /** A job that is open or shown; null where it is neither. */
  liveJob(id: JobId): Job | null {
    const job = this.#jobs.get(id);
    return job?.isReadable === true ? job : null;
  }

  /** Those that are open, and the one shown; the newest last. */
  get list(): readonly Job[] {
    return [...this.#jobs.values()].filter(({ isReadable }) => isReadable);
  }

  /** Jobs of an earlier start that could not go on: they are on record, and nobody is at them. */
  get stuck(): ReadonlySet<JobId> {
    return this.#stuck;
  }

  /** The blobs of all open jobs. */
  get openBlobs(): ReadonlyMap<BlobHash, Blob> {
    const blobs = [...this.#jobs.values()].flatMap((job) => (isOver(job) ? [] : job.blobs));
    return new Map(blobs.map((blob) => [blob.name.hash, blob]));
  }

  /** null for a job that is forgotten or of another room; so it is with the two below. */
  inputsOf(key: JobKey): InputSource | null {
    return this.#find(key)?.inputs ?? null;
  }

  blobsOf(key: JobKey): readonly Blob[] | null {
    return this.#find(key)?.blobs ?? null;
  }

  #find({ room, job: id }: JobKey): Job | null {
    const job = this.#jobs.get(id);
    return job?.key.room === room ? job : null;
  }

  /** What the job can be started with. Rejects as `startable`. */
  async findJob(key: JobKey, ofFile: FileInputs): Promise<WholeJob | null> {
    const job = this.#find(key);
    if (job === null) return null;
    return { definition: await startable(job.definition, job.inputs, ofFile), blobs: job.blobs };
  }

  /** Where the inputs of a job that grows are read back. */
  #recordOf(job: JobId): InputRecord {
    const { journal, keptInputBytes: keptBytes, ofJobs } = this.#surroundings;
    return {
      keptBytes,
      readInputs: async (nth) => journal.readInputs({ room: ofJobs.room, job }, nth),
      noteArrival: () => this.#jobs.get(job)?.noteSight(),
    };
  }

  #findOpen(id: JobId): Job | null {
    const job = this.#jobs.get(id);
    return job === undefined || isOver(job) ? null : job;
  }

  /**
   * Starts a job and shows it. Goes out while it is being put on record: its results come behind it there, and an id that
   * got lost with a page is never used again. Refused before anything of it has been begun, and the job shown then stays.
   *
   * @throws JobRefused where the job cannot run, with all that is wrong with it.
   */
  startJob(given: JobDefinition, { blobs: handed = [], source = null, staysOpen = false }: JobMaterial = {}): JobId {
    const { shell, known, ofJobs } = this.#surroundings;
    const { clock, scheduler, writer, log, announce } = ofJobs;
    const id = nextJobId(scheduler.epoch, this.#lastJob);
    const first = staysOpen ? addedInputs(checkDefinition(given).inputs, 0) : null;
    const wanted: JobDefinition = staysOpen ? { ...given, inputs: { type: "open" } } : given;
    const { definition, describer, inputs } = runnable(wanted, this.#recordOf(id));
    checkSource(definition.inputs, source);
    checkInputs(definition.inputs);
    const blobs = collectBlobs(definition, handed, this.openBlobs);
    const { total } = inputs;
    const settlements = settlementsFor(total);
    // The job before makes way: its columns and results may take hundreds of megabytes.
    this.hideShown();
    this.#lastJob = id;
    const number = jobNumber(id);
    const precision = precisionReaderOf(definition.options.precision, settlements);
    const findWrong = this.#surroundings.findCheck(definition);
    const job = new Job(this.#ofEach, { id, definition, describer, inputs, settlements, precision, findWrong, blobs });
    known.set(id, job);
    this.#jobs.set(id, job);
    const isSealed = !growsWith(definition.inputs);
    job.feed = this.#openFeed(job);
    log.write("job", { key: "job-begun", job: number, title: definition.title, tasks: isSealed ? total : null });
    logInputs(log, describer, inputs, {
      job: areSeveralOpen(known) ? number : null,
      from: 0,
      skipped: new Uint32Array(),
    });
    writer.append({ type: "job-created", job: id, total, isSealed, definition, blobs, createdAt: clock.date() }, () =>
      announce({ type: "record-changed" }),
    );
    const { options, needs } = definition;
    const hasBlobs = blobs.length > 0;
    shell.submitFact({ type: "job-submitted", job: id, total, options, isSealed, hasBlobs, needs });
    this.#shown = job;
    job.begin();
    if (this.#isHeldUp) this.#haltJob(job);
    if (first !== null) job.feed?.addStream(valuesOf(first), first.total);
    if (source !== null) job.feed?.addStream(source);
    if (!job.takesInputs) job.feed?.seal();
    return id;
  }

  /** null for a job that does not grow. */
  #openFeed(job: Job): Feed | null {
    const { definition, inputs } = job;
    if (!(inputs instanceof AppendedInputs)) return null;
    const { shell, known, ofJobs } = this.#surroundings;
    const isNamed = (): boolean => areSeveralOpen(known);
    const target = new GrowingJob(job, inputs, { ...ofJobs, shell, isNamed });
    const beginning = { read: inputs.total, isEager: definition.inputs.type === "open" };
    return new Feed({ clock: ofJobs.clock, watch: job.sourceWatch, target }, beginning);
  }

  /** @throws RangeError where the job takes no further inputs. */
  #findTaking(id: JobId): Feed {
    const job = this.#findOpen(id);
    if (job?.takesInputs === true && job.feed !== null) return job.feed;
    const isSealed = job?.definition.inputs.type === "open";
    const why = isSealed ? "it is sealed" : "it is over, or was not started as one that stays open";
    throw new RangeError(`job ${jobNumber(id)} takes no further inputs: ${why}`);
  }

  addInputs(id: JobId, wanted: InputRecipe): AddedCount {
    const feed = this.#findTaking(id);
    // Those of an earlier call may be under way still.
    const added = addedInputs(wanted, feed.due);
    feed.addStream(valuesOf(added), added.total);
    // They may be read much later, as those before them may be.
    this.#surroundings.ofJobs.announce({ type: "changed" });
    return { count: added.total, total: feed.due };
  }

  sealJob(id: JobId): void {
    const job = this.#findOpen(id);
    if (job?.awaited === undefined || job.awaited === null) {
      this.#findTaking(id).seal();
      // What was added before may be under way still: it is sealed for people all the same.
      this.#surroundings.ofJobs.announce({ type: "changed" });
      return;
    }
    job.feed?.close();
    job.awaitFile(null);
    this.#sealAbandoned(job, job.inputs.total);
    this.#surroundings.shell.submitFact({ type: "job-sealed", job: id });
  }

  /** A job that asks for its file again goes on with the one that was picked, where it is the same. */
  async resumeInputs(id: JobId, picked: PickedSource): Promise<void> {
    const job = this.#findOpen(id);
    const awaited = job?.awaited ?? null;
    if (job === null || awaited === null || awaited.isChecking) return;
    const { file } = awaited;
    const refused = fileMismatch(file, picked.file);
    job.awaitFile({ file, isChecking: refused === null, refused });
    if (refused !== null) return;
    const { clock, log } = this.#surroundings.ofJobs;
    const record = this.#recordOf(id);
    const readInputs = (nth: number): Promise<Packed | null> => record.readInputs(nth);
    const resumed = await resumeSource(picked, { total: job.inputs.total, readInputs, clock });
    // It may have been sealed or cancelled meanwhile, or the room has ended.
    const isWanted = job.awaited !== null && job.feed?.isSealed === false;
    if (resumed.type === "problem") {
      if (isWanted) job.awaitFile({ file, isChecking: false, refused: resumed.problem });
      return;
    }
    if (!isWanted) {
      closeStream(resumed.value);
      return;
    }
    log.write("job", { key: "file-resumed", job: jobNumber(id), name: file.name });
    job.awaitFile(null);
    job.feed?.addStream(resumed.value);
    job.feed?.seal();
  }

  /** A job of an earlier start that cannot be read: it stays on record, and volunteers keep it. */
  setAside(id: JobId): void {
    this.#stuck.add(id);
    this.#surroundings.shell.submitFact({ type: "job-set-aside", job: id });
  }

  /** A job that was set aside has been deleted: volunteers close it. Without effect on any other. */
  forgetStuck(id: JobId): void {
    if (this.#stuck.delete(id)) this.#surroundings.shell.submitFact({ type: "set-aside-deleted", job: id });
  }

  /**
   * Goes on with a job of an earlier start, and shows it. `isNamed`: the log tells its results by its number. `rest`: of a job whose inputs
   * are a stream, those behind the ones on record.
   */
  restoreJob(
    { history, restored, blobs: given }: UnfinishedJob,
    isNamed: boolean,
    rest: InputStream | null = null,
  ): void {
    const { shell, known, ofJobs } = this.#surroundings;
    const { log } = ofJobs;
    const { summary } = history;
    const { job: id, total, elapsedMs, phase } = summary;
    let found: Pick<JobPlan, "definition" | "describer" | "inputs" | "blobs">;
    try {
      const read = runnable(history.definition, this.#recordOf(id), history);
      found = { ...read, blobs: collectBlobs(read.definition, given, this.openBlobs) };
    } catch (error) {
      this.setAside(id);
      log.write("trouble", { key: "job-cannot-go-on", job: jobNumber(id), reason: reasonOf(error) });
      return;
    }
    const { settlements, records, precision } = restored;
    const settled = records.indices.length;
    const findWrong = this.#surroundings.findCheck(found.definition);
    const job = new Job(this.#ofEach, { id, ...found, settlements, precision, findWrong }, { elapsedMs, settled });
    job.logResults(isNamed);
    log.write("job", { key: "job-goes-on", job: jobNumber(id), settled, tasks: total });
    this.#stuck.delete(id);
    known.set(id, job);
    this.#jobs.set(id, job);
    const paused = phase === "paused";
    if (paused) job.stayPaused(stuckIn(summary));
    if (summary.sourceProblem !== null) job.noteSourceProblem(summary.sourceProblem);
    // A job that has ended early, as its record shows, needs no further inputs.
    const isGrowing = !summary.isSealed && records.endedBy === null && job.findSatisfying() === null;
    const { inputs } = found.definition;
    const file = isGrowing && inputs.type === "stream" ? inputs.file : undefined;
    const goesOn = file !== undefined || (isGrowing && (inputs.type === "open" || rest !== null));
    if (goesOn) job.feed = this.#openFeed(job);
    if (file !== undefined) this.#askForFile(job, file);
    else if (isGrowing && !goesOn) this.#sealAbandoned(job, total);
    const isSealed = !goesOn && (summary.isSealed || isGrowing);
    const { options, needs } = found.definition;
    const hasBlobs = found.blobs.length > 0;
    const asks = { options, isSealed, hasBlobs, needs };
    shell.submitFact({ type: "job-restored", job: id, total, ...asks, paused, records });
    // The page may have gone before the end that follows from the record was on it.
    shell.applyRule(job);
    this.#shown = job;
    job.begin();
    if (this.#isHeldUp) this.#haltJob(job);
    if (rest !== null && job.feed === null) closeStream(rest);
    if (rest === null || job.feed === null) return;
    job.feed.addStream(rest);
    job.feed.seal();
  }

  /** Its file went with an earlier page: it goes on with what was read, and waits for a person to pick the file again. */
  #askForFile(job: Job, file: InputFile): void {
    const tasks = job.inputs.total;
    job.awaitFile({ file, isChecking: false, refused: null });
    this.#surroundings.ofJobs.log.write("trouble", {
      key: "file-asked",
      job: jobNumber(job.id),
      name: file.name,
      tasks,
    });
  }

  /** Its source went with an earlier page: it goes on with what came of it. */
  #sealAbandoned(job: Job, tasks: number): void {
    const { writer, log } = this.#surroundings.ofJobs;
    const problem = { type: "gone" } as const;
    job.noteSourceProblem(problem);
    log.write("trouble", { key: "source-gone", job: jobNumber(job.id), tasks });
    writer.append({ type: "job-sealed", job: job.id, problem });
  }

  /** False where there is no such job, or it is forgotten. */
  showJob(id: JobId): boolean {
    const job = this.#jobs.get(id);
    if (job === undefined) return false;
    this.#shown = job;
    this.#forgetUnseen();
    return true;
  }

  /** A job on record, or a new one, is shown instead. */
  hideShown(): void {
    this.#shown = null;
    this.#forgetUnseen();
  }

  /** Forgets jobs that are over and not shown: the record has all of them, and their columns take memory. */
  #forgetUnseen(): void {
    if (this.#areKept) return;
    for (const job of this.#jobs.values()) {
      if (job === this.#shown || !job.isEndRecorded) continue;
      this.#jobs.delete(job.id);
      this.#surroundings.shell.submitFact({ type: "job-forgotten", job: job.id });
    }
  }

  /** The journal is broken: from now on no job is forgotten. */
  keepJobs(): void {
    this.#areKept = true;
  }

  pauseJob(id: JobId): void {
    const job = this.#findOpen(id);
    if (job === null || job.isPausedByPerson) return;
    job.notePersonsWish("paused");
    this.#haltJob(job);
  }

  letResultsGo(id: JobId, tasks: number, arrivals: number): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    const { task: before } = job.results.kept;
    job.letGo(tasks, arrivals);
    // The scheduler's columns go a chunk at a time.
    if (chunkOf(tasks) > chunkOf(before)) {
      this.#surroundings.shell.submitFact({ type: "tasks-let-go", job: id, before: tasks });
    }
  }

  resumeJob(id: JobId): void {
    const job = this.#findOpen(id);
    if (job === null || !job.isPausedByPerson) return;
    job.notePersonsWish("running");
    this.#letGoOn(job);
  }

  cancelJob(id: JobId): void {
    const job = this.#findOpen(id);
    if (job === null) return;
    job.cancel();
    this.#surroundings.shell.submitFact({ type: "job-cancelled", job: job.id });
  }

  /** @throws RangeError where the task has no value on record. */
  endByRule(id: JobId, task: number): void {
    const job = this.#findOpen(id);
    if (job === null) return;
    const outcome = job.results.glanceAt(task)?.type;
    if (outcome !== "value" && outcome !== "large") {
      throw new RangeError(
        `task ${task} of job ${jobNumber(id)} has no value on record, so no rule can be satisfied by it`,
      );
    }
    this.#surroundings.shell.submitFact({ type: "job-satisfied", job: id, task, rule: "until" });
  }

  /** The journal takes nothing: what runs may end, and nothing further starts. */
  holdUpJobs(): void {
    this.#isHeldUp = true;
    for (const job of this.#jobs.values()) this.#haltJob(job);
  }

  releaseJobs(): void {
    this.#isHeldUp = false;
    for (const job of this.#jobs.values()) this.#letGoOn(job);
  }

  #haltJob(job: Job): void {
    if (job.phase !== "running") return;
    job.standStill();
    this.#surroundings.shell.submitFact({ type: "job-paused", job: job.id });
  }

  #letGoOn(job: Job): void {
    if (job.phase !== "paused" || job.isPausedByPerson || this.#isHeldUp) return;
    this.#surroundings.shell.submitFact({ type: "job-resumed", job: job.id });
    job.goOn();
  }

  /** The room ends: nothing looks at the jobs' clocks any more, and nothing follows their results. */
  leaveJobs(): void {
    for (const job of this.#surroundings.known.values()) job.leaveJob();
  }
}
