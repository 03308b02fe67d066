import type { Deadline, Job, Scheduler } from "./state.ts";

/** Removes and gives the next deadline that has passed; null if there is none. The caller checks whether it has moved meanwhile. */
export function takePassed({ deadlines }: Scheduler, now: number): Deadline | null {
  const next = deadlines.top();
  if (next === undefined || next.key > now) return null;
  deadlines.delete(next.value);
  return next.value;
}

/**
 * The one alarm never rings after the earliest deadline. It may ring before: that costs less than moving it with every
 * lease that ends.
 */
export function refreshAlarm(scheduler: Scheduler): void {
  const { deadlines, alarmAt } = scheduler;
  const at = deadlines.top()?.key ?? null;
  if (at === alarmAt || (at !== null && alarmAt !== null && alarmAt < at)) return;
  scheduler.alarmAt = at;
  scheduler.effects.push({ type: "set-alarm", at });
}

/** Has the end of the job looked at again at that time or before. */
export function lookAtTailAgain({ deadlines }: Scheduler, { tailLook }: Job, at: number): void {
  const planned = deadlines.keyOf(tailLook);
  if (planned === undefined || at < planned) deadlines.set(tailLook, at);
}
