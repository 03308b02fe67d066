import { MinHeap } from "./min-heap.ts";
import { expectedMs } from "./speeds.ts";
import type { Job, Lease } from "./state.ts";

/** When the volunteer is expected to be done with the lease and all it has before it. */
function finishOf(lease: Lease): number {
  const { session, job, grantedAt } = lease;
  let tasks = 0;
  for (const held of session.leases) {
    tasks += held.outstanding;
    if (held === lease) break;
  }
  return grantedAt + (tasks * (expectedMs(job, session) ?? 0)) / session.slots;
}

/** From the first end of the waiting line on, leases are known by when they will be done, the last first. */
export function noteInTail(job: Job, lease: Lease): void {
  job.tail?.push(-finishOf(lease), lease);
}

export function openTail(job: Job): MinHeap<Lease> {
  if (job.tail === null) {
    job.tail = new MinHeap();
    for (const lease of job.leases) noteInTail(job, lease);
  }
  return job.tail;
}
