import type { CommitId, Epoch, JobId, LeaseId, ParcelId, VolunteerId } from "../ids.ts";
import type { JobOptions } from "../job/job.ts";
import type { SchedulerEffect } from "./effects.ts";
import { PendingQueue } from "./pending-queue.ts";
import { Ranking } from "./ranking.ts";
import { Pace, Runtimes, Speed } from "../job/runtimes.ts";
import type { SilenceOrder } from "./silence-order.ts";
import type { SchedulerSettings } from "./settings.ts";
import type { FailedAttempt } from "./task-failure.ts";
import { Tasks } from "./tasks.ts";

/** `stopped`: its program loads nowhere. */
export type JobPhase = "running" | "paused" | "done" | "cancelled" | "stopped";

/** Whether nothing of the job will ever be computed again. */
export function isOver({ phase }: { readonly phase: JobPhase }): boolean {
  return phase === "done" || phase === "cancelled" || phase === "stopped";
}

/** Where a job's program loads, as far as is known. */
interface Loading {
  /** Whether any volunteer has executed it. */
  hasLoaded: boolean;
  /** How often it has not loaded. */
  failures: number;
  /** The volunteers on which it does not load, those that are gone among them. */
  readonly unable: Set<VolunteerId>;
}

/** A batch in one volunteer's hands until a deadline. */
export interface Lease {
  readonly id: LeaseId;
  readonly job: Job;
  readonly session: Session;
  readonly indices: Uint32Array;
  /** True for the second copy of tasks that another lease holds, as long as it may be of use and the other lease lives. */
  copy: boolean;
  readonly grantedAt: number;
  /** When a slot became free for it; null while it waits behind others. */
  startedAt: number | null;
  deadline: number;
  /** Rings at its deadline or before: one that is renewed again and again is moved only when it rings. */
  readonly expiry: Deadline;
  /** When it was last answered in part; 0 before. */
  answeredAt: number;
  /** Tasks of it that the volunteer is still to answer or give back. */
  outstanding: number;
  /** Tasks counted in `outstanding` that are settled already, by another copy or an offer: their results are not needed. */
  unneeded: number;
  /** Whether any of its tasks has had two copies: only then an answer is looked at for the other one. */
  raced: boolean;
  /** Of its tasks those before this place have had a second copy or need none; 0 again when a copy ends without a result. */
  copiedUpTo: number;
  /** Set once a recall is on its way, so that none is sent twice. */
  recalled: boolean;
  /** Set when its volunteer took slots away: what those were at comes back, and is no setback. */
  excused: boolean;
}

/**
 * A job's leases as its end needs them: kept from the first moment on at which nothing waits, since to look through all of
 * them with every event would cost the more the larger the room is.
 */
export interface TailOrder {
  /** Those that may hold unstarted tasks, by their expected end, the last first. */
  readonly byEnd: Ranking<Lease>;
  /** Those that should be done and may be on their way, by when they are taken to be late. */
  readonly onTheirWay: Ranking<Lease>;
  /** Those with a task that may get a second copy. */
  readonly bySilence: SilenceOrder<Lease>;
  /** Those of them whose volunteers are suspect. */
  readonly ofSuspects: Ranking<Lease>;
  /** The same, by when the task in hand, or all of what waits, is expected to end, the last first. */
  readonly byTaskEnd: Ranking<Lease>;
}

export interface Job {
  readonly id: JobId;
  readonly options: JobOptions;
  readonly tasks: Tasks;
  readonly queue: PendingQueue;
  readonly runtimes: Runtimes;
  readonly leases: Set<Lease>;
  /** Who computes a second copy of which task. */
  readonly copies: Map<number, LeaseId>;
  /** Of tasks that are pending or leased and have an attempt behind them that brought no value. */
  readonly histories: Map<number, readonly FailedAttempt[]>;
  /** By volunteer, the tasks in whose histories its death stands: taken back should it return. */
  readonly losses: Map<VolunteerId, Set<number>>;
  readonly loading: Loading;
  /** The last attempt that ended in an error: those that are alike share it, or its error's bytes. Clocks are coarse. */
  lastAttempt: FailedAttempt | null;
  phase: JobPhase;
  /** Whether it runs while no volunteer computes it or could be given its tasks. */
  isWaiting: boolean;
  /** Commits of it that are not answered yet. */
  openCommits: number;
  /** Set when it is over and not looked at any more: it goes with its last open commit. */
  isForgotten: boolean;
  /** Milliseconds of computing handed out, for fair shares between jobs of equal priority. */
  servedMs: number;
  /** Tasks a millisecond that the present volunteers manage together. */
  rate: number;
  /** Stints with a part in `rate`: without any it is 0 exactly, whatever rounding has left in the sum. */
  contributors: number;
  /** Of all volunteers together; tells newcomers from slow ones. */
  readonly speed: Speed;
  /** Of all volunteers together. */
  readonly pace: Pace;
  /** Bytes of input and of result for each task, moving averages. */
  inputBytes: number;
  resultBytes: number;
  /** Share of answers after which a task waits again, a moving average. */
  retryShare: number;
  /** Null until nothing waits for the first time, and once the job is over. */
  tail: TailOrder | null;
  /** Recalls on their way. */
  recalls: number;
  /** Since when nothing has waited while somebody was without work; null while something waits. */
  tailSince: number | null;
  /** Rings when stragglers are looked at again. */
  readonly tailLook: Deadline;
}

/** What one volunteer is to one job; there from the moment it has been told of the job. */
export interface Stint {
  /** Unset when it gives tasks back unasked: it may not know the job. */
  isTold: boolean;
  readonly speed: Speed;
  readonly pace: Pace;
  /** The largest batch it has answered whole; the next ones may grow from there. */
  proven: number;
  /** Its part of `Job.rate`. */
  rate: number;
}

