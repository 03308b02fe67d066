import { keptInputBlobBytes } from "../blobs/pieces.ts";

/** The scheduler's constants. They are data, so that a simulation can plant other ones. */
export interface SchedulerSettings {
  /** Milliseconds between a volunteer's heartbeats in a small room. Timers of hidden tabs still ring once a second. */
  readonly heartbeatMs: number;
  /** Upper bound of the heartbeat interval in large rooms. Keep at most a third of `suspectAfterMs`. */
  readonly slowestHeartbeatMs: number;
  /** Target of heartbeats a second over all volunteers, within `heartbeatMs` and `slowestHeartbeatMs`. */
  readonly heartbeatsASecond: number;
  /** Silence after which a volunteer gets no further work: several heartbeats, so that one late one is no suspicion. */
  readonly suspectAfterMs: number;
  /** Silence after which a volunteer whose path also wavers counts as gone: a bit more than three heartbeats. */
  readonly goneAfterMs: number;
  /** Shortest time that a path must have wavered. A coordinator that was stalled itself reads its messages first. */
  readonly confirmMs: number;
  /** The shortest lease, in milliseconds: a main thread that stalls for seconds is not a death. */
  readonly leaseFloorMs: number;
  /** A volunteer that asks for no piece of a job's blobs for so long is not waited for: its link has stalled, or it does not want to. */
  readonly fetchStallMs: number;
  /** A lease lasts at least this many times the job's 95th percentile of runtimes. */
  readonly leaseRuntimes: number;
  /** Milliseconds of computing that one batch aims at: long enough to hide its travel, short enough to lose. */
  readonly batchTargetMs: number;
  /** Most slots of one volunteer that are used, whatever it says to have. */
  readonly mostSlots: number;
  /** Slots of a newcomer that are used at first. Each task that it answers opens one more, so that they double with each round. */
  readonly firstSlots: number;
  /** Milliseconds after which tasks of a volunteer that has answered nothing yet may get a second copy though no runtime is known. */
  readonly newcomersPatienceMs: number;
  /** Batches held for each slot: one that runs and one that waits, so that the slot never waits for the network. */
  readonly batchesPerSlot: number;
  /** Upper bound of batches held for each slot where `largestBatch` or bytes keep batches short. */
  readonly mostBatchesPerSlot: number;
  /** Upper bound of such batches for one volunteer: each heartbeat names all its leases. */
  readonly mostBatches: number;
  /** Bytes of inputs or results that the batches held for one slot aim to stay within. */
  readonly heldBytes: number;
  /** Most tasks in one batch. Bounds what one lost tab costs and what one event computes. */
  readonly largestBatch: number;
  /** Bytes of inputs, and of results as far as they are known, that one batch aims to stay within. */
  readonly batchBytes: number;
  /** Largest growth from one batch to the next: one lucky measurement must not bring thousands of tasks. */
  readonly batchGrowth: number;
  /** Distinct volunteers on which a throw is called deterministic. */
  readonly volunteersToFail: number;
  /** The least score, `answered / (1 + answered + 2 * failed)`, with which a volunteer's errors count: at about a fifth of its tasks answered. Where nobody reaches it the job is at fault. */
  readonly leastScore: number;
  /** Part of the best score in the room that a volunteer must have so that its errors count: honest ones differ by chance. */
  readonly shareOfBestScore: number;
  /** Milliseconds for which tasks that failed on doubtful volunteers only wait for a trusted one that has left, or a newcomer: it may reload its page. */
  readonly judgeAwaitMs: number;
  /** Milliseconds for which they wait for a newcomer to the job that is busy with other jobs. */
  readonly busyAwaitMs: number;
  /** Distinct volunteers on which a program must not load before its job is stopped. */
  readonly volunteersToStop: number;
  /** Failed tries to load a program before its job is stopped where no other volunteer is there to try. */
  readonly failuresToStop: number;
  /** Deaths of volunteers with a task in hand after which it is given up as poison. */
  readonly deathsToPoison: number;
  /** A lost lease of at most this many tasks counts a death for each of them. In a larger one the culprit is one of too many. */
  readonly suspectBatch: number;
  /** The last running tasks may get a second copy after this many times the 90th percentile of runtimes. */
  readonly copyAfterRuntimes: number;
  /** Share of all slots that may compute second copies; at least one. */
  readonly copyShare: number;
  /** Milliseconds of the room's computing for which a growing job's tasks are asked in advance. */
  readonly wantedAheadMs: number;
  /** Most tasks that wait in advance, and most bytes of their inputs: a source may be faster than any room. */
  readonly mostWanted: number;
  readonly wantedBytes: number;
  /** Attempts that a volunteer must have answered before its speed counts against giving it one of the last tasks. */
  readonly speedSamples: number;
  /** Bytes of large inputs that the coordinator has in memory to be sent. The machine does not look at them. */
  readonly inputBlobBytes: number;
}

export const defaultSchedulerSettings: SchedulerSettings = {
  heartbeatMs: 2_000,
  slowestHeartbeatMs: 5_000,
  heartbeatsASecond: 20,
  suspectAfterMs: 15_000,
  goneAfterMs: 7_000,
  confirmMs: 500,
  leaseFloorMs: 30_000,
  fetchStallMs: 60_000,
  leaseRuntimes: 3,
  batchTargetMs: 150,
  mostSlots: 128,
  firstSlots: 8,
  newcomersPatienceMs: 10_000,
  batchesPerSlot: 2,
  mostBatchesPerSlot: 16,
  mostBatches: 128,
  heldBytes: 4 * 1_024 * 1_024,
  largestBatch: 8_192,
  batchBytes: 256 * 1_024,
  batchGrowth: 4,
  volunteersToFail: 2,
  leastScore: 1 / 9,
  shareOfBestScore: 0.5,
  judgeAwaitMs: 120_000,
  busyAwaitMs: 600_000,
  volunteersToStop: 2,
  failuresToStop: 3,
  deathsToPoison: 3,
  suspectBatch: 8,
  copyAfterRuntimes: 1.5,
  copyShare: 0.1,
  wantedAheadMs: 2_000,
  mostWanted: 262_144,
  wantedBytes: 8 * 1_024 * 1_024,
  speedSamples: 2,
  inputBlobBytes: keptInputBlobBytes,
};
