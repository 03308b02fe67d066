import type { Job, Session } from "./state.ts";

/** Milliseconds after which inputs that are not there count as slow. */
const slowAfterMs = 1_000;

/**
 * Loads that count against what the volunteer may hold of the job: those of the job, and of other jobs those that may be
 * answered soon. A source that is slow, or never answers, must not keep other jobs from a volunteer that has nothing to do.
 */
export function loadsAgainst(job: Job, { loads }: Session, now: number): number {
  let count = 0;
  for (const load of loads) if (load.job === job || now - load.since < slowAfterMs) count += 1;
  return count;
}

/** Whether inputs may soon bring the volunteer work. */
export function awaitsInputs({ loads }: Session, now: number): boolean {
  for (const { since } of loads) if (now - since < slowAfterMs) return true;
  return false;
}

/** Whether inputs of the job are on their way for the volunteer. */
export function isLoading(job: Job, { loads }: Session): boolean {
  for (const load of loads) if (load.job === job) return true;
  return false;
}