/** A volunteer that is there. What is gone has no session. */
export interface Session {
  readonly id: VolunteerId;
  slots: number;
  paused: boolean;
  /**
   * `suspect` after a silence, until it is heard again; `resting` after a setback, for a while. Neither gets anything new.
   */
  presence: "present" | "suspect" | "resting";
  /** Leases in a row that it let end, or gave back unasked, without a result in between; each doubles its rest. */
  setbacks: number;
  /** When its rest ends; a silence in between does not shorten it. */
  restUntil: number;
  lastHeardAt: number;
  /** Since when its path has been interrupted; null while it is steady. */
  waversSince: number | null;
  readonly watches: {
    readonly silence: Deadline;
    /** Set while its path wavers. */
    readonly path: Deadline;
    readonly rest: Deadline;
  };
  /** When it last answered or returned anything; renewals end without progress. */
  lastProgressAt: number;
  readonly leases: Set<Lease>;
  /** Leases that it may hold, as its last own event left it: what averages of the whole job do to that can wait for the next. */
  credit: number;
  readonly stints: Map<Job, Stint>;
  /** Whether it is counted in `Scheduler.computing`. */
  mayCompute: boolean;
}

interface PendingCommit {
  readonly job: Job;
  readonly session: Session;
  readonly parcel: ParcelId | null;
  readonly settled: Uint32Array;
  /** How many of them failed: the last ones. */
  readonly failures: number;
}

/** A parcel whose results another commit puts on record: acknowledged once no commit up to `after` is open. */
interface HeldAcknowledgement {
  readonly volunteer: VolunteerId;
  readonly parcel: ParcelId;
  readonly after: number;
}

/** Each belongs to a lease, a session or a job and is among the scheduler's deadlines no longer than that is there. */
export type Deadline =
  | { readonly type: "lease"; readonly lease: LeaseId }
  | { readonly type: "silence"; readonly volunteer: VolunteerId }
  /** Its path wavers. */
  | { readonly type: "path"; readonly volunteer: VolunteerId }
  | { readonly type: "rest"; readonly volunteer: VolunteerId }
  | { readonly type: "tail"; readonly job: JobId };

/** The whole of the scheduler; changed by `handle` only. */
export interface Scheduler {
  readonly settings: SchedulerSettings;
  readonly epoch: Epoch;
  readonly jobs: Map<JobId, Job>;
  /** Jobs that may hand out tasks, highest priority first. */
  readonly running: Job[];
  readonly sessions: Map<VolunteerId, Session>;
  readonly leases: Map<LeaseId, Lease>;
  readonly commits: Map<CommitId, PendingCommit>;
  /** By `after`, the smallest first. */
  readonly heldAcknowledgements: HeldAcknowledgement[];
  /** Volunteers with a slot that has nothing at all. */
  readonly hungry: Set<Session>;
  /** The same by what a task took them when they were last looked at; the fastest first. */
  readonly fastestHungry: Ranking<Session>;
  /** Volunteers whose slots are busy and that may hold more. */
  readonly roomy: Set<Session>;
  readonly deadlines: Ranking<Deadline>;
  /** Slots of all sessions. */
  slots: number;
  /** Volunteers that may be given work at all. */
  available: number;
  /** Volunteers that compute, or take work again by themselves. */
  computing: number;
  copiesRunning: number;
  nextLease: number;
  nextCommit: number;
  alarmAt: number | null;
  /** What the event at hand has led to so far. */
  effects: SchedulerEffect[];
}

export function createScheduler(epoch: Epoch, settings: SchedulerSettings): Scheduler {
  return {
    settings,
    epoch,
    jobs: new Map(),
    running: [],
    sessions: new Map(),
    leases: new Map(),
    commits: new Map(),
    heldAcknowledgements: [],
    hungry: new Set(),
    fastestHungry: new Ranking(),
    roomy: new Set(),
    deadlines: new Ranking(),
    slots: 0,
    available: 0,
    computing: 0,
    copiesRunning: 0,
    nextLease: 1,
    nextCommit: 1,
    alarmAt: null,
    effects: [],
  };
}

export function createJob(id: JobId, total: number, options: JobOptions): Job {
  const tasks = new Tasks(total);
  return {
    id,
    options,
    tasks,
    queue: new PendingQueue(tasks),
    runtimes: new Runtimes(),
    leases: new Set(),
    copies: new Map(),
    histories: new Map(),
    losses: new Map(),
    loading: { hasLoaded: false, failures: 0, unable: new Set() },
    lastAttempt: null,
    phase: "running",
    isWaiting: false,
    openCommits: 0,
    isForgotten: false,
    servedMs: 0,
    rate: 0,
    contributors: 0,
    speed: new Speed(),
    pace: new Pace(),
    inputBytes: 0,
    resultBytes: 0,
    retryShare: 0,
    tail: null,
    recalls: 0,
    tailSince: null,
    tailLook: { type: "tail", job: id },
  };
}

export function createSession(id: VolunteerId, slots: number, now: number): Session {
  return {
    id,
    slots,
    paused: false,
    presence: "present",
    lastHeardAt: now,
    waversSince: null,
    watches: {
      silence: { type: "silence", volunteer: id },
      path: { type: "path", volunteer: id },
      rest: { type: "rest", volunteer: id },
    },
    lastProgressAt: now,
    setbacks: 0,
    restUntil: now,
    leases: new Set(),
    credit: 0,
    stints: new Map(),
    mayCompute: false,
  };
}
