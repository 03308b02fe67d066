import type { CommitId, Epoch, JobId, LeaseId, LoadId, ParcelId, VolunteerId } from "../ids.ts";
import type { Feature } from "../job/features.ts";
import type { JobOptions } from "../job/job.ts";
import type { SchedulerEffect } from "./effects.ts";
import { PendingQueue } from "./pending-queue.ts";
import { Ranking } from "./ranking.ts";
import type { Pace, Speed } from "../job/runtimes.ts";
import { SharedTimes } from "./shared-times.ts";
import type { SilenceOrder } from "./silence-order.ts";
import type { SchedulerSettings } from "./settings.ts";
import type { FailedAttempt } from "./task-failure.ts";
import { Tasks } from "./tasks.ts";

/** A job is `stopped` if its program loads on no volunteer, and `ended-early` if one of its own results has ended it before its last task. */
export type JobPhase = "running" | "paused" | "done" | "cancelled" | "stopped" | "ended-early";

export type EndPhase = Exclude<JobPhase, "running" | "paused">;

/** Whether nothing of the job will ever be computed again. */
export function isOver({ phase }: { readonly phase: JobPhase }): boolean {
  return phase !== "running" && phase !== "paused";
}

/** Where a job's program loads, as far as is known. */
interface Loading {
  /** Whether any volunteer has executed it. */
  hasLoaded: boolean;
  /** Failed tries to load it, over all volunteers. */
  failures: number;
  /** Volunteers on which it does not load, including those that have left. */
  readonly unable: Set<VolunteerId>;
}

/** Tasks of a job that a volunteer answered with a value, and tasks that ended in an error on it. */
export interface Tally {
  answered: number;
  failed: number;
  /** The first tasks that failed: all of them while the volunteer is a newcomer. */
  readonly firstFailed: number[];
  /** When the volunteer was last noted as away. */
  leftAt: number;
}

/** Whether a volunteer that was told a job has the blobs that the job names; `computing`: it was not told, and computes it since an earlier link. */
type Equipment = "fetching" | "equipped" | "unequipped" | "computing";

/** A batch in one volunteer's hands until a deadline. */
export interface Lease {
  readonly id: LeaseId;
  readonly job: Job;
  readonly session: Session;
  readonly indices: Uint32Array;
  /** The load whose inputs are kept as long as the lease lives; null where none are. */
  readonly keptLoad: LoadId | null;
  /** True for the second copy of tasks that another lease holds, while it may be of use and the other lease lives. */
  copy: boolean;
  readonly grantedAt: number;
  /** Milliseconds that had been left out of the room's time by then. */
  readonly leftOutBeforeMs: number;
  /** When a slot became free for the lease; null while it waits behind others of its volunteer. */
  startedAt: number | null;
  deadline: number;
  /** Index into `indices` of the first task that is in the volunteer's hands. */
  head: number;
  /** When it was granted, or a heartbeat last named it. */
  namedAt: number;
  /** When a task ahead of that one in the volunteer's line was last answered; at first when the lease was granted. */
  lineMovedAt: number;
  /** Entry among the scheduler's deadlines. May ring before `deadline`: renewing the lease does not move the entry. */
  readonly expiry: Deadline;
  /** When the last partial answer came; 0 before the first. */
  answeredAt: number;
  /** Tasks of the lease that its volunteer has neither answered nor given back. */
  outstanding: number;
  /** Tasks counted in `outstanding` that are settled already, by another copy or an offer: their results are not needed. */
  unneeded: number;
  /** Whether any task of the lease has ever had two copies. Only then is an answer compared with the other copy. */
  raced: boolean;
  /** Index into `indices`. Tasks before it were already copied or are settled. Reset to 0 if a copy is lost. */
  copiedUpTo: number;
  /** True while a recall is on its way: a second one would take back twice as much. */
  recalled: boolean;
  /** The last call of each task in its hands that has called shared objects; null until one has. */
  callers: Map<number, number> | null;
  /** True if the volunteer may give tasks back unasked without a setback: it took slots away, or cannot load the program. */
  excused: boolean;
}

