import type { CallerEnd } from "../objects/call.ts";
import type { Lease, Scheduler } from "./state.ts";

/** Fences the attempt if it has called shared objects, which is told once: later ends of the same attempt find no caller any more. */
export function endCaller(
  { effects, epoch }: Scheduler,
  { id: lease, job, callers }: Lease,
  task: number,
  how: CallerEnd,
): void {
  if (callers?.delete(task) === true) effects.push({ type: "end-caller", job: job.id, epoch, lease, task, how });
}
