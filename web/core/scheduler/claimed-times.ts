import type { SchedulerEvent } from "./events.ts";
import type { Job, Lease, Scheduler } from "./state.ts";

type ResultsArrived = Extract<SchedulerEvent, { type: "results-arrived" }>;

/** What an answer says of time: milliseconds of each attempt, of all of them in their slot, and since the first one began. */
export type ClaimedTimes = Pick<ResultsArrived, "busyMs" | "beganMsAgo" | "block">;

/** Milliseconds that a volunteer has had the lease for: those in which the room's page stood still are among them. */
function grantedMsAgo({ now, leftOutMs }: Scheduler, { grantedAt, leftOutBeforeMs }: Lease): number {
  return Math.max(0, now - grantedAt) + leftOutMs - leftOutBeforeMs;
}

/**
 * The answer with what is longer than possible cut to that: a block comes from one slot, after its lease was granted. When the lease
 * of an offer was granted is not known; no attempt goes on for longer than its time limit, and it may have begun long ago.
 */
export function cutTimes(scheduler: Scheduler, job: Job, lease: Lease | null, claimed: ClaimedTimes): ClaimedTimes {
  const { busyMs, beganMsAgo, block } = claimed;
  const { runtimesMs } = block;
  const heldForMs = lease === null ? Number.POSITIVE_INFINITY : grantedMsAgo(scheduler, lease);
  const longestMs = lease === null ? job.options.timeLimitMs : heldForMs;
  const isPossible = runtimesMs.every((runtimeMs) => runtimeMs <= longestMs);
  return {
    busyMs: Math.min(busyMs, longestMs),
    beganMsAgo: Math.min(beganMsAgo, heldForMs),
    block: isPossible ? block : { ...block, runtimesMs: runtimesMs.map((runtimeMs) => Math.min(runtimeMs, longestMs)) },
  };
}
