import type { Ticket } from "../lease-ticket.ts";
import { BlobReceiver, type InputWish } from "../blobs/blob-receiver.ts";
import type { Epoch, JobId, LeaseId, ParcelId } from "../ids.ts";
import type { Packed } from "../values/format.ts";
import { Speed } from "../job/runtimes.ts";
import type { Template } from "../job/template.ts";
import type { DownMessage, LeaseName, UpMessage } from "../wire/messages.ts";
import type { VolunteerEffect } from "./events.ts";
import type { VolunteerSettings } from "./settings.ts";
import type { BlobHash } from "../blobs/blob-name.ts";
import type { BlobTrouble } from "../blobs/blob-trouble.ts";

/** What is left of a lease in this tab. Tasks are named by their positions in it. */
export interface Batch {
  readonly name: LeaseName;
  readonly job: JobId;
  readonly indices: Uint32Array;
  readonly attempts: Uint8Array;
  readonly ticket: Ticket;
  /** Null in the places of large ones. */
  readonly inputs: Packed;
  /** The inputs that travel beside the batch, by position. */
  readonly large: ReadonlyMap<number, InputWish>;
  /** Those of them that cannot be had, until their tasks are answered. */
  readonly failed: Map<number, BlobTrouble>;
  /** The first unstarted position: all before it are with a slot or answered. */
  next: number;
  /** The position after the last unstarted one; recalls shorten the batch from its end. */
  end: number;
  /** Positions that are with a slot and not answered. */
  running: number;
  /** True if the job was closed while slots computed the batch: their answers are dropped. */
  closed: boolean;
  /** True if the link that brought the batch is gone: the lease has ended with it, and results are offered. */
  orphaned: boolean;
}

export interface Run {
  readonly id: number;
  readonly slot: number;
  readonly batch: Batch;
  /** Positions `from … from + count - 1` of the batch. */
  readonly from: number;
  readonly count: number;
  answered: number;
  /** Its task that has called shared objects, until that is answered. */
  caller: Caller | null;
}

/** A task that has called shared objects. */
export interface Caller {
  readonly run: number;
  readonly position: number;
  readonly batch: Batch;
  readonly task: number;
  /** Numbers of its calls that are sent and not answered. */
  readonly open: Set<number>;
  /** Bytes of its requests in the line of calls. */
  linedUpBytes: number;
  /** Whether it is answered while calls of it are in the line: its results wait there behind them. */
  hasEnded: boolean;
}

/** A call that is to be sent, or the results of a task that has ended behind its calls. */
interface LinedUp {
  readonly caller: Caller;
  readonly message: Extract<UpMessage, { type: "call" }> | Parcel;
}

/** The job that a slot computes, and since when. */
interface Turn {
  readonly job: JobId;
  readonly since: number;
}

interface KnownJob {
  /** What the coordinator said of the job, until its blobs are here and the job is opened; null from then on. */
  awaited: JobMessage | null;
  /** The blobs that it names. */
  readonly blobs: readonly BlobHash[];
  readonly title: string;
  readonly taskTemplate: Template | null;
  /** Whether each task keeps a slot to itself, and ends with the link over which it came. */
  readonly atMostOnce: boolean;
  readonly speed: Speed;
  /** Bytes of one value that are to be expected, by those that came; large ones are remembered for a while. */
  bytesPerTask: number;
}

/** Whether the batch's tasks are executed at most once: the coordinator counts them as lost as soon as their lease ends. */
export function isOnceOnly({ jobs }: VolunteerMachine, { job }: Pick<Batch, "job">): boolean {
  return jobs.get(job)?.atMostOnce === true;
}

export type JobMessage = Extract<DownMessage, { type: "job" }>;

export type Results = Extract<UpMessage, { type: "results" }>;

/** Results that are kept until they are on record. */
export type Parcel = Omit<Results, "beganMsAgo" | "offered" | "granted"> & {
  readonly batch: Pick<Batch, "ticket" | "indices">;
  /** Whether the link over which the batch came is gone. */
  readonly isOffered: boolean;
  /** Whether a task of the block has called shared objects: then it counts under its own lease or not at all. */
  readonly hasCalled: boolean;
  /** When the first task of the block began, by the machine's clock. */
  readonly beganAt: number;
};