/** Inputs on their way to the room for a batch of one volunteer. Its lease is granted when they are there. */
export interface InputLoad {
  readonly id: LoadId;
  readonly job: Job;
  /** The volunteer may have left meanwhile. */
  readonly session: Session;
  readonly indices: Uint32Array;
  /** True for a second copy of tasks that a lease holds. */
  readonly copy: boolean;
  /** When the inputs were asked for. */
  readonly since: number;
  /** Its part of `Job.servedMs`. */
  readonly servedMs: number;
}

/**
 * A job's leases in the orders that its end needs. Kept from the first moment at which no task is pending: looking through
 * all leases at each event would cost more the larger the room is.
 */
export interface TailOrder {
  /** Leases that may hold unstarted tasks, by expected end, the latest first. */
  readonly byEnd: Ranking<Lease>;
  /** Leases that should be done and whose results may be travelling, by the time at which they count as late. */
  readonly onTheirWay: Ranking<Lease>;
  /** Leases with a task that may get a second copy, by the length of their silence. */
  readonly bySilence: SilenceOrder<Lease>;
  /** Leases of `bySilence` whose volunteers are suspect, the longest silence first. */
  readonly ofSuspects: Ranking<Lease>;
  /** Leases of `bySilence` by the expected end of the running task, or of the whole lease if none runs; the latest first. */
  readonly byTaskEnd: Ranking<Lease>;
}

export interface Job {
  readonly id: JobId;
  readonly options: JobOptions;
  /** Whether volunteers need blobs before they can compute its tasks. */
  readonly hasBlobs: boolean;
  /** Features that a volunteer must offer to be given its tasks. */
  readonly needs: readonly Feature[];
  /** True while volunteers are to be looked at that may be told the job. */
  isToEquip: boolean;
  readonly tasks: Tasks;
  /** Tasks that it had when this start of the room took it over; 0 if it was submitted since. What an older epoch brings of others is of other inputs. */
  readonly restoredTotal: number;
  readonly queue: PendingQueue;
  readonly leases: Set<Lease>;
  /** Whether no further task will be added. Only then the job can end. */
  isSealed: boolean;
  /** Whether further tasks have been asked for and neither came nor were refused. */
  isAsked: boolean;
  /** Tasks whose inputs are on their way for a second copy. */
  readonly copying: Set<number>;
  /** Loads of inputs for second copies that are on their way. */
  copyLoads: number;
  /** Time before which no further second copy is made: the inputs of one could not be had. */
  copiesRestUntil: number;
  /** The lease that computes the second copy of a task, by task. */
  readonly copies: Map<number, LeaseId>;
  /** Failed attempts by task, for tasks that are pending or leased. */
  readonly histories: Map<number, readonly FailedAttempt[]>;
  /** Tasks in whose histories a volunteer's death is counted, by volunteer. Its deaths are taken back if it returns. */
  readonly losses: Map<VolunteerId, Set<number>>;
  /** What each volunteer has brought of the job, also of those that have left: who comes back is believed as before. */
  readonly tallies: Map<VolunteerId, Tally>;
  /** The volunteers of `tallies` that may be given tasks, the most trusted first. */
  readonly byScore: Ranking<Session>;
  /** Volunteers of `tallies` that were in `byScore` until they left or may be given no tasks for a while, the most trusted first. */
  readonly away: Ranking<VolunteerId>;
  /** Open tasks that failed as often as is enough to give them up, but on doubtful volunteers only. */
  readonly doubted: Set<number>;
  /** A newcomer that was last on trial while tasks were doubted; null before the first one, and once it is there and on trial no more. */
  onTrial: VolunteerId | null;
  /** When one was last on trial. */
  triedAt: number;
  /** When the first of the tasks that are doubted now, or that were last, was doubted. */
  doubtedAt: number;
  readonly loading: Loading;
  /** The last attempt that ended in an error. Equal ones share it, or its error's bytes: a job may fail a million times alike. */
  lastAttempt: FailedAttempt | null;
  phase: JobPhase;
  /** True if the job runs and no volunteer computes it or could be given its tasks. */
  isWaiting: boolean;
  /** Features for want of which the job waits: what nobody here who computes offers. Empty while it does not wait. */
  lacks: readonly Feature[];
  /** Commits of the job that are not answered yet. */
  openCommits: number;
  /** True once the job is over and not looked at any more: it is dropped with its last open commit. */
  isForgotten: boolean;
  /** Milliseconds of computing handed out, for fair shares between jobs of equal priority. */
  servedMs: number;
  /** Tasks a millisecond that the present volunteers manage together. */
  rate: number;
  /** Stints with a part in `rate`. With none the rate is set to 0 exactly: sums of parts leave rounding errors. */
  contributors: number;
  /** The stints with a part in `rate`, the fastest first: how much of it one volunteer's words make. */
  readonly byRate: Ranking<Stint>;
  /** What its tasks take on all volunteers, and bring. */
  readonly times: SharedTimes;
  /** Bytes of input for each task, a moving average. */
  inputBytes: number;
  /** Share of answers after which a task waits again, a moving average. */
  retryShare: number;
  /** Null until no task is pending for the first time, and again once the job is over. */
  tail: TailOrder | null;
  /** Recalls that are not answered yet. */
  recalls: number;
  /** Start of the time in which no task was pending and a volunteer was without work; null while a task is pending. */
  tailSince: number | null;
  /** Rings when the end of the job is looked at again, for recalls and copies. */
  readonly tailLook: Deadline;
}

