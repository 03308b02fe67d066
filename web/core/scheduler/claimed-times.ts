import type { SchedulerEvent } from "./events.ts";
import type { Job, Lease } from "./state.ts";

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

/** What an answer says of time: milliseconds of each attempt, of all of them in their slot, and since the first one began. */
export type ClaimedTimes = Pick<ResultsArrived, "busyMs" | "beganMsAgo" | "block">;

/**
 * The answer with what is longer than possible cut to that: a block comes from one slot, after its lease was granted. When the lease
 * of an offer was granted is not known; no attempt goes on for longer than its time limit, and it may have begun long ago.
 */
export function cutTimes(job: Job, lease: Lease | null, claimed: ClaimedTimes, now: number): ClaimedTimes {
  const { busyMs, beganMsAgo, block } = claimed;
  const { runtimesMs } = block;
  const grantedMsAgo = lease === null ? Number.POSITIVE_INFINITY : Math.max(0, now - lease.grantedAt);
  const longestMs = lease === null ? job.options.timeLimitMs : grantedMsAgo;
  const isPossible = runtimesMs.every((runtimeMs) => runtimeMs <= longestMs);
  return {
    busyMs: Math.min(busyMs, longestMs),
    beganMsAgo: Math.min(beganMsAgo, grantedMsAgo),
    block: isPossible ? block : { ...block, runtimesMs: runtimesMs.map((runtimeMs) => Math.min(runtimeMs, longestMs)) },
  };
}
