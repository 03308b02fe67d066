import type { SchedulerSettings } from "./settings.ts";
import type { Scheduler, Session } from "./state.ts";

/** What is remembered of volunteers that have left, at most; the oldest are forgotten. */
const mostFormer = 4_096;

/** Milliseconds with tasks in hand after which leaving without an answer is a setback: an impatient person reloads before. */
const idleHoldingMs = 15_000;

/** Slots that are used: a few at first, and one more for each answer. After a setback all begins anew, with fewer. */
export function usableSlots(
  { firstSlots }: SchedulerSettings,
  { slots, answered, setbacks }: Pick<Session, "slots" | "answered" | "setbacks">,
): number {
  const first = Math.max(1, Math.floor(firstSlots / 2 ** setbacks));
  return Math.min(slots, first + answered);
}

/** To be called when the volunteer's slots, answers or setbacks have changed, before its appetite is looked at. */
export function refreshUsableSlots({ settings }: Scheduler, session: Session): void {
  session.usableSlots = usableSlots(settings, session);
}

/** The volunteer has ended so many of its tasks. */
export function earnSlots(scheduler: Scheduler, session: Session, tasks: number): void {
  if (tasks === 0) return;
  session.answered += tasks;
  session.excuses = 0;
  refreshUsableSlots(scheduler, session);
}

/** The number of slots that the room takes the volunteer's word for. */
export function cappedSlots({ settings }: Scheduler, slots: number): number {
  return Math.min(slots, settings.mostSlots);
}

function hasHeldInVain({ answered, leases }: Session, now: number): boolean {
  if (answered > 0) return false;
  for (const { grantedAt } of leases) if (now - grantedAt >= idleHoldingMs) return true;
  return false;
}

/** Remembers what the volunteer has earned and let down, for when it comes back. To be called while it still has its leases. */
export function rememberFormer({ former, now }: Scheduler, session: Session): void {
  const { id, answered, restUntil } = session;
  const setbacks = session.setbacks + Number(hasHeldInVain(session, now));
  former.delete(id);
  if (answered === 0 && setbacks === 0) return;
  former.set(id, { answered, setbacks, restUntil });
  for (const oldest of former.keys()) {
    if (former.size <= mostFormer) break;
    former.delete(oldest);
  }
}

/** The volunteer is back: neither a reload nor a new link washes off its setbacks. */
export function recallFormer(scheduler: Scheduler, session: Session): void {
  Object.assign(session, scheduler.former.get(session.id));
  refreshUsableSlots(scheduler, session);
}