/** What is known of one volunteer's work for one job, from the first lease on. */
export interface Stint {
  /** Whether the volunteer has been sent the program. Reset when it gives tasks back unasked: it may have lost the program. */
  isTold: boolean;
  readonly speed: Speed;
  readonly pace: Pace;
  /** Tasks in the largest batch that was answered whole: the next batch may be some times as large. */
  proven: number;
  /** Tasks a millisecond: the volunteer's part of `Job.rate`. */
  rate: number;
}

/** A volunteer that is in the room. Not to be confused with a link: a session ends when its volunteer comes back by another. */
export interface Session {
  readonly id: VolunteerId;
  /** What tasks find there. */
  readonly features: ReadonlySet<Feature>;
  slots: number;
  paused: boolean;
  /** `suspect`: silent, until heard again. `resting`: after a setback, for a while. Neither gets new tasks. */
  presence: "present" | "suspect" | "resting";
  /** Leases in a row that ended without a result or were given back unasked. Each doubles the next rest. */
  setbacks: number;
  /** Tasks that the volunteer has ended, one way or the other, since its last setback. */
  answered: number;
  /** Slots that it uses beyond those that it has earned. */
  lent: number;
  /** When it was last lent some; at first when it joined. */
  lentAt: number;
  /** Slots that are given work: as many as it has earned. */
  usableSlots: number;
  /** Occasions in a row on which it gave tasks back with an excuse, and answered none in between. */
  excuses: number;
  /** Leases below this one were granted before the last such occasion, and may be given back on it. */
  excusedBefore: number;
  /** Whether its link was lost or replaced once when it had held tasks for long and answered none. False again once it answers. */
  wasLost: boolean;
  /** End of the rest; a silence in between does not shorten it. */
  restUntil: number;
  lastHeardAt: number;
  /** Since when the network path has been interrupted; null while it is steady. */
  waversSince: number | null;
  readonly watches: {
    readonly silence: Deadline;
    /** Among the deadlines while the path wavers. */
    readonly path: Deadline;
    readonly rest: Deadline;
    /** Among the deadlines while the volunteer fetches blobs. */
    readonly fetch: Deadline;
  };
  /** When the volunteer last answered tasks, or was sent a further piece: by then a slot that was free has gone on with what waits. */
  lastProgressAt: number;
  /** When it was last sent a piece of a blob or of an input that it had not been sent over this link. */
  pieceSentAt: number;
  readonly leases: Set<Lease>;
  /** How many of them keep a slot to themselves. */
  keptSlots: number;
  /** Loads of inputs on their way for the volunteer, of all jobs. */
  readonly loads: Set<InputLoad>;
  /** Leases that the volunteer may hold. Computed at its own events only, though averages of the job change it in between. */
  credit: number;
  readonly stints: Map<Job, Stint>;
  /** What the volunteer has of the jobs with blobs that it has been told, and which ones it has open though it was told none. */
  readonly equipment: Map<Job, Equipment>;
  /** When the volunteer last asked for a piece of a blob, or was told of a job with blobs. */
  fetchedAt: number;
  /** Whether the session is counted in `Scheduler.computing`. */
  mayCompute: boolean;
}

