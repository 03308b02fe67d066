import type { SchedulerSettings } from "./settings.ts";
import { mayBeGivenSome } from "./dispatch.ts";
import type { Departure } from "./events.ts";
import { mayLoad } from "./program-loading.ts";
import { isOnceOnly, type Job, type Scheduler, type Session } from "./state.ts";

/** What is remembered of volunteers that have left, at most; the oldest are forgotten. */
const mostFormer = 4_096;

/** Milliseconds with tasks in hand after which leaving without an answer is a setback: an impatient person reloads before. */
const idleHoldingMs = 15_000;

/** Slots that are used: a few at first, one more for each answer, and those that are lent. After a setback all begins anew, with fewer. */
export function usableSlots(
  { firstSlots }: SchedulerSettings,
  { slots, answered, lent, setbacks }: Pick<Session, "slots" | "answered" | "lent" | "setbacks">,
): number {
  const first = Math.max(1, Math.floor(firstSlots / 2 ** setbacks));
  return Math.min(slots, first + answered + lent);
}

/** To be called when the volunteer's slots, answers or setbacks have changed, before its appetite is looked at. */
export function refreshUsableSlots({ settings }: Scheduler, session: Session): void {
  session.usableSlots = usableSlots(settings, session);
}

/** The volunteer has ended so many of its tasks, as far as they are counted, and has made good what it let down. */
export function earnSlots(scheduler: Scheduler, session: Session, tasks: number): void {
  session.answered += tasks;
  session.excuses = 0;
  session.setbacks = 0;
  session.wasLost = false;
  refreshUsableSlots(scheduler, session);
}

/**
 * Lends a volunteer that is heard, and whose tasks take long, as many slots again as it uses, while tasks wait that nobody else has room for: a
 * strong machine with long tasks would end them before it had earned its slots. One that has ended nothing yet may be one that never will: it is
 * lent no more than all others use together.
 */
export function lendSlots(scheduler: Scheduler, session: Session): void {
  const { slots, usableSlots: used, answered, lent, setbacks, leases, lentAt } = session;
  if (used === slots || setbacks > 0 || leases.size < used) return;
  if (scheduler.now < lentAt + scheduler.settings.newcomersPatienceMs) return;
  const jobs = scheduler.running.filter((job) => job.tasks.queued > 0 && mayLoad(scheduler, job, session));
  if (jobs.length === 0 || isRoomLeft(scheduler, jobs)) return;
  const byOthers = answered > 0 ? 0 : usedByOthers(scheduler, session);
  const more = byOthers === 0 ? used : Math.min(used, byOthers - lent);
  if (more <= 0) return;
  session.lentAt = scheduler.now;
  session.lent += more;
  refreshUsableSlots(scheduler, session);
}

/** Whether a volunteer without work could have a waiting task of one of the jobs. */
function isRoomLeft(scheduler: Scheduler, jobs: readonly Job[]): boolean {
  for (const session of scheduler.hungry) {
    if (jobs.some((job) => mayBeGivenSome(scheduler, job, session))) return true;
  }
  return false;
}

/** Slots of all others that have tasks. */
function usedByOthers({ sessions }: Scheduler, session: Session): number {
  let used = 0;
  for (const other of sessions.values()) {
    if (other !== session) used += Math.min(other.usableSlots, other.leases.size);
  }
  return used;
}

/** The number of slots that the room takes the volunteer's word for. */
export function cappedSlots({ settings }: Scheduler, slots: number): number {
  return Math.min(slots, settings.mostSlots);
}

function hasHeldInVain({ answered, leases }: Session, now: number): boolean {
  if (answered > 0) return false;
  // A task that keeps its slot may run for hours.
  for (const { grantedAt, job } of leases) if (!isOnceOnly(job) && now - grantedAt >= idleHoldingMs) return true;
  return false;
}

/**
 * Remembers what the volunteer has earned, let down and been excused for, for when it comes back. To be called while it still has its leases. To
 * leave with nothing but tasks held in vain is a setback, but for the first link that is lost so: a network may fail anyone once.
 */
export function rememberFormer({ former, now }: Scheduler, session: Session, departure: Departure): void {
  const { id, answered, excuses, restUntil } = session;
  let { setbacks, wasLost } = session;
  if (hasHeldInVain(session, now)) {
    const isExcused = !wasLost && (departure === "lost" || departure === "replaced");
    if (isExcused) wasLost = true;
    else setbacks += 1;
  }
  former.delete(id);
  if (answered === 0 && setbacks === 0 && excuses === 0 && !wasLost) return;
  former.set(id, { answered, setbacks, excuses, wasLost, restUntil });
  for (const oldest of former.keys()) {
    if (former.size <= mostFormer) break;
    former.delete(oldest);
  }
}

/** The volunteer is back: neither a reload nor a new link washes off its setbacks and excuses. */
export function recallFormer(scheduler: Scheduler, session: Session): void {
  Object.assign(session, scheduler.former.get(session.id));
  refreshUsableSlots(scheduler, session);
}
