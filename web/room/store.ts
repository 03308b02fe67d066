import { createStore, type StoreApi } from "zustand/vanilla";
import type { JobId, RoomCode, VolunteerId } from "../core/ids.ts";
import type { EndRule, SourceProblem, ThrownError } from "../core/job/job.ts";
import type { JobKey, JobSummary } from "../journal/journal.ts";
import type { RoomId } from "../journal/room-id.ts";
import type { LogLine } from "../words/log-line.ts";
import type { Feature } from "../core/job/features.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { AwaitedFile } from "./jobs/resumed-source.ts";
import type { Gone, Reason } from "../words/sayings.ts";

export interface RoomView {
  /**
   * `opening` until the code is claimed; `failed` says why in `problem` and is final; `elsewhere`: another tab of this
   * browser runs the room; `closed` by the person here.
   */
  readonly phase: "opening" | "open" | "failed" | "elsewhere" | "closed";
  readonly code: RoomCode | null;
  /** Join links, best first: a LAN address where there is one, then this page's own origin. */
  readonly joinLinks: readonly string[];
  /** Whether typing the short code is enough: the signaling server then knows the secret. */
  readonly lent: boolean;
  /** Whether newcomers can find the room now; volunteers that are in stay in. */
  readonly signaling: "reachable" | "unreachable";
  readonly problem: Reason | null;
}

export interface VolunteerView {
  readonly id: VolunteerId;
  readonly name: string;
  readonly device: string;
  readonly slots: number;
  readonly paused: boolean;
  readonly kind: "peer" | "relay" | "memory";
  /** `wavering`: the path is interrupted or heartbeats are late; `gone`: with `goneBecause`. */
  readonly link: "steady" | "wavering" | "gone";
  readonly goneBecause: Gone | null;
  /** Of the job shown, on record. */
  readonly tasksDone: number;
  /** Tasks in its hands now. */
  readonly tasksLeased: number;
  /** Whether it fetches the data of a job, of which it gets no task before that. */
  readonly isFetching: boolean;
}

export function presentIn(volunteers: readonly VolunteerView[]): readonly VolunteerView[] {
  return volunteers.filter(({ link }) => link !== "gone");
}

/** An input that could not be had, and so stops its job: the first of those that were asked for. */
export interface StuckInput {
  readonly task: number;
  readonly reason: string;
}

export interface JobView {
  readonly id: JobId;
  /** Names it on record. */
  readonly key: JobKey;
  readonly title: string;
  /** What it was started with, and can be started with again. */
  readonly request: JobDefinition;
  /**
   * `waiting`: on record it runs, but no volunteer is there that could compute it. `idle`: all its tasks are settled, and it
   * waits for people to add inputs. `interrupted`: not finished, and no tab is at it: it belongs to another room, or to one that
   * is closed.
   */
  readonly phase:
    | "running"
    | "waiting"
    | "idle"
    | "paused"
    | "done"
    | "cancelled"
    | "stopped"
    | "ended-early"
    | "interrupted";
  /** While it waits: features that it needs and nobody here who computes offers. */
  readonly lacks: readonly Feature[];
  /** Why its program could not be loaded, where the job was stopped for that. */
  readonly problem: ThrownError | null;
  /** The task whose result ended the job; null unless it has ended early. */
  readonly endedBy: number | null;
  /** The rule that this result satisfies; null where the task itself ended the job, and where nothing did. */
  readonly endRule: EndRule | null;
  /** Whether no further task will come; so it is with a job that is over, too. Otherwise the total may still rise. */
  readonly isSealed: boolean;
  /** Whether people may add inputs. */
  readonly takesInputs: boolean;
  /** Whether a person has sealed it, and this is not on record yet: what was added before is still being read or written. */
  readonly isSealing: boolean;
  /**
   * Inputs that the record keeps: of those that were added the first ones, `AddedCount.total` in the end. Where the record is
   * broken, those that this page has.
   */
  readonly inputsKept: number;
  /**
   * Inputs that the job has, with those that were added to it as an open one and are still being read. More than `inputsKept` where
   * it ended meanwhile.
   */
  readonly inputsDue: number;
  /** Why its source brought no further inputs; null where it came to its end, or may still. */
  readonly sourceProblem: SourceProblem | null;
  /** Why it stands still: that task's input could not be had, and a person may have it tried again; null where it does not for that. */
  readonly stuck: StuckInput | null;
  /** The file of its inputs, which a person has to pick again; null where none is missing. */
  readonly awaited: AwaitedFile | null;
  /** done + failed + skipped + leased + pending + notNeeded = total, at every moment. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly leased: number;
  readonly pending: number;
  /** Tasks without a result in a job that has ended early. */
  readonly notNeeded: number;
  /** Tasks in place of rows that are no inputs. */
  readonly skipped: number;
  /** Of the room's open jobs the highest are computed first, and equal ones share the volunteers. */
  readonly priority: number;
  /** Milliseconds since the start, without pauses and waiting; stands still when the job is over. */
  readonly elapsedMs: number;
  /** Milliseconds still to go at the present rate; null while nothing can be said. */
  readonly remainingMs: number | null;
  /** Tasks that were settled a second lately; over all its time where it is not running. null while nothing can be said. */
  readonly tasksPerSecond: number | null;
}

