import { isLeaseId } from "../ids.ts";
import { endCaller } from "./callers.ts";
import type { Job, Lease, Scheduler } from "./state.ts";

/** Whether the volunteer is still to answer for the task under this lease. */
export function holds(lease: Lease, task: number): boolean {
  const { tasks, copies } = lease.job;
  return tasks.holder(task) === lease.id || copies.get(task) === lease.id;
}

/** The lease that has the other copy of the task. */
export function rivalOf(scheduler: Scheduler, lease: Lease, task: number): Lease | null {
  const { copies, tasks } = lease.job;
  const copy = copies.get(task);
  if (copy === undefined) return null;
  const holder = tasks.holder(task);
  const other = copy === lease.id ? (isLeaseId(holder) ? holder : null) : copy;
  return other === null ? null : (scheduler.leases.get(other) ?? null);
}

/** The task has just been settled: leases that still hold it compute it in vain. */
export function noteUnneeded(scheduler: Scheduler, { tasks, copies }: Job, task: number): void {
  const { leases } = scheduler;
  const holder = tasks.holder(task);
  const original = isLeaseId(holder) ? leases.get(holder) : undefined;
  if (original !== undefined) noteUnneededIn(scheduler, original, task);
  const copyId = copies.size === 0 ? undefined : copies.get(task);
  const copy = copyId === undefined ? undefined : leases.get(copyId);
  if (copy !== undefined) noteUnneededIn(scheduler, copy, task);
}

function noteUnneededIn(scheduler: Scheduler, lease: Lease, task: number): void {
  lease.unneeded += 1;
  endCaller(scheduler, lease, task, "lost");
}
