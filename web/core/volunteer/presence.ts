import { maxLeasesInHeartbeat } from "../wire/limits.ts";
import type { DownMessage } from "../wire/messages.ts";
import { offerParcels } from "./parcels.ts";
import { forgetFormerLink, giveBackWaiting, heldLeases, nameJobsUnderWay, orphanBatches } from "./batches.ts";
import type { Identity } from "./events.ts";
import type { Standing, VolunteerMachine } from "./state.ts";

/**
 * Heartbeats that must have gone unanswered before the coordinator counts as silent. Time alone would not do: a page that was
 * stalled has neither sent heartbeats nor read the answers, and its alarm rings late.
 */
const unansweredUntilSilence = 2;

/** Unanswered heartbeats after which other ways to the coordinator are tried. An answer takes milliseconds. */
const unansweredUntilDoubt = 1;

export function openLink(machine: VolunteerMachine, identity: Identity): void {
  if (machine.standing.type === "leaving") {
    endByWish(machine);
    return;
  }
  const { slots } = machine;
  // The coordinator knows a tab by one link: leases of an older link end with the new join.
  orphanBatches(machine);
  machine.standing = { type: "joining", slots };
  machine.effects.push({ type: "send", message: { type: "join", ...identity, slots } });
}

export function receiveWelcome(
  machine: VolunteerMachine,
  slotsSaid: number,
  message: Extract<DownMessage, { type: "welcome" }>,
  now: number,
): void {
  const { epoch, volunteer, heartbeatMs } = message;
  machine.standing = {
    type: "present",
    heartbeatMs,
    heartbeatAt: now + heartbeatMs,
    lastHeardAt: now,
    unanswered: 0,
    isDoubted: false,
  };
  machine.effects.push({ type: "welcomed", volunteer, epoch });
  forgetFormerLink(machine, epoch);
  if (machine.paused || machine.slots !== slotsSaid) sayLimits(machine);
  nameJobsUnderWay(machine);
  offerParcels(machine, now);
}

export function sayLimits(machine: VolunteerMachine, paused = machine.paused): void {
  if (machine.standing.type !== "present") return;
  machine.effects.push({ type: "send", message: { type: "limits", slots: machine.slots, paused } });
}

export function endLink(machine: VolunteerMachine): void {
  if (machine.standing.type === "leaving") endByWish(machine);
  else standApart(machine);
}

type Goodbye = Pick<Extract<DownMessage, { type: "goodbye" }>, "reason" | "detail">;

export function endWhenSentAway(machine: VolunteerMachine, farewell: Goodbye): void {
  if (machine.standing.type === "leaving") {
    endByWish(machine);
    return;
  }
  standApart(machine);
  machine.effects.push({ type: "close-link", why: farewell.reason, detail: farewell.detail });
}

export function leaveRoom(machine: VolunteerMachine, now: number): void {
  switch (machine.standing.type) {
    case "leaving":
      return;
    case "apart":
    case "joining":
      endByWish(machine);
      return;
    case "present":
      // What comes back of a volunteer that is paused is no fault of its: what waits, and batches that are on their way until the goodbye.
      sayLimits(machine, true);
      giveBackWaiting(machine);
      machine.standing = { type: "leaving", until: now + machine.settings.farewellMs };
      return;
  }
}

/** Says goodbye once all results are on record or the time is up: a goodbye travels ahead of results on the same link. */
export function sayGoodbyeWhenDone(machine: VolunteerMachine, now: number): void {
  const { standing } = machine;
  if (standing.type !== "leaving" || (machine.parcels.size > 0 && now < standing.until)) return;
  machine.effects.push({ type: "send", message: { type: "goodbye", reason: "left", detail: "" } });
  endByWish(machine);
}

function endByWish(machine: VolunteerMachine): void {
  standApart(machine);
  machine.effects.push({ type: "close-link", why: "leaving", detail: "left" });
}

function standApart(machine: VolunteerMachine): void {
  machine.standing = { type: "apart" };
  orphanBatches(machine);
}

export function hearCoordinator(
  machine: VolunteerMachine,
  standing: Extract<Standing, { type: "present" }>,
  now: number,
): void {
  standing.lastHeardAt = now;
  standing.unanswered = 0;
  if (!standing.isDoubted) return;
  standing.isDoubted = false;
  machine.effects.push({ type: "trust-coordinator" });
}

export function keepAlive(
  machine: VolunteerMachine,
  standing: Extract<Standing, { type: "present" }>,
  now: number,
): void {
  if (now < standing.heartbeatAt) return;
  if (now >= standing.lastHeardAt + machine.settings.silenceMs && standing.unanswered >= unansweredUntilSilence) {
    // Ordered once: the end of the link is the answer.
    standApart(machine);
    machine.effects.push({ type: "close-link", why: "silence", detail: "" });
    return;
  }
  if (standing.unanswered >= unansweredUntilDoubt && !standing.isDoubted) {
    standing.isDoubted = true;
    machine.effects.push({ type: "doubt-coordinator" });
  }
  standing.heartbeatAt = now + standing.heartbeatMs;
  standing.unanswered += 1;
  sayLeases(machine);
}

/** A coordinator that grants more leases than one heartbeat can name has them all named, in several. */
function sayLeases(machine: VolunteerMachine): void {
  const leases = heldLeases(machine);
  for (let from = 0; from === 0 || from < leases.length; from += maxLeasesInHeartbeat) {
    const named = leases.slice(from, from + maxLeasesInHeartbeat);
    machine.effects.push({ type: "send", message: { type: "heartbeat", leases: named } });
  }
}

/** Sets the one alarm to the next deadline, if that has changed. */
export function refreshAlarm(machine: VolunteerMachine): void {
  const at = deadline(machine.standing);
  if (at === machine.alarmAt) return;
  machine.alarmAt = at;
  machine.effects.push({ type: "set-alarm", at });
}

function deadline(standing: Standing): number | null {
  switch (standing.type) {
    case "present":
      return standing.heartbeatAt;
    case "leaving":
      return standing.until;
    case "apart":
    case "joining":
      return null;
  }
}