/** Tasks a second over all the time that a job has taken; null before the first. */
export function meanRate({ done, failed }: Pick<JobView, "done" | "failed">, elapsedMs: number): number | null {
  return elapsedMs > 0 && done + failed > 0 ? (1_000 * (done + failed)) / elapsedMs : null;
}

/** Whether the job is neither over nor left unfinished: this tab is at it. */
export function isUnderWay(job: JobView | null): boolean {
  return job !== null && underWay.has(job.phase);
}

const underWay: ReadonlySet<JobView["phase"]> = new Set(["running", "waiting", "idle", "paused"]);

/** What is kept of rooms and jobs, and whether it will still be there after a reload. */
export interface JournalView {
  /**
   * `opening` at first; `memory`: a reload loses everything; `broken`: it loses what has come since the storage gave out;
   * `full`: what is finished waits until there is room.
   */
  readonly state: "opening" | "durable" | "memory" | "broken" | "full";
  /** Why it is in memory only. */
  readonly problem: Reason | null;
  /** All jobs on record, the newest first. */
  readonly jobs: readonly JobSummary[];
  /** Rooms with unfinished jobs that a tab of this browser runs. */
  readonly liveRooms: ReadonlySet<RoomId>;
  /** What the browser says it would give to this site in all; null where it does not say. */
  readonly quotaBytes: number | null;
}

export interface RoomState {
  readonly room: RoomView;
  /**
   * The code under which the room is on record in this browser; null until it is. A page keeps it in its URL, so that a
   * reload goes on with the room. People join by the code in `room`, which is there once the code is claimed.
   */
  readonly code: RoomCode | null;
  /** The room to go on with, where nothing is on record of it and a new one was opened; else null. */
  readonly missedRoom: RoomCode | null;
  readonly volunteers: readonly VolunteerView[];
  readonly journal: JournalView;
  /** The open jobs, the newest last, and the one shown; in a room whose record is broken also those that are over. */
  readonly jobs: readonly JobView[];
  /** Unfinished jobs on record of this room that could not go on in it. Nobody is at them. */
  readonly stuck: ReadonlySet<JobId>;
  /** The job shown: the newest, or another one that was chosen. One of `jobs`. */
  readonly job: JobView | null;
  /** Why the job that was wanted last was not started; null where it was, and before any was. */
  readonly refused: Reason | null;
  /** The newest lines, oldest first; some hundreds at most. */
  readonly log: readonly LogLine[];
  readonly helping: "off" | "starting" | "on" | "failed";
  readonly helpProblem: Reason | null;
}

export const openingRoom: RoomView = {
  phase: "opening",
  code: null,
  joinLinks: [],
  lent: true,
  signaling: "unreachable",
  problem: null,
};

export type RoomStore = StoreApi<RoomState>;

export const nothingStuck: ReadonlySet<JobId> = new Set();

export function createRoomStore(): RoomStore {
  return createStore<RoomState>(() => ({
    room: openingRoom,
    code: null,
    missedRoom: null,
    journal: { state: "opening", problem: null, jobs: [], liveRooms: new Set(), quotaBytes: null },
    volunteers: [],
    jobs: [],
    stuck: nothingStuck,
    job: null,
    refused: null,
    log: [],
    helping: "off",
    helpProblem: null,
  }));
}
