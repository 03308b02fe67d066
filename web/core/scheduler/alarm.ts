import type { Deadline, Scheduler } from "./state.ts";

export function addDeadline(scheduler: Scheduler, at: number, deadline: Deadline): void {
  scheduler.deadlines.push(at, deadline);
}

/** The next deadline that has passed, taken off; its owner checks whether it has moved meanwhile. */
export function takePassed(scheduler: Scheduler, now: number): Deadline | null {
  const next = scheduler.deadlines.peek();
  if (next === undefined || next.key > now) return null;
  scheduler.deadlines.pop();
  return next.value;
}

/** Keeps the one alarm at the earliest deadline; says so only when that has changed. */
export function refreshAlarm(scheduler: Scheduler): void {
  const at = scheduler.deadlines.peek()?.key ?? null;
  if (at === scheduler.alarmAt) return;
  scheduler.alarmAt = at;
  scheduler.effects.push({ type: "set-alarm", at });
}
