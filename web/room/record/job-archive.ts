import { jobNumber } from "../../core/ids.ts";
import { messageOf } from "../../core/message-of.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { JobHistory, JobKey, JobSummary, Journal } from "../../journal/journal.ts";
import type { RoomId } from "../../journal/room-id.ts";
import { inBackground } from "../../core/in-background.ts";
import type { ExportedJob } from "../results/export-lines.ts";
import type { Exportable } from "../results/save-export.ts";
import { openPastJob, type PastJob } from "./past-job.ts";
import { readingHistory } from "./restored-job.ts";
import { isRun } from "../../environment/browser/tab-seat.ts";
import { inSlices } from "../../table/time-slices.ts";
import { browserClock } from "../../environment/browser/browser-clock.ts";

/** To read the list holds up whoever writes; jobs of milliseconds may follow one another. */
const refreshAfterMs = 250;

/** The jobs on record, of every room of this browser: listed, opened, exported, deleted. */
export class JobArchive {
  readonly #changed: () => void;
  /** The record could not be read or changed. */
  readonly #failed: (reason: string) => void;
  /** Other tabs come and go, and their rooms with them. */
  readonly #look = (): void => this.#attend(this.refresh());
  #journal: Journal | null = null;
  jobs: readonly JobSummary[] = [];
  quotaBytes: number | null = null;
  /** Rooms that have unfinished jobs and that a tab of this browser runs, this one among them. */
  liveRooms: ReadonlySet<RoomId> = new Set();
  /** The one that is shown instead of the room's own. */
  opened: PastJob | null = null;
  /** One for each job that is asked for, until it is there or nobody wants it any more. */
  #opening: object | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void, failed: (reason: string) => void) {
    this.#changed = changed;
    this.#failed = failed;
    addEventListener("focus", this.#look);
  }

  stop(): void {
    removeEventListener("focus", this.#look);
    clearTimeout(this.#timer);
  }

  async read(journal: Journal): Promise<void> {
    this.#journal = journal;
    await this.refresh();
  }

  /** Once nothing has changed for a while. */
  refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#look, refreshAfterMs);
  }

  /** A journal that has gone away meanwhile leaves the list as it was: whoever writes to it says so. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.jobs = (await this.#journal?.jobs()) ?? [];
      // Missing on plain-http addresses of the local network.
      if ("storage" in navigator) this.quotaBytes = (await navigator.storage.estimate()).quota ?? null;
    } catch {
      return;
    }
    this.#changed();
    this.#attend(this.#lookForRooms(this.jobs));
  }

  /** For work that nothing waits for. */
  #attend(work: Promise<unknown>): void {
    inBackground(work, this.#failed);
  }

  /** Nobody waits for it: a room whose tab is stopped takes a while not to answer. */
  async #lookForRooms(jobs: readonly JobSummary[]): Promise<void> {
    const rooms = [...new Set(jobs.filter(isOpen).map(({ room }) => room))];
    const areRun = await Promise.all(rooms.map(isRun));
    const live = new Set(rooms.filter((_, at) => areRun[at]));
    const { liveRooms } = this;
    if (live.size === liveRooms.size && [...live].every((room) => liveRooms.has(room))) return;
    this.liveRooms = live;
    this.#changed();
  }

  /** What an earlier start of the room has left, the oldest first, and the room's newest job. */
  async jobsOf(room: RoomId): Promise<{ unfinished: JobHistory[]; newest: JobSummary | null }> {
    const own = this.jobs.filter((job) => job.room === room);
    const open = own.filter(isOpen);
    const histories = await Promise.all(open.toReversed().map(async (job) => this.#history(job)));
    return { unfinished: histories.filter((history) => history !== null), newest: own[0] ?? null };
  }

  async open(key: JobKey): Promise<void> {
    const opening = {};
    this.#opening = opening;
    const found = await this.#read(key);
    // Something else has been opened meanwhile, or the room's own job is shown.
    if (found === null || this.#opening !== opening) return;
    try {
      this.opened = openPastJob(found.summary, found.job);
      this.#changed();
    } catch (error) {
      this.#failed(`job ${jobNumber(key.job)} cannot be shown: ${messageOf(error)}`);
    }
  }

  /** For a page that does not run the room: what it has on record of its newest job. */
  async openNewestOf(room: RoomId): Promise<void> {
    const newest = this.jobs.find((job) => job.room === room);
    if (newest !== undefined) await this.open(newest);
  }

  close(): void {
    this.#opening = null;
    this.opened = null;
  }

  async definition(key: JobKey): Promise<JobDefinition | null> {
    return (await this.#history(key))?.definition ?? null;
  }

  async exportable(key: JobKey): Promise<Exportable | null> {
    const found = await this.#read(key);
    if (found === null) return null;
    return { job: found.job, place: `${found.summary.code}-${jobNumber(found.summary.job)}` };
  }

  /** Nobody takes a job away from the tab that is at it. */
  async delete(key: JobKey): Promise<void> {
    try {
      const isUnfinished = this.jobs.some((job) => job.room === key.room && job.job === key.job && isOpen(job));
      if (!isUnfinished || !(await isRun(key.room))) await this.#journal?.deleteJob(key);
    } catch (error) {
      this.#failed(String(error));
    }
    await this.refresh();
  }

  /** All of a job, in slices. */
  async #read(key: JobKey): Promise<{ readonly summary: JobSummary; readonly job: ExportedJob } | null> {
    const history = await this.#history(key);
    if (history === null) return null;
    try {
      return { summary: history.summary, job: await inSlices(readingHistory(history), browserClock) };
    } catch (error) {
      this.#failed(String(error));
      return null;
    }
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

function isOpen({ phase }: JobSummary): boolean {
  return phase === "running" || phase === "paused";
}
