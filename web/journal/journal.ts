import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import type { RoomKeys } from "../core/handshake/room-keys.ts";
import type { PlacedBlob } from "../core/blobs/inputs-apart.ts";
import type { Epoch, JobId, RoomCode, TabId, VolunteerId } from "../core/ids.ts";
import type { EndRule, ResultBlock, SourceProblem, ThrownError } from "../core/job/job.ts";
import type { InputChunk } from "../core/job/appended-inputs.ts";
import type { Packed } from "../core/values/format.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { TaskFailure } from "../core/scheduler/task-failure.ts";
import type { JobPhase } from "../core/scheduler/state.ts";
import type { RoomId } from "./room-id.ts";

/** The part of a room that may change. */
interface RoomTraits {
  readonly code: RoomCode;
  /** Whether the code alone lets people in. */
  readonly lent: boolean;
  /** Whether the coordinator's own tab computes, too. */
  readonly helping: boolean;
}

export interface NewRoom extends RoomTraits, RoomKeys {
  readonly id: RoomId;
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

/** The accepted results of one parcel. Values stay encoded. */
export interface AcceptedResults {
  readonly volunteer: VolunteerId;
  /** Without its values where no position is accepted: then its columns tell when failed attempts began. */
  readonly block: ResultBlock;
  /** Positions in the block that are accepted; null for all of them. */
  readonly positions: Uint32Array | null;
  readonly failures: readonly TaskFailure[];
  /** Executions begun, for each accepted position and then for each failure. */
  readonly attempts: Uint8Array;
  /** Milliseconds that the job had been running when they came. */
  readonly elapsedMs: number;
  /** The slot that computed the block; null where that is not known. */
  readonly slot: number | null;
  /** Milliseconds that the job had been running when the first task of the block began. */
  readonly startedMs: number;
}

/** A fact to put on record. Facts about a job that has been deleted meanwhile are dropped. */
export type JournalEntry =
  | ({ readonly type: "room-changed" } & RoomTraits)
  | ({ readonly type: "volunteer-known" } & KnownVolunteer)
  | {
      readonly type: "job-created";
      readonly job: JobId;
      readonly total: number;
      /** False for a job to which tasks are added. */
      readonly isSealed: boolean;
      readonly definition: JobDefinition;
      /** All blobs that the definition names: each is kept once, and as long as a job on record names it. */
      readonly blobs: readonly Blob[];
      /** Large ones of its packed inputs, which have null in their places. Kept as blobs are, and given back in their places. */
      readonly large?: readonly PlacedBlob[];
      /** Milliseconds since 1970. */
      readonly createdAt: number;
    }
  /** Further tasks behind those that are there, with their inputs as they travel. */
  | ({
      readonly type: "tasks-added";
      readonly job: JobId;
      /** As those of `job-created`. */
      readonly large?: readonly PlacedBlob[];
    } & InputChunk)
  /** No further task will come; `problem` says why where the source had not come to its end. */
  | { readonly type: "job-sealed"; readonly job: JobId; readonly problem: SourceProblem | null }
  | { readonly type: "results-accepted"; readonly job: JobId; readonly results: AcceptedResults }
  | {
      readonly type: "job-changed";
      readonly job: JobId;
      readonly phase: JobPhase;
      readonly elapsedMs: number;
      /** Why the job's program could not be loaded, if the job is stopped. */
      readonly problem?: ThrownError;
      /** The task whose result ended the job, if it has ended early. */
      readonly endedBy?: number;
      /** The rule that this result satisfies; not said where the task itself ended the job. */
      readonly endRule?: EndRule;
    };

export interface JobKey {
  readonly room: RoomId;
  readonly job: JobId;
}

export interface JobSummary extends JobKey {
  readonly code: RoomCode;
  readonly title: string;
  /** Tasks that were added included. */
  readonly total: number;
  /** Whether no further task will come. */
  readonly isSealed: boolean;
  /** Why further inputs did not come; null where their source came to its end, or may still. */
  readonly sourceProblem: SourceProblem | null;
  readonly createdAt: number;
  readonly phase: JobPhase;
  /** Why the job's program could not be loaded; null unless the job was stopped for that. */
  readonly problem: ThrownError | null;
  /** The task whose result ended the job; null unless it has ended early. */
  readonly endedBy: number | null;
  /** The rule that this result satisfies; null where the task itself ended the job, and where nothing did. */
  readonly endRule: EndRule | null;
  readonly elapsedMs: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  /** Bytes of the job's results, inputs, definition and blobs as they are stored. A blob, or large input, counts for each job that names it. */
  readonly bytes: number;
}

export interface JobHistory {
  readonly summary: JobSummary;
  readonly definition: JobDefinition;
  /** How many inputs were added at a time, in their order. `readInputs` has the inputs. */
  readonly inputCounts: readonly number[];
  /** The tasks that are skipped, in their order: what stands on record in place of their inputs says why. */
  readonly skipped: Uint32Array;
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
 * Keeps rooms, their jobs and the accepted results beyond the life of a page. Several tabs may have it open; the tab that
 * began a room last is its only writer, and writes by others are refused.
 */
export interface Journal {
  /** False if everything in it ends with the page. */
  readonly isDurable: boolean;
  /** The room that had the code last; null if there is none. */
  findRoom(code: RoomCode): Promise<StoredRoom | null>;
  /** The room that was opened last; null if there is none. */
  newestRoom(): Promise<StoredRoom | null>;
  /** Puts a room on record, and deletes rooms without jobs that have not been begun for a week. */
  addRoom(room: NewRoom): Promise<WriteOutcome>;
  /** Raises the room's epoch in one transaction, and returns the room with it. */
  begin(room: RoomId, now: number): Promise<BeginOutcome>;
  /**
   * Writes all entries or none, in one transaction, behind those that were asked for before. `strict` waits until they are on the
   * disk. A write that is asked for while an earlier one is under way is refused with it: what was added later must not take its
   * place.
   */
  write(room: RoomId, epoch: Epoch, entries: readonly JournalEntry[], durability: Durability): Promise<WriteOutcome>;
  volunteers(room: RoomId): Promise<readonly KnownVolunteer[]>;
  /** The jobs of all rooms, the newest first. Reads none of their definitions or results, which may be large. */
  jobs(): Promise<readonly JobSummary[]>;
  /** A large input of its definition that is missing has no bytes there: reading that input throws. */
  readJob(key: JobKey): Promise<JobHistory | null>;
  /** Inputs that were added together, `nth` of all, from 0; null where there are none, or a large one of them is missing. */
  readInputs(key: JobKey, nth: number): Promise<Packed | null>;
  /** A blob that a job on record names; null if none does. The bytes are as they were written: hash them before use. */
  readBlob(name: BlobName): Promise<Uint8Array | null>;
  /** Deletes the job, and with it the blobs that no other job names. */
  deleteJob(key: JobKey): Promise<void>;
  close(): void;
}

export type Durability = "strict" | "relaxed";

/** Milliseconds that a room without jobs is kept after it was begun for the last time. */
export const emptyRoomKeptMs = 7 * 24 * 3_600_000;
