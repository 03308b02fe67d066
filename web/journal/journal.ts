import type { Secret } from "../core/handshake/identity.ts";
import type { Epoch, JobId, RoomCode, TabId, VolunteerId } from "../core/ids.ts";
import type { ResultBlock, ThrownError } from "../core/job/job.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { JobPhase } from "../core/scheduler/state.ts";
import type { RoomId } from "./room-id.ts";

/** What may change of a room while it is kept. */
interface RoomTraits {
  readonly code: RoomCode;
  /** Whether the code alone lets people in. */
  readonly lent: boolean;
  /** Whether the coordinator's own tab computes, too. */
  readonly helping: boolean;
}

export interface NewRoom extends RoomTraits {
  readonly id: RoomId;
  readonly secret: Secret;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

export interface StoredRoom extends NewRoom {
  /** 0 until it is begun for the first time. */
  readonly epoch: number;
  /** The largest job id ever used, deleted jobs included; 0 for none. */
  readonly lastJob: number;
}

export interface BegunRoom extends StoredRoom {
  readonly epoch: Epoch;
}

/** A volunteer's number in its room: the same tab gets it again. */
export interface KnownVolunteer {
  readonly id: VolunteerId;
  readonly tab: TabId;
  readonly name: string;
}

/** What one parcel brought that was accepted, as it came: nothing in it has been decoded. */
export interface AcceptedResults {
  readonly volunteer: VolunteerId;
  readonly block: ResultBlock;
  /** Those of the block that are accepted; null for all of them. */
  readonly positions: Uint32Array | null;
  readonly failures: readonly TaskFailure[];
  /** Executions begun, for each accepted position and then for each failure. */
  readonly attempts: Uint8Array;
  /** How long the job had been going. */
  readonly elapsedMs: number;
}

/** A fact to be put on record. Facts about a job that somebody has deleted meanwhile are dropped. */
export type JournalEntry =
  | ({ readonly type: "room-changed" } & RoomTraits)
  | ({ readonly type: "volunteer-known" } & KnownVolunteer)
  | {
      readonly type: "job-created";
      readonly job: JobId;
      readonly total: number;
      readonly definition: JobDefinition;
      /** Milliseconds since 1970. */
      readonly createdAt: number;
    }
  | { readonly type: "results-accepted"; readonly job: JobId; readonly results: AcceptedResults }
  | {
      readonly type: "job-changed";
      readonly job: JobId;
      readonly phase: JobPhase;
      readonly elapsedMs: number;
      /** Why its program could not be loaded, where the job is stopped. */
      readonly problem?: ThrownError;
    };

export interface JobKey {
  readonly room: RoomId;
  readonly job: JobId;
}

export interface JobSummary extends JobKey {
  readonly code: RoomCode;
  readonly workload: string;
  readonly total: number;
  readonly createdAt: number;
  readonly phase: JobPhase;
  /** Why its program could not be loaded; null unless it was stopped for that. */
  readonly problem: ThrownError | null;
  readonly elapsedMs: number;
  readonly done: number;
  readonly failed: number;
  /** Of its results and its program, as they were handed in. */
  readonly bytes: number;
}

export interface JobHistory {
  readonly summary: JobSummary;
  readonly definition: JobDefinition;
  /** In the order in which they were put on record. */
  readonly results: readonly AcceptedResults[];
  readonly volunteers: readonly KnownVolunteer[];
}

export type WriteOutcome =
  | { readonly type: "written" }
  /** Another tab has begun the room since: nothing of this was written, and nothing ever will be. */
  | { readonly type: "superseded"; readonly by: number }
  /** The browser gives no more space; nothing of this was written. */
  | { readonly type: "full" }
  /** The storage is broken or gone; nothing of this was written. */
  | { readonly type: "failed"; readonly reason: string };

export type BeginOutcome =
  | { readonly type: "begun"; readonly room: BegunRoom }
  /** There is no such room. */
  | { readonly type: "unknown" }
  | Extract<WriteOutcome, { type: "full" | "failed" }>;

/**
 * What survives the page: rooms, their jobs and the accepted results. Several tabs may have it open; a room's writer is
 * whoever began it last, and every write by another one is refused.
 */
export interface Journal {
  /** False where it ends with the page. */
  readonly isDurable: boolean;
  /** The room that had the code last; null where there is none. */
  findRoom(code: RoomCode): Promise<StoredRoom | null>;
  /** Puts a room on record, and takes away those without jobs that nobody has begun for a week. */
  addRoom(room: NewRoom): Promise<WriteOutcome>;
  /** Raises the room's epoch, in one transaction, and gives the room as it is then. */
  begin(room: RoomId, now: number): Promise<BeginOutcome>;
  /** All of it or nothing, in one transaction. `strict` waits until the disk has it. */
  write(room: RoomId, epoch: Epoch, entries: readonly JournalEntry[], durability: Durability): Promise<WriteOutcome>;
  volunteers(room: RoomId): Promise<readonly KnownVolunteer[]>;
  /** Of every room, the newest first. */
  jobs(): Promise<readonly JobSummary[]>;
  readJob(key: JobKey): Promise<JobHistory | null>;
  deleteJob(key: JobKey): Promise<void>;
  close(): void;
}

export type Durability = "strict" | "relaxed";

/** Rooms without jobs are kept for so long after they were begun for the last time. */
export const emptyRoomKeptMs = 7 * 24 * 3_600_000;
