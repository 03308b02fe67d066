import type { CallOff } from "../../core/clock.ts";
import { jobNumber, type JobId } from "../../core/ids.ts";
import { inBackground } from "../../core/in-background.ts";
import type { InputRecord } from "../../core/job/appended-inputs.ts";
import { closeIterator, iteratorOf, type InputStream } from "../../core/job/input-stream.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { resumeSource } from "../jobs/resumed-source.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { RoomEnvironment } from "../../environment/environment.ts";
import { isRoomRun } from "../../environment/seat.ts";
import type { JobHistory, JobKey, JobSummary, Journal } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import type { BlobHash, BlobName } from "../../core/blobs/blob-name.ts";
import { Blob } from "../../core/blobs/blob.ts";
import { blobsNamedBy } from "../jobs/job-material.ts";
import { inSlices } from "../../core/time-slices.ts";
import type { ReadableJob } from "../results/readable-job.ts";
import type { Exportable } from "../results/result-files.ts";
import { startableOnRecord, type FileInputs } from "./inputs-on-record.ts";
import { isSameDefinition } from "./same-definition.ts";
import { openPastJob, type PastJob } from "./past-job.ts";
import { readingHistory, resuming, type ResumedJob } from "./restored-job.ts";
import { reasonOf } from "../../words/reason-of.ts";
import type { Reason, Saying } from "../../words/sayings.ts";

/** Milliseconds without a change before the list is read: reading holds up the writer, and jobs of milliseconds may follow one another. */
const refreshAfterMs = 250;

interface Surroundings extends Pick<RoomEnvironment, "clock" | "pace" | "seats" | "journals"> {
  readonly keptInputBytes: number;
}

/** A job that is to go on. */
export interface UnfinishedJob {
  readonly history: JobHistory;
  readonly restored: ResumedJob;
  readonly blobs: readonly Blob[];
}

/** What an earlier start of a room has left: jobs that are to go on, those that cannot be read, and the newest of all. */
export interface JobsLeft {
  readonly unfinished: readonly UnfinishedJob[];
  readonly unread: readonly JobId[];
  readonly newest: JobSummary | null;
}

/** The jobs on record, of every room of this browser: listed, opened, exported, deleted. */
export class JobArchive {
  readonly #environment: Surroundings;
  readonly #changed: () => void;
  readonly #complain: (trouble: Saying) => void;
  #journal: Journal | null = null;
  jobs: readonly JobSummary[] = [];
  quotaBytes: number | null = null;
  /** Rooms that have unfinished jobs and that a tab of this browser runs, this one among them. */
  liveRooms: ReadonlySet<RoomId> = new Set();
  /** The job that is shown instead of the room's own. */
  opened: PastJob | null = null;
  /** One object for each job that is asked for, until the job is there or is not wanted any more. */
  #opening: object | null = null;
  #callOffRefresh: CallOff | null = null;

  constructor(environment: Surroundings, changed: () => void, complain: (trouble: Saying) => void) {
    this.#environment = environment;
    this.#changed = changed;
    this.#complain = complain;
  }

