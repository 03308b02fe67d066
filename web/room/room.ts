import type { Blob } from "../core/blobs/blob.ts";
import type { JobId, RoomCode, VolunteerId } from "../core/ids.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import type { InputRecipe } from "../core/job/input-recipe.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { Reasoned } from "../core/or-aborted.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../core/scheduler/events.ts";
import type { SchedulerSettings } from "../core/scheduler/settings.ts";
import type { Scheduler } from "../core/scheduler/state.ts";
import type { OpenedValue } from "../core/values/packed.ts";
import type { JobKey } from "../journal/journal.ts";
import type { LinkFigures } from "../links/link.ts";
import type { TaskTable } from "../table/table-query.ts";
import type { ExportFormat } from "./results/export-lines.ts";
import type { LeaseTickets } from "../core/lease-ticket.ts";
import type { CallDesk } from "./call-desk.ts";
import type { AddedCount } from "./jobs/added-inputs.ts";
import type { JobMaterial, WholeJob } from "./jobs/job-material.ts";
import type { PickedSource } from "./jobs/resumed-source.ts";
import type { ReadableJob } from "./results/readable-job.ts";
import type { JobTrace } from "./results/job-trace.ts";
import type { Results } from "./results/results.ts";
import type { FindCheck } from "./results/value-check.ts";
import type { SeatLimits } from "./people/seats.ts";
import type { JobView, RoomStore } from "./store.ts";

export interface RoomOptions {
  /** Of the room to go on with; null: a new one. */
  readonly code: RoomCode | null;
  /**
   * Goes on with the room that its journal had open last, if there is one, whatever its code. Its jobs wait on record until `takeUpJob`
   * wants them.
   */
  readonly takesUp?: boolean;
  readonly scheduler?: SchedulerMachine;
  /** Bytes of the inputs on record of a job that grows, that stay in memory all the same; `keptInputBytes` where it is not said. */
  readonly keptInputBytes?: number;
  /** Has the shared objects that its tasks call; `noObjects` where it is not said. */
  readonly calls?: CallDesk;
  /** Has values of volunteers checked before they are results; `anyValue` where it is not said. */
  readonly findCheck?: FindCheck;
  /** How many volunteers it takes; `standardSeats` where it is not said. */
  readonly seatLimits?: SeatLimits;
}

/** A job of this room, as it is at each moment. Whoever holds it reads it to its end, also once the room has forgotten it. */
export interface LiveJob extends ReadableJob {
  readonly view: JobView;
}

/** The inputs of one job. */
export interface TaskInputs {
  /** In the order of the tasks. Rejects where one cannot be had. */
  readInputs(tasks: readonly number[]): Promise<readonly unknown[]>;
  /** For a person to look at. Rejects where it cannot be had. */
  openInput(task: number): Promise<OpenedValue>;
}

/** The machine and its constants; another one only in a simulation. */
export interface SchedulerMachine {
  readonly settings: SchedulerSettings;
  handle(scheduler: Scheduler, event: SchedulerEvent): readonly SchedulerEffect[];
  readonly leaseTickets: (key: Uint8Array) => LeaseTickets;
}

/**
 * A room and its jobs. Works without a view: everything people can do is a method, everything they see is the store. Any
 * number of jobs is open at once, and one is shown. A job that is over and not shown is forgotten here: it is on record.
 */
