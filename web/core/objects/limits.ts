import { mostOpenCalls, mostWaitingCalls } from "./call-bounds.ts";

/** What shared objects may take of the memory of the page or process that is their home. */
export interface HomeLimits {
  /** Calls of one caller that wait at a time. */
  readonly waitingCalls: number;
  /** Answers of one caller that gave it something and that it has not acknowledged. */
  readonly unacknowledged: number;
  /** Items of one queue, list or dict, where nothing else limits them. */
  readonly items: number;
  /** Bytes of all items and values of all objects, those of waiting calls included. */
  readonly bytes: number;
  /** Bytes on the way between the ends of a pipe, each way. A longer message travels alone. */
  readonly pipeBytes: number;
  /** Callers that have ended and are remembered, so that a late call of theirs changes nothing. */
  readonly endedCallers: number;
}

export const defaultHomeLimits: HomeLimits = {
  waitingCalls: mostWaitingCalls,
  // Each is acknowledged by the next call. Of a task's calls no more are on their way.
  unacknowledged: mostOpenCalls,
  items: 1_000_000,
  // A phone's browser ends a tab at about 1.5 GB, and a home has jobs beside its objects.
  bytes: 512 * 1024 * 1024,
  // As a pipe of Linux.
  pipeBytes: 64 * 1024,
  // The room fences callers by their leases; this many are beyond what its links can hold up.
  endedCallers: 10_000,
};