/** A parcel, and the session that has sent it. */
export interface SentParcel {
  readonly session: Session;
  readonly parcel: ParcelId;
}

interface PendingCommit {
  readonly job: Job;
  readonly sent: SentParcel | null;
  readonly settled: Uint32Array;
  /** Tasks at the end of `settled` that failed. */
  readonly failures: number;
  /** The first accepted task whose result ends the job; null where none does. */
  readonly endedBy: number | null;
}

/** A parcel whose results are in other commits: acknowledged once no commit up to `after` is open. */
interface HeldAcknowledgement extends SentParcel {
  readonly after: number;
}

/** A time to look at something again. Removed from the scheduler's deadlines with its lease, session or job. */
export type Deadline =
  | { readonly type: "lease"; readonly lease: LeaseId }
  | { readonly type: "silence"; readonly volunteer: VolunteerId }
  | { readonly type: "path"; readonly volunteer: VolunteerId }
  | { readonly type: "rest"; readonly volunteer: VolunteerId }
  | { readonly type: "fetch"; readonly volunteer: VolunteerId }
  | { readonly type: "tail"; readonly job: JobId };

/** What of a volunteer outlives its session. */
type Former = Pick<Session, "answered" | "setbacks" | "excuses" | "wasLost" | "restUntil">;

/** The whole of the scheduler; changed by `handle` only. */
export interface Scheduler {
  readonly settings: SchedulerSettings;
  readonly epoch: Epoch;
  /** Time of the event at hand. */
  now: number;
  /** Milliseconds that have been left out of it so far. */
  leftOutMs: number;
  readonly jobs: Map<JobId, Job>;
  /** Jobs that are neither over nor known: their record cannot be read. */
  readonly setAside: Set<JobId>;
  /** Jobs that may hand out tasks, highest priority first. */
  readonly running: Job[];
  readonly sessions: Map<VolunteerId, Session>;
  /** What volunteers that are gone had earned, let down and been excused for, the last ones to leave at the end. */
  readonly former: Map<VolunteerId, Former>;
  readonly leases: Map<LeaseId, Lease>;
  readonly loads: Map<LoadId, InputLoad>;
  readonly commits: Map<CommitId, PendingCommit>;
  /** Sorted by `after`, the smallest first. */
  readonly heldAcknowledgements: HeldAcknowledgement[];
  /** Volunteers with a slot without work that may be given tasks. */
  readonly hungry: Set<Session>;
  /** The volunteers of `hungry` for which no inputs were on their way when last looked at, slow ones apart, by their typical runtime when last looked at, the fastest first. */
  readonly fastestHungry: Ranking<Session>;
  /** Volunteers whose slots are all busy and that may hold more. */
  readonly roomy: Set<Session>;
  readonly deadlines: Ranking<Deadline>;
  /** Slots of all sessions. */
  slots: number;
  /** Volunteers that may be given tasks: neither paused nor suspect nor resting. */
  available: number;
  /** Volunteers that compute, or will take tasks again without anything happening. See `countComputing`. */
  computing: number;
  /** Leases that are second copies. */
  copiesRunning: number;
  nextLease: number;
  nextLoad: number;
  nextCommit: number;
  alarmAt: number | null;
  /** Orders of the event at hand, so far. */
  effects: SchedulerEffect[];
}

