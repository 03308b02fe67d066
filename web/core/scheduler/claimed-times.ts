import type { SchedulerEvent } from "./events.ts";
import type { Job, Lease } from "./state.ts";

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

/** What an answer says of time: milliseconds of each attempt, of all of them in their slot, and since the first one began. */
export type ClaimedTimes = Pick<ResultsArrived, "busyMs" | "beganMsAgo" | "block">;

/**
 * The longest that anything in the answer can have taken: a block comes from one slot, after its lease was granted. When the lease
 * of an offer was granted is not known; no attempt goes on for longer than its time limit.
 */
export function longestPossibleMs(job: Job, lease: Lease | null, now: number): number {
  return lease === null ? job.options.timeLimitMs : Math.max(0, now - lease.grantedAt);
}

/** The answer with what is longer than possible cut to that. */
export function cutTimes({ busyMs, beganMsAgo, block }: ClaimedTimes, longestMs: number): ClaimedTimes {
  const { runtimesMs } = block;
  const isPossible = runtimesMs.every((runtimeMs) => runtimeMs <= longestMs);
  return {
    busyMs: Math.min(busyMs, longestMs),
    beganMsAgo: Math.min(beganMsAgo, longestMs),
    block: isPossible ? block : { ...block, runtimesMs: runtimesMs.map((runtimeMs) => Math.min(runtimeMs, longestMs)) },
  };
}
