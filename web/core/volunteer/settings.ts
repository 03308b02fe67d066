/** The volunteer's constants. They are data, so that a simulation can plant other ones. */
export interface VolunteerSettings {
  /** Computing that one run of a slot aims at: what a slot has been handed cannot be taken back. */
  readonly runTargetMs: number;
  /** Silence of the coordinator after which the next heartbeat finds the link dead: ten heartbeats. */
  readonly silenceMs: number;
  /** The longest that leaving waits for the record of what has been sent. */
  readonly farewellMs: number;
  /** Recalls remembered until their batches arrive; an honest coordinator has one for each batch under way. */
  readonly mostEarlyRecalls: number;
  /** Closed jobs remembered of one link: what a close has overtaken is at most a few messages behind it. */
  readonly mostClosedJobs: number;
  /** Uncommitted results above which no further run starts, in bytes: the coordinator cannot keep up, or is away. */
  readonly keptBytes: number;
}

export const defaultVolunteerSettings: VolunteerSettings = {
  runTargetMs: 150,
  silenceMs: 20_000,
  farewellMs: 2_000,
  mostEarlyRecalls: 1_024,
  mostClosedJobs: 1_024,
  keptBytes: 64 * 1_024 * 1_024,
};