export function createScheduler(epoch: Epoch, settings: SchedulerSettings): Scheduler {
  return {
    settings,
    epoch,
    now: 0,
    leftOutMs: 0,
    jobs: new Map(),
    setAside: new Set(),
    running: [],
    sessions: new Map(),
    former: new Map(),
    leases: new Map(),
    loads: new Map(),
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
    nextLoad: 1,
    nextCommit: 1,
    alarmAt: null,
    effects: [],
  };
}

/** What follows from `atMostOnce` for the other options. */
const onceOnly = { batchSize: 1, maxAttempts: 1, speculation: false } as const;

/**
 * Whether a task of the job is leased at most once, and keeps a slot to itself until it ends: it may run for hours, and nothing that
 * waited behind it would come back.
 */
export function isOnceOnly({ options }: Pick<Job, "options">): boolean {
  return options.atMostOnce === true;
}

interface NewJob {
  readonly job: JobId;
  readonly total: number;
  readonly options: JobOptions;
  readonly isSealed: boolean;
  readonly hasBlobs?: boolean;
  readonly needs?: readonly Feature[];
  readonly restoredTotal?: number;
}

export function createJob(made: NewJob): Job {
  const { job: id, total, options, isSealed, hasBlobs = false, needs = [], restoredTotal = 0 } = made;
  const tasks = new Tasks(total);
  return {
    id,
    options: options.atMostOnce === true ? { ...options, ...onceOnly } : options,
    hasBlobs,
    needs,
    isToEquip: false,
    tasks,
    restoredTotal,
    queue: new PendingQueue(tasks),
    leases: new Set(),
    isSealed,
    isAsked: false,
    copying: new Set(),
    copyLoads: 0,
    copiesRestUntil: 0,
    copies: new Map(),
    histories: new Map(),
    losses: new Map(),
    tallies: new Map(),
    byScore: new Ranking(),
    away: new Ranking(),
    doubted: new Set(),
    onTrial: null,
    triedAt: Number.NEGATIVE_INFINITY,
    doubtedAt: Number.NEGATIVE_INFINITY,
    loading: { hasLoaded: false, failures: 0, unable: new Set() },
    lastAttempt: null,
    phase: "running",
    isWaiting: false,
    lacks: [],
    openCommits: 0,
    isForgotten: false,
    servedMs: 0,
    rate: 0,
    contributors: 0,
    byRate: new Ranking(),
    times: new SharedTimes(),
    inputBytes: 0,
    retryShare: 0,
    tail: null,
    recalls: 0,
    tailSince: null,
    tailLook: { type: "tail", job: id },
  };
}

export function createSession(id: VolunteerId, slots: number, features: readonly Feature[], now: number): Session {
  return {
    id,
    features: new Set(features),
    slots,
    paused: false,
    presence: "present",
    lastHeardAt: now,
    waversSince: null,
    watches: {
      silence: { type: "silence", volunteer: id },
      path: { type: "path", volunteer: id },
      rest: { type: "rest", volunteer: id },
      fetch: { type: "fetch", volunteer: id },
    },
    lastProgressAt: now,
    pieceSentAt: now,
    setbacks: 0,
    answered: 0,
    lent: 0,
    lentAt: now,
    usableSlots: 1,
    excuses: 0,
    excusedBefore: 0,
    wasLost: false,
    restUntil: now,
    leases: new Set(),
    keptSlots: 0,
    loads: new Set(),
    credit: 0,
    stints: new Map(),
    equipment: new Map(),
    fetchedAt: now,
    mayCompute: false,
  };
}
