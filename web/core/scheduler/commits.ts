import { commitId, type VolunteerId } from "../ids.ts";
import type { ResultBlock } from "../job/job.ts";
import type { Job, Scheduler, SentParcel } from "./state.ts";
import type { TaskFailure } from "./task-failure.ts";

interface Settling {
  readonly slot: number | null;
  readonly beganMsAgo: number;
  readonly block: ResultBlock;
  /** Positions in the block that are accepted; null means every one. */
  readonly positions: Uint32Array | null;
  readonly failures: readonly TaskFailure[];
}

/** Where a commit comes from, and what follows from it. */
interface Committed {
  readonly job: Job;
  /** The volunteer whose word settled the tasks. */
  readonly volunteer: VolunteerId;
  /** Acknowledged once the results are on record; null acknowledges nothing. */
  readonly sent: SentParcel | null;
  /** The first accepted task whose result ends the job; null where none does. */
  readonly endedBy: number | null;
}

/** Orders that results be put on record. */
export function orderCommit(scheduler: Scheduler, committed: Committed, settling: Settling): void {
  const { job, volunteer, endedBy } = committed;
  const commit = commitId(scheduler.nextCommit);
  scheduler.nextCommit += 1;
  const settled = settledBy(settling);
  const attempts = new Uint8Array(settled.length);
  for (let at = 0; at < settled.length; at += 1) attempts[at] = job.tasks.attempts(settled[at] ?? 0);
  scheduler.commits.set(commit, { ...committed, settled, failures: settling.failures.length });
  job.openCommits += 1;
  scheduler.effects.push({
    type: "commit-results",
    commit,
    job: job.id,
    volunteer,
    ...settling,
    settled,
    attempts,
    isLast: endedBy !== null || (job.isSealed && job.tasks.open === 0),
  });
}

function settledBy({ block: { indices }, positions, failures }: Settling): Uint32Array {
  if (positions === null && failures.length === 0) return indices;
  const values = positions?.length ?? indices.length;
  const settled = new Uint32Array(values + failures.length);
  for (let at = 0; at < values; at += 1) settled[at] = indices[positions?.[at] ?? at] ?? 0;
  for (const [at, { task }] of failures.entries()) settled[values + at] = task;
  return settled;
}
