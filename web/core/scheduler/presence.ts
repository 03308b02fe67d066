import type { VolunteerId } from "../ids.ts";
import type { GivenUp } from "./effects.ts";
import type { Departure, SchedulerEvent } from "./events.ts";
import { noteEquippable } from "./equipment.ts";
import { forgetEquipment } from "./equipping.ts";
import type { Setback } from "./explanation.ts";
import { isAvailable } from "./availability.ts";
import { callOffLoad } from "./input-loads.ts";
import { giveLeaseBack, recallLease, refreshAppetite, tasksInHand } from "./leases.ts";
import { forgetRates, refreshRates } from "./speeds.ts";
import { noteCopyable } from "./tail-order.ts";
import { forgiveDeaths } from "./deaths.ts";
import { cappedSlots, recallFormer, refreshUsableSlots, rememberFormer } from "./earned-slots.ts";
import { distrust, refreshTrust } from "./trust.ts";
import { createSession, isOnceOnly, type Scheduler, type Session } from "./state.ts";

/** Milliseconds of the first rest after a setback; each further setback in a row doubles it. */
const firstRestMs = 1_000;
const longestRestMs = 300_000;

export function joinVolunteer(
  scheduler: Scheduler,
  { volunteer: id, slots, features = [], now }: Extract<SchedulerEvent, { type: "volunteer-joined" }>,
): Session {
  endSession(scheduler, id, "replaced");
  forgiveDeaths(scheduler, id);
  const session = createSession(id, cappedSlots(scheduler, slots), features, now);
  recallFormer(scheduler, session);
  if (now < session.restUntil) {
    session.presence = "resting";
    scheduler.deadlines.set(session.watches.rest, session.restUntil);
  }
  scheduler.sessions.set(id, session);
  scheduler.slots += session.slots;
  scheduler.available += Number(isAvailable(session));
  watchSilence(scheduler, session);
  refreshAppetite(scheduler, session);
  refreshTrust(scheduler, session);
  noteEquippable(scheduler);
  return session;
}

export function endSession(scheduler: Scheduler, id: VolunteerId, departure: Departure): void {
  const session = scheduler.sessions.get(id);
  if (session === undefined) return;
  rememberFormer(scheduler, session, departure);
  scheduler.sessions.delete(id);
  for (const watch of Object.values(session.watches)) scheduler.deadlines.delete(watch);
  scheduler.slots -= session.slots;
  if (isAvailable(session)) scheduler.available -= 1;
  forgetRates(session);
  if (departure === "dismissed") distrust(scheduler, id);
  refreshTrust(scheduler, session);
  forgetEquipment(session);
  for (const lease of session.leases) {
    const { first, count } = giveLeaseBack(scheduler, lease, departure);
    if (count === 0) continue;
    scheduler.effects.push({
      type: "explain",
      explanation: { type: "volunteer-gone", job: lease.job.id, volunteer: id, departure, first, count },
    });
  }
  // Their tasks are for others at once, which share what has been read for them.
  for (const load of session.loads) callOffLoad(scheduler, load);
  refreshAppetite(scheduler, session);
  noteEquippable(scheduler);
}

/** Makes a change of a volunteer's pause, presence or slots, and updates all that depends on it. */
export function changeAvailability(scheduler: Scheduler, session: Session, change: () => void): void {
  const before = isAvailable(session);
  change();
  scheduler.available += Number(isAvailable(session)) - Number(before);
  refreshRates(session);
  refreshTrust(scheduler, session);
  for (const lease of session.leases) noteCopyable(lease.job, lease);
  refreshAppetite(scheduler, session);
  noteEquippable(scheduler);
}

export function changeLimits(scheduler: Scheduler, session: Session, wanted: number, paused: boolean): void {
  const slots = cappedSlots(scheduler, wanted);
  if (slots < session.slots) for (const lease of session.leases) lease.excused = true;
  scheduler.slots += slots - session.slots;
  changeAvailability(scheduler, session, () => {
    session.slots = slots;
    refreshUsableSlots(scheduler, session);
    session.paused = paused;
  });
  recallFromKeptSlots(scheduler, session);
}

/**
 * Recalls what waits for a slot where each that is left is kept by another task, and would wait for hours. Of tasks that keep a slot
 * themselves one may have none: what has not begun is lost then.
 */
function recallFromKeptSlots(scheduler: Scheduler, { leases, slots, keptSlots }: Session): void {
  if (keptSlots < slots || keptSlots === 0) return;
  for (const lease of leases) {
    if (lease.recalled || (keptSlots === slots && isOnceOnly(lease.job))) continue;
    recallLease(scheduler, lease, lease.outstanding, "no-slot-left");
  }
}

/** Milliseconds between the heartbeats of a volunteer that joins now. The more are there, the longer: each costs the page time. */
export function heartbeatInterval({ sessions, settings }: Scheduler): number {
  const { heartbeatMs, slowestHeartbeatMs, heartbeatsASecond } = settings;
  const fair = (1_000 * sessions.size) / heartbeatsASecond;
  return Math.min(slowestHeartbeatMs, Math.max(heartbeatMs, fair));
}

export function watchSilence(scheduler: Scheduler, session: Session): void {
  scheduler.deadlines.set(session.watches.silence, session.lastHeardAt + scheduler.settings.suspectAfterMs);
}

/**
 * Gives no new tasks for a while to a volunteer that let leases end or gave tasks back unasked, or could not have an input: it would get the same tasks
 * again at once. Leases that end together are one setback. A suspect gets nothing anyway, and its silence is no fault.
 */
export function restVolunteer(scheduler: Scheduler, session: Session, because: Setback, now: number): void {
  if (session.presence !== "present") return;
  session.setbacks += 1;
  session.answered = 0;
  session.lent = 0;
  refreshUsableSlots(scheduler, session);
  session.restUntil = now + Math.min(longestRestMs, firstRestMs * 2 ** (session.setbacks - 1));
  changeAvailability(scheduler, session, () => {
    session.presence = "resting";
  });
  scheduler.deadlines.set(session.watches.rest, session.restUntil);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "rests", volunteer: session.id, because, forMs: session.restUntil - now },
  });
}

/** Ends the suspicion of a volunteer that is heard again. */
export function endSuspicion(scheduler: Scheduler, session: Session, now: number): void {
  changeAvailability(scheduler, session, () => {
    session.presence = now < session.restUntil ? "resting" : "present";
  });
  if (session.presence === "resting") scheduler.deadlines.set(session.watches.rest, session.restUntil);
  watchSilence(scheduler, session);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "heard-again", volunteer: session.id, tasks: tasksInHand(session) },
  });
}

/** Orders that the link be closed. All leases end at once, so that nothing is sent after that order. */
export function dismissVolunteer(scheduler: Scheduler, session: Session, reason: string): void {
  scheduler.effects.push({ type: "dismiss", volunteer: session.id, reason });
  endSession(scheduler, session.id, "dismissed");
}

/** Orders that the link be closed of a volunteer that is taken for gone. One that lives joins again; all its leases end. */
export function giveUpLink(scheduler: Scheduler, session: Session, because: GivenUp, now: number): void {
  scheduler.effects.push({ type: "give-up-link", volunteer: session.id, because, silentMs: now - session.lastHeardAt });
  endSession(scheduler, session.id, "lost");
}
