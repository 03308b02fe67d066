/** The scheduler's constants. They are data, so that a simulation can plant other ones. */
export interface SchedulerSettings {
  /** Milliseconds between a volunteer's heartbeats; hidden tabs still manage one a second. */
  readonly heartbeatMs: number;
  /** And in a large room: three of these fit into the silence that is suspicious. */
  readonly slowestHeartbeatMs: number;
  /** About so many are heard in all, as long as both ends allow. */
  readonly heartbeatsASecond: number;
  /** Silence after which a volunteer gets no further work: several heartbeats, so that one late one is no suspicion. */
  readonly suspectAfterMs: number;
  /** Silence after which a volunteer whose path wavers, too, is taken for gone: three heartbeats and a bit. */
  readonly goneAfterMs: number;
  /** A path must have wavered for so long: a coordinator that was stopped itself first reads what has come meanwhile. */
  readonly confirmMs: number;
  /** The shortest lease: a stalled main thread is not a death. */
  readonly leaseFloorMs: number;
  /** A lease lasts at least this many times the job's 95th percentile of runtimes. */
  readonly leaseRuntimes: number;
  /** Computing that one batch aims at: long enough to hide its travel, short enough to lose. */
  readonly batchTargetMs: number;
  /** Batches in one slot's hands: one that runs and one that waits, so that the slot never waits for the network. */
  readonly batchesPerSlot: number;
  /** Where size or bytes keep batches short, more of them are in one slot's hands, up to so many. */
  readonly mostBatchesPerSlot: number;
  /** And up to so many in all of one volunteer's hands: each heartbeat names them. */
  readonly mostBatches: number;
  /** Bytes of inputs or results that those further batches of one slot aim to stay within. */
  readonly heldBytes: number;
  /** Caps what one lost tab costs, and the work that one event causes. */
  readonly largestBatch: number;
  /** Bytes of inputs, and of results as far as they are known, that one batch aims to stay within. */
  readonly batchBytes: number;
  /** A batch grows by this factor at most from what has been measured, so that one lucky measurement is not trusted with thousands. */
  readonly batchGrowth: number;
  /** Distinct volunteers on which a throw is called deterministic. */
  readonly volunteersToFail: number;
  /** Distinct volunteers on which a program must not load before its job is stopped. */
  readonly volunteersToStop: number;
  /** And how often it must not load where there are no others: it may have been the volunteer's moment. */
  readonly failuresToStop: number;
  /** Deaths of volunteers with the task in hand after which it is called poison. */
  readonly deathsToPoison: number;
  /** A lease of at most this many tasks counts a death against each; a larger one only makes its tasks suspect. */
  readonly suspectBatch: number;
  /** The last running tasks get a second copy beyond this many times the 90th percentile. */
  readonly copyAfterRuntimes: number;
  /** Share of all slots that may compute second copies; at least one. */
  readonly copyShare: number;
  /** Attempts a volunteer must have answered before its speed decides against giving it one of the last tasks. */
  readonly speedSamples: number;
}

export const defaultSchedulerSettings: SchedulerSettings = {
  heartbeatMs: 2_000,
  slowestHeartbeatMs: 5_000,
  heartbeatsASecond: 20,
  suspectAfterMs: 15_000,
  goneAfterMs: 7_000,
  confirmMs: 500,
  leaseFloorMs: 30_000,
  leaseRuntimes: 3,
  batchTargetMs: 150,
  batchesPerSlot: 2,
  mostBatchesPerSlot: 16,
  mostBatches: 128,
  heldBytes: 4 * 1_024 * 1_024,
  largestBatch: 8_192,
  batchBytes: 256 * 1_024,
  batchGrowth: 4,
  volunteersToFail: 2,
  volunteersToStop: 2,
  failuresToStop: 3,
  deathsToPoison: 3,
  suspectBatch: 8,
  copyAfterRuntimes: 1.5,
  copyShare: 0.1,
  speedSamples: 2,
};
