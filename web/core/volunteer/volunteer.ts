import type { DownMessage } from "../wire/messages.ts";
import { answerRun, endRun, forgetParcels, offerParcels } from "./answers.ts";
import { answerRecall, closeJob, giveBackWaiting, heldLeases, orphanBatches, receiveBatch } from "./batches.ts";
import type { Identity, VolunteerEffect, VolunteerEvent } from "./events.ts";
import { feed } from "./feeding.ts";
import { Speed } from "../scheduler/runtimes.ts";
import type { VolunteerMachine } from "./state.ts";

/**
 * The only way to change a volunteer: takes a fact and gives the orders that follow, in the order in which they are to
 * be carried out. What comes too late (for a closed job, an ended run, a lease of an older link) changes nothing.
 */
export function handle(machine: VolunteerMachine, event: VolunteerEvent): readonly VolunteerEffect[] {
  machine.effects = [];
  apply(machine, event);
  feed(machine);
  sayGoodbyeWhenDone(machine, event.now);
  refreshAlarm(machine);
  return machine.effects;
}

function apply(machine: VolunteerMachine, event: VolunteerEvent): void {
  switch (event.type) {
    case "link-opened":
      openLink(machine, event.identity);
      return;
    case "message-arrived":
      receive(machine, event.message, event.now);
      return;
    case "link-ended":
      machine.standing = { type: "apart" };
      orphanBatches(machine);
      return;
    case "slot-ready":
      if (event.slot < machine.slots && !machine.busy.has(event.slot)) machine.busy.set(event.slot, []);
      return;
    case "run-answered":
      answerRun(machine, event);
      return;
    case "run-ended":
      endRun(machine, event.run);
      return;
    case "slots-set":
      setSlots(machine, event.slots);
      return;
    case "paused":
      machine.paused = true;
      sayLimits(machine);
      giveBackWaiting(machine);
      return;
    case "resumed":
      machine.paused = false;
      sayLimits(machine);
      return;
    case "leave-requested":
      leave(machine, event.now);
      return;
    case "alarm-rang":
      machine.alarmAt = null;
      if (machine.standing.type === "present") keepAlive(machine, machine.standing, event.now);
      return;
  }
}

function openLink(machine: VolunteerMachine, identity: Identity): void {
  machine.standing = { type: "joining" };
  machine.effects.push({ type: "send", message: { type: "join", ...identity, slots: machine.slots } });
}

function receive(machine: VolunteerMachine, message: DownMessage, now: number): void {
  if (message.type === "welcome") {
    welcome(machine, message, now);
    return;
  }
  if (machine.standing.type === "present") machine.standing.lastHeardAt = now;
  // Before the welcome, and after the link's end, nobody has anything to say to us.
  else if (machine.standing.type !== "leaving") return;
  switch (message.type) {
    case "job":
      openJob(machine, message);
      return;
    case "batch":
      receiveBatch(machine, message);
      return;
    case "recall":
      answerRecall(machine, message);
      return;
    case "committed":
      forgetParcels(machine, message.parcels);
      return;
    case "close-job":
      closeJob(machine, message.job);
      return;
    case "heartbeat":
      return;
    case "goodbye":
      machine.effects.push({ type: "close-link", why: "sent-away", detail: message.reason });
      return;
  }
}

function welcome(machine: VolunteerMachine, message: Extract<DownMessage, { type: "welcome" }>, now: number): void {
  if (machine.standing.type !== "joining") return;
  const { epoch, volunteer, heartbeatMs } = message;
  machine.standing = { type: "present", heartbeatMs, lastHeardAt: now, heartbeatAt: now + heartbeatMs };
  machine.effects.push({ type: "welcomed", volunteer, epoch });
  if (machine.paused) sayLimits(machine);
  offerParcels(machine);
}

function openJob(machine: VolunteerMachine, message: Extract<DownMessage, { type: "job" }>): void {
  const { job, name, language, source, timeLimitMs } = message;
  // Known from an earlier link, or closed by a message that went ahead.
  if (machine.jobs.has(job) || machine.closedJobs.has(job)) return;
  machine.jobs.set(job, { name, speed: new Speed() });
  machine.effects.push({ type: "open-job", job, program: { language, source }, timeLimitMs });
}

function sayLimits(machine: VolunteerMachine): void {
  if (machine.standing.type !== "present") return;
  const { slots, paused } = machine;
  machine.effects.push({ type: "send", message: { type: "limits", slots, paused } });
}

function setSlots(machine: VolunteerMachine, slots: number): void {
  if (slots === machine.slots) return;
  machine.slots = slots;
  for (const slot of machine.busy.keys()) if (slot >= slots) machine.busy.delete(slot);
  machine.effects.push({ type: "resize", slots });
  sayLimits(machine);
}

function leave(machine: VolunteerMachine, now: number): void {
  if (machine.standing.type === "leaving") return;
  if (machine.standing.type !== "present") {
    machine.effects.push({ type: "close-link", why: "leaving", detail: "left" });
    return;
  }
  giveBackWaiting(machine);
  machine.standing = { type: "leaving", until: now + machine.settings.farewellMs };
}

/** A goodbye goes ahead of results on the same link, so it waits until none is under way. */
function sayGoodbyeWhenDone(machine: VolunteerMachine, now: number): void {
  const { standing } = machine;
  if (standing.type !== "leaving" || (machine.parcels.size > 0 && now < standing.until)) return;
  machine.standing = { type: "apart" };
  orphanBatches(machine);
  machine.effects.push(
    { type: "send", message: { type: "goodbye", reason: "left" } },
    { type: "close-link", why: "leaving", detail: "left" },
  );
}

function keepAlive(
  machine: VolunteerMachine,
  standing: Extract<VolunteerMachine["standing"], { type: "present" }>,
  now: number,
): void {
  if (now >= standing.lastHeardAt + machine.settings.silenceMs) {
    machine.effects.push({
      type: "close-link",
      why: "silence",
      detail: "the coordinator has not answered for a while",
    });
    // Said once: the end of the link is the answer.
    machine.standing = { type: "apart" };
    return;
  }
  if (now < standing.heartbeatAt) return;
  standing.heartbeatAt = now + standing.heartbeatMs;
  machine.effects.push({ type: "send", message: { type: "heartbeat", leases: heldLeases(machine) } });
}

/** Keeps the one alarm at the earliest deadline; says so only when that has changed. */
function refreshAlarm(machine: VolunteerMachine): void {
  const at = earliestDeadline(machine);
  if (at === machine.alarmAt) return;
  machine.alarmAt = at;
  machine.effects.push({ type: "set-alarm", at });
}

function earliestDeadline({ standing, settings }: VolunteerMachine): number | null {
  switch (standing.type) {
    case "present":
      return Math.min(standing.heartbeatAt, standing.lastHeardAt + settings.silenceMs);
    case "leaving":
      return standing.until;
    case "apart":
    case "joining":
      return null;
  }
}