  #failed(reason: string): void {
    this.#complain({ key: "record-unreadable", reason });
  }

  stopRefreshing(): void {
    this.#callOffRefresh?.();
    this.#callOffRefresh = null;
  }

  async readFrom(journal: Journal): Promise<void> {
    this.#journal = journal;
    await this.refreshList();
  }

  /** Once nothing has changed for a while. */
  refreshSoon(): void {
    this.stopRefreshing();
    this.#callOffRefresh = this.#environment.clock.after(refreshAfterMs, () => this.refreshNow());
  }

  /** Other tabs come and go, and their rooms with them. */
  refreshNow(): void {
    inBackground(this.refreshList(), (reason) => this.#failed(reason));
  }

  /** A journal that has gone away meanwhile leaves the list as it was: its writer says so. */
  async refreshList(): Promise<void> {
    this.stopRefreshing();
    try {
      this.jobs = (await this.#journal?.jobs()) ?? [];
      this.quotaBytes = await this.#environment.journals.findQuota();
    } catch {
      return;
    }
    this.#changed();
    inBackground(this.#findLiveRooms(this.jobs), (reason) => this.#failed(reason));
  }

  /** The list does not wait for it: a room whose tab is stopped takes a while not to answer. */
  async #findLiveRooms(jobs: readonly JobSummary[]): Promise<void> {
    const rooms = [...new Set(jobs.filter(isOpen).map(({ room }) => room))];
    const areRun = await Promise.all(rooms.map((room) => isRoomRun(this.#environment.seats, room)));
    const live = new Set(rooms.filter((_, at) => areRun[at]));
    const { liveRooms } = this;
    if (live.size === liveRooms.size && [...live].every((room) => liveRooms.has(room))) return;
    this.liveRooms = live;
    this.#changed();
  }

  /** What an earlier start of the room has left, the oldest first, and the room's newest job. */
  async jobsOf(room: RoomId): Promise<JobsLeft> {
    const own = this.jobs.filter((job) => job.room === room);
    const open = own.filter(isOpen);
    const unfinished: UnfinishedJob[] = [];
    const unread: JobId[] = [];
    // Jobs may share blobs of hundreds of megabytes: each is read once.
    const read = new Map<BlobHash, Blob>();
    for (const job of open.toReversed()) {
      const history = await this.#history(job);
      if (history === null) {
        unread.push(job.job);
        continue;
      }
      unfinished.push(await this.readUnfinished(history, read));
    }
    return { unfinished, unread, newest: own[0] ?? null };
  }

  /** `read`: blobs that are here already. */
  async readUnfinished(history: JobHistory, read: Map<BlobHash, Blob>): Promise<UnfinishedJob> {
    const restored = await inSlices(resuming(history), this.#environment.clock);
    return { history, restored, blobs: await this.#blobsToGoOn(history, read) };
  }

  /** Those of a room's jobs that have the definition, and that go on, or have ended with results of all that were needed: the oldest first. */
  async *jobsLike(
    room: RoomId,
    wanted: JobDefinition,
    isLeft: (job: JobId) => boolean,
  ): AsyncGenerator<JobHistory, void> {
    for (const summary of this.jobs.toReversed()) {
      if (summary.room !== room || summary.title !== wanted.title || !isLeft(summary.job)) continue;
      const history = isWorthTaking(summary) ? await this.#history(summary) : null;
      if (history !== null && isSameDefinition(history.definition, wanted)) yield history;
    }
  }

  /** The inputs of a source behind those of the job; null where there are no more, a problem where they are not the same. */
  async readRest({ summary }: JobHistory, source: InputStream): Promise<Result<InputStream | null, Reason>> {
    const { readInputs } = this.#recordOf(summary);
    const file = { name: summary.title };
    const { clock } = this.#environment;
    const resumed = await resumeSource({ file, source }, { total: summary.total, readInputs, clock });
    if (resumed.type === "problem" || !summary.isSealed) return resumed;
    const behind = iteratorOf(resumed.value);
    try {
      if ((await behind.next()).done === true) return value(null);
    } catch {
      // It has an end that is another one.
    }
    closeIterator(behind);
    return problem({ key: "file-of-other-inputs", name: file.name, task: summary.total });
  }

  async openHistory(history: JobHistory): Promise<PastJob> {
    return openPastJob(history.summary, await this.#reading(history));
  }

  /** Tells whether the job is shown now. */
  async openJob(key: JobKey): Promise<boolean> {
    const opening = {};
    this.#opening = opening;
    const found = await this.readJob(key);
    // Something else has been opened meanwhile, or the room's own job is shown.
    if (found === null || this.#opening !== opening) return false;
    this.opened = openPastJob(found.summary, found.job);
    this.#changed();
    return true;
  }

  /** For a page that does not run the room: what it has on record of its newest job. */
  async openNewestOf(room: RoomId): Promise<void> {
    const newest = this.jobs.find((job) => job.room === room);
    if (newest !== undefined) await this.openJob(newest);
  }

  closeOpened(): void {
    this.#opening = null;
    this.opened = null;
  }

  async findDefinition(key: JobKey, ofFile: FileInputs): Promise<JobDefinition | null> {
    const history = await this.#history(key);
    if (history === null) return null;
    return startableOnRecord(history, { ...this.#recordOf(key), noteArrival: () => {} }, ofFile);
  }

  /** The blobs that the definition names, as far as they are on record as their hashes say. `read`: those that are here already. */
  async readBlobs(definition: JobDefinition, read = new Map<BlobHash, Blob>()): Promise<readonly Blob[]> {
    const blobs: Blob[] = [];
    for (const name of blobsNamedBy(definition)) {
      const blob = read.get(name.hash) ?? (await this.#readBlob(name));
      if (blob === null) continue;
      read.set(name.hash, blob);
      blobs.push(blob);
    }
    return blobs;
  }

  async #readBlob(name: BlobName): Promise<Blob | null> {
    const bytes = (await this.#journal?.readBlob(name)) ?? null;
    return bytes === null ? null : inSlices(Blob.making(bytes), this.#environment.clock);
  }

  /** What cannot be read is named when its job is to go on, and keeps no other job from it. */
  async #blobsToGoOn({ definition }: JobHistory, read: Map<BlobHash, Blob>): Promise<readonly Blob[]> {
    try {
      return await this.readBlobs(definition, read);
    } catch {
      return [];
    }
  }

  async readExportable(key: JobKey): Promise<Exportable | null> {
    const found = await this.readJob(key);
    if (found === null) return null;
    return { job: found.job, place: `${found.summary.code}-${jobNumber(found.summary.job)}` };
  }

  /** A job that a tab is at stays. `isHeldHere`: whether this tab is at it; null for a job of a room that it does not run. Tells whether it is deleted. */
  async deleteJob(key: JobKey, isHeldHere: boolean | null): Promise<boolean> {
    let isDeleted = false;
    try {
      const isUnfinished = this.jobs.some((job) => job.room === key.room && job.job === key.job && isOpen(job));
      const isHeld = isUnfinished && (isHeldHere ?? (await isRoomRun(this.#environment.seats, key.room)));
      if (!isHeld) await this.#journal?.deleteJob(key);
      isDeleted = !isHeld;
    } catch (error) {
      this.#failed(String(error));
    }
    await this.refreshList();
    return isDeleted;
  }

  /** All that is on record of a job, read in slices; null where there is none, or it cannot be read. */
  async readJob(key: JobKey): Promise<{ readonly summary: JobSummary; readonly job: ReadableJob } | null> {
    const history = await this.#history(key);
    if (history === null) return null;
    try {
      return { summary: history.summary, job: await this.#reading(history) };
    } catch (error) {
      this.#complain({ key: "job-not-shown", job: jobNumber(key.job), reason: reasonOf(error) });
      return null;
    }
  }

  #reading(history: JobHistory): Promise<ReadableJob> {
    const { clock, pace } = this.#environment;
    return inSlices(readingHistory(history, { clock, pace, ...this.#recordOf(history.summary) }), clock);
  }

  #recordOf(key: JobKey): Omit<InputRecord, "noteArrival"> {
    const journal = this.#journal;
    return {
      keptBytes: this.#environment.keptInputBytes,
      readInputs: async (nth) => (await journal?.readInputs(key, nth)) ?? null,
    };
  }

  async #history(key: JobKey): Promise<JobHistory | null> {
    try {
      return (await this.#journal?.readJob(key)) ?? null;
    } catch (error) {
      this.#failed(String(error));
      return null;
    }
  }
}

/** What was given up, or has come to errors, is computed anew. */
function isWorthTaking(job: JobSummary): boolean {
  const { phase, failed, sourceProblem } = job;
  return isOpen(job) || ((phase === "done" || phase === "ended-early") && failed === 0 && sourceProblem === null);
}

function isOpen({ phase }: JobSummary): boolean {
  return phase === "running" || phase === "paused";
}
