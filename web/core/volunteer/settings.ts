import { mostUncreditedBytes, mostVolunteerCalls } from "../objects/call-bounds.ts";
import { keptBlobBytes, keptInputBlobBytes, piecesAhead } from "../blobs/pieces.ts";

/** The volunteer's constants. They are data, so that a simulation can plant other ones. */
export interface VolunteerSettings {
  /** Milliseconds of computing that one run aims at. Short, because tasks handed to a slot cannot be taken back. */
  readonly runTargetMs: number;
  /**
   * Milliseconds for which a slot may prefer batches of the job that it has begun with, while older ones of other jobs wait.
   * A change of program costs a new Worker and the loading of the program: some tens of milliseconds, or seconds for a large
   * one. Far below the shortest lease, so that no batch expires while it waits for its turn.
   */
  readonly turnMs: number;
  /** Milliseconds of the coordinator's silence after which the link is given up at the next heartbeat: ten heartbeats. */
  readonly silenceMs: number;
  /** Longest time in milliseconds that leaving waits until results are on record. */
  readonly farewellMs: number;
  /** Recalls kept until their batches arrive. An honest coordinator has at most one for each batch under way. */
  readonly mostEarlyRecalls: number;
  /** Closed jobs remembered of one link. A message that a close has overtaken comes soon after it. */
  readonly mostClosedJobs: number;
  /** Bytes of results not on record above which no run starts: the coordinator cannot keep up, or is away. */
  readonly keptBytes: number;
  /** Most bytes of blobs, of open jobs and kept for later ones: what a phone can spare beside the copies in its slots. */
  readonly blobBytes: number;
  /** Most bytes of large inputs beside them, of tasks that wait and kept for later ones. */
  readonly inputBlobBytes: number;
  /** Pieces of blobs asked for ahead of those that have come. */
  readonly piecesAhead: number;
  /** Most calls of shared objects that are sent and not answered, over all slots: a coordinator sends a volunteer away that has more. */
  readonly openCalls: number;
  /** Most bytes of requests that are sent and that the coordinator has given no credit for: one more byte, and it sends the volunteer away. */
  readonly uncreditedBytes: number;
}

export const defaultVolunteerSettings: VolunteerSettings = {
  runTargetMs: 150,
  turnMs: 2_000,
  silenceMs: 20_000,
  farewellMs: 2_000,
  mostEarlyRecalls: 1_024,
  mostClosedJobs: 1_024,
  keptBytes: 64 * 1_024 * 1_024,
  blobBytes: keptBlobBytes,
  inputBlobBytes: keptInputBlobBytes,
  piecesAhead,
  openCalls: mostVolunteerCalls,
  uncreditedBytes: mostUncreditedBytes,
};
