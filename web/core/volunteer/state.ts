import type { Epoch, JobId, LeaseId, ParcelId } from "../ids.ts";
import type { Packed } from "../values/format.ts";
import { Speed } from "../job/runtimes.ts";
import type { LeaseName, UpMessage } from "../wire/messages.ts";
import type { VolunteerEffect } from "./events.ts";
import type { VolunteerSettings } from "./settings.ts";

/** What is left of a lease in this tab. Positions before `next` are with a slot or answered. */
export interface Batch {
  readonly name: LeaseName;
  readonly job: JobId;
  readonly indices: Uint32Array;
  readonly inputs: Packed;
  next: number;
  /** Where the unstarted part ends; recalls shorten it from the end. */
  end: number;
  /** Positions with a slot and not yet answered. */
  running: number;
  /** Its job was closed while slots were at it: their answers are dropped. */
  closed: boolean;
  /** The link it came by is gone: nobody waits for it, its results are offered. Only who is present or leaving has others. */
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
}

interface KnownJob {
  readonly name: string;
  readonly speed: Speed;
}

export type Results = Extract<UpMessage, { type: "results" }>;

/** Each state carries only its own fields. */
export type Standing =
  | { readonly type: "apart" }
  /** `join` has been said, with so many slots. */
  | { readonly type: "joining"; readonly slots: number }
  | {
      readonly type: "present";
      readonly heartbeatMs: number;
      heartbeatAt: number;
      lastHeardAt: number;
      /** Heartbeats since then. */
      unanswered: number;
      isDoubted: boolean;
    }
  /** Nothing new starts; the goodbye is said once everything is on record, or at `until`. */
  | { readonly type: "leaving"; readonly until: number };

/** The whole of a volunteer; changed by `handle` only. */
export interface VolunteerMachine {
  readonly settings: VolunteerSettings;
  standing: Standing;
  slots: number;
  paused: boolean;
  /** Runs of each slot that has a Worker, the running one first; a slot without a Worker has no entry. */
  readonly busy: Map<number, Run[]>;
  readonly jobs: Map<JobId, KnownJob>;
  /** Closed over this link, the newest of them: what their close has overtaken is stale. */
  readonly closedJobs: Set<JobId>;
  /** The newest lease of which a batch has come by this link; batches come in the order of their leases. 0 for none. */
  newestLease: number;
  epoch: Epoch | null;
  /** Recalls that went ahead of their batches: how many tasks each wants back. */
  readonly earlyRecalls: Map<LeaseId, number>;
  /** In the order of their arrival; those with nothing left are taken out. */
  readonly batches: Set<Batch>;
  readonly runs: Map<number, Run>;
  /** Sent or not, they are kept until they are on record. */
  readonly parcels: Map<ParcelId, Results>;
  parcelBytes: number;
  nextRun: number;
  nextParcel: number;
  /** Attempts that brought a value, and those that did not. */
  done: number;
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
    jobs: new Map(),
    closedJobs: new Set(),
    newestLease: 0,
    epoch: null,
    earlyRecalls: new Map(),
    batches: new Set(),
    runs: new Map(),
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

/** The task behind a position of a run, for people to see; null once the run is over, and where it has no such position. */
export function taskAt(
  machine: VolunteerMachine,
  runId: number,
  position: number,
): { readonly job: JobId; readonly task: number; readonly inputs: Packed; readonly at: number } | null {
  const run = machine.runs.get(runId);
  if (run === undefined || position < 0 || position >= run.count) return null;
  const at = run.from + position;
  const task = run.batch.indices[at];
  if (task === undefined) return null;
  return { job: run.batch.job, task, inputs: run.batch.inputs, at };
}