export interface Room {
  readonly store: RoomStore;
  /** The tasks of the job shown; null where there is none. */
  readonly table: TaskTable | null;
  /** The results of the job shown; null where there is none. */
  readonly results: Results | null;
  /** What happened to the attempts of the job shown; null where there is none, and where only its record is left of it. */
  readonly trace: JobTrace | null;
  /** A job that this room has open or shows; null where it does neither. */
  liveJob(job: JobId): LiveJob | null;
  /** The inputs of a job that this room has open or shows, those that are to be read from the record among them; null where it does neither. */
  inputsOf(key: JobKey): TaskInputs | null;
  /** The blobs that the job's definition names, as far as they can be had. Rejects where the record cannot be read. */
  findBlobs(job: Pick<JobView, "key" | "request">): Promise<readonly Blob[]>;
  /** The results of any job on record: as they come, where it is live, else as they stand. null where there are none. */
  findResults(key: JobKey): Promise<Results | null>;
  /**
   * Starts a job beside those that are open, and shows it. The blobs that its definition names are handed over with it, made by
   * `Blob.making`; the record keeps each once. One whose inputs are a stream grows by what `source` brings, read no faster
   * than the room computes; one that stays open by `addInputs`, until `sealJob`, also after a reload.
   *
   * @throws RangeError where it cannot run, with all that is wrong; the store and the log say it, too, and what was shown
   * before stays.
   */
  startJob(definition: JobDefinition, material?: JobMaterial): JobId;
  /**
   * Goes on with a job that an earlier start of the room has left, in a room that `takesUp`: the oldest that has this definition and was not
   * taken up before. One that is over gives its results as they stand. null: there is none, and the room starts no other one.
   * `source`: of inputs that are a stream, which can be read from the first one on for each job that may be the same: that has the inputs that
   * are on record, one after the other, and goes on with those behind them. Rejects with the reason of the first of `signals` that is aborted
   * while it is read for that: no job is taken up then.
   */
  takeUpJob(
    definition: JobDefinition,
    source?: InputStream | null,
    signals?: readonly (Reasoned | undefined)[],
  ): Promise<LiveJob | null>;
  /**
   * Takes all jobs of the room off its record, in a room that is closed; none where another tab runs it. Rejects where the record cannot be
   * written.
   */
  clearRecord(): Promise<void>;
  /**
   * Further inputs for a job that stays open, behind those that are there: read and put on record from now on. @throws RangeError where it
   * takes none; JobRefused, with what is wrong, where these cannot be added: then none of them is.
   */
  addInputs(job: JobId, inputs: InputRecipe): AddedCount;
  /**
   * For a job that asks for its file again, after a reload: the file that was picked. The job goes on behind the inputs that are
   * on record, where they are the same in this file; else the store says what differs.
   */
  resumeInputs(job: JobId, picked: PickedSource): void;
  /**
   * The inputs of a job that stays open are all there: it ends with them. So does one that asks for its file again.
   * @throws RangeError where it takes none.
   */
  sealJob(job: JobId): void;
  /** Of a job of this room. One that is over or unknown stays as it is; so it is with the two below. */
  pauseJob(job: JobId): void;
  resumeJob(job: JobId): void;
  /** Running attempts are ended; what is done stays done. */
  cancelJob(job: JobId): void;
  /**
   * Nobody asks any more for what became of the job's tasks before this one, all of which are on record, nor for its first `arrivals` results:
   * they go from the memory, and stay on record. A job that is over or unknown stays as it is.
   */
  letResultsGo(job: JobId, tasks: number, arrivals: number): void;
  /**
   * Ends it early with the task's value on record, which its program's own `until` is satisfied with: what runs is ended, and what
   * has no result is not needed. A job that is over or unknown stays as it is. @throws RangeError where the task has no value.
   */
  endByRule(job: JobId, task: number): void;
  /** Shows an open job of the room, or one on record. */
  showJob(key: JobKey): void;
  /** Whether the signaling server may hand out the join link to anybody who types the code. */
  lendSecret(lent: boolean): void;
  /** *This tab helps too*: a volunteer beside the room, over a link within its page. */
  helpHere(on: boolean): void;
  /**
   * Sends the volunteer away, for good: its tab is not let in again as long as this page runs the room. Who opens a new tab is another
   * volunteer. This tab's own help is switched off. A volunteer that is not there stays away.
   */
  sendAway(volunteer: VolunteerId): void;
  /** What the platform tells of the links of volunteers that are there, for people to look at; none of a link within this page. */
  measureLinks(): Promise<ReadonlyMap<VolunteerId, LinkFigures>>;
  /** Runs the room here, where another tab has it; that one lets it go. */
  takeOver(): void;
  /** For good: everyone hears a goodbye, and the code is given back. */
  closeRoom(): void;
  /** Starts a job on record once more, as a job of this room. Where it cannot run, the store says why. */
  runAgain(key: JobKey): void;
  /** A job of this room or on record, to be shared or changed; null where there is none. Rejects where it cannot be read. */
  findJob(key: JobKey): Promise<WholeJob | null>;
  /** Gives its results on record to the person as a file. */
  exportJob(key: JobKey, format: ExportFormat): void;
  /** The job shown as this page has it, for a record that is broken. */
  exportShown(format: ExportFormat): void;
  /** Takes it off the record; not one that a tab is at. */
  deleteJob(key: JobKey): void;
  /** Reads the list of jobs anew: other tabs may have changed it. */
  refreshRecord(): void;
  /** Gives the room's last facts and orders to the person as a file: what to send along when something went wrong. */
  saveFactLog(): void;
  /** The page goes. The volunteers that are in look for the room until it is back. */
  close(): void;
}