/** Each state carries only its own fields. */
export type Standing =
  | { readonly type: "apart" }
  /** `join` has been sent, with `slots`; no answer yet. */
  | { readonly type: "joining"; readonly slots: number }
  | {
      readonly type: "present";
      readonly heartbeatMs: number;
      heartbeatAt: number;
      lastHeardAt: number;
      /** Heartbeats sent since `lastHeardAt`. */
      unanswered: number;
      isDoubted: boolean;
    }
  /** No task starts any more. The goodbye is sent once all results are on record, at the latest at `until`. */
  | { readonly type: "leaving"; readonly until: number };

/** The whole of a volunteer; changed by `handle` only. */
export interface VolunteerMachine {
  readonly settings: VolunteerSettings;
  standing: Standing;
  slots: number;
  paused: boolean;
  /** Runs of each slot, the running one first. A slot whose Worker is not ready has no entry. */
  readonly busy: Map<number, Run[]>;
  /** Of each slot that has had a run: its Worker has the program of that job. */
  readonly turns: Map<number, Turn>;
  readonly jobs: Map<JobId, KnownJob>;
  /** The blobs of those jobs, and those kept for later ones. */
  readonly blobs: BlobReceiver;
  /** The newest of the jobs closed over this link: batches that were overtaken by the close are stale. */
  readonly closedJobs: Set<JobId>;
  /** The newest lease that came by this link; 0 for none. Batches come in the order of their leases. */
  newestLease: number;
  epoch: Epoch | null;
  /** Recalls that arrived before their batches: the tasks that each wants back, by lease. */
  readonly earlyRecalls: Map<LeaseId, number>;
  /** Batches with tasks left, in the order of their arrival. */
  readonly batches: Set<Batch>;
  readonly runs: Map<number, Run>;
  /** Those that run, or whose results wait, under a lease of the present link. */
  readonly callers: Set<Caller>;
  /** Calls of all tasks that are not sent yet, in their order. */
  callLine: LinedUp[];
  /** Bytes of requests that are sent over this link without credit of the coordinator's. */
  uncreditedBytes: number;
  /** Results that are not on record yet, sent or not. */
  readonly parcels: Map<ParcelId, Parcel>;
  /** Bytes of the values in `parcels`. */
  parcelBytes: number;
  nextRun: number;
  nextParcel: number;
  /** Attempts that brought a value. */
  done: number;
  /** Attempts that ended in an error. */
  failed: number;
  alarmAt: number | null;
  effects: VolunteerEffect[];
}

export function createVolunteerMachine(slots: number, settings: VolunteerSettings): VolunteerMachine {
  return {
    settings,
    standing: { type: "apart" },
    slots,
    paused: false,
    busy: new Map(),
    turns: new Map(),
    jobs: new Map(),
    blobs: new BlobReceiver({
      budgetBytes: settings.blobBytes,
      inputBytes: settings.inputBlobBytes,
      piecesAhead: settings.piecesAhead,
    }),
    closedJobs: new Set(),
    newestLease: 0,
    epoch: null,
    earlyRecalls: new Map(),
    batches: new Set(),
    runs: new Map(),
    callers: new Set(),
    callLine: [],
    uncreditedBytes: 0,
    parcels: new Map(),
    parcelBytes: 0,
    nextRun: 1,
    nextParcel: 1,
    done: 0,
    failed: 0,
    alarmAt: null,
    effects: [],
  };
}

/** The task at a position of a run, for people to see; null if the run is over or has no such position. */
export function taskAt(
  machine: VolunteerMachine,
  runId: number,
  position: number,
): {
  readonly job: JobId;
  readonly task: number;
  readonly inputs: Packed;
  readonly at: number;
  /** Bytes of an input that is not among `inputs`, since it is large; null where it is. */
  readonly largeBytes: number | null;
} | null {
  const run = machine.runs.get(runId);
  if (run === undefined || position < 0 || position >= run.count) return null;
  const at = run.from + position;
  const { indices, job, inputs, large } = run.batch;
  const task = indices[at];
  if (task === undefined) return null;
  return { job, task, inputs, at, largeBytes: large.get(at)?.name.bytes ?? null };
}
