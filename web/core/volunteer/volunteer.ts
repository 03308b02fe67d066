import type { DownMessage } from "../wire/messages.ts";
import { answerRun, endRun, forgetParcels } from "./parcels.ts";
import { answerRecall, closeJob, giveBackWaiting, receiveBatch } from "./batches.ts";
import { sendLinedUp } from "./call-line.ts";
import { takeAnswer, takeCall } from "./calls.ts";
import type { VolunteerEffect, VolunteerEvent } from "./events.ts";
import { feedSlots } from "./feeding.ts";
import {
  hearCoordinator,
  keepAlive,
  leaveRoom,
  endLink,
  openLink,
  refreshAlarm,
  sayGoodbyeWhenDone,
  sayLimits,
  endWhenSentAway,
  receiveWelcome,
} from "./presence.ts";
import { receiveJob, takePiece } from "./opening.ts";
import type { VolunteerMachine } from "./state.ts";

/**
 * The only way to change a volunteer: takes a fact and gives the orders that follow, in the order in which they are to
 * be carried out. Facts that come too late (for a closed job, an ended run, a lease of an older link) change nothing.
 *
 * @throws RangeError where the caller breaks its side: answers of a run out of order.
 */
export function handle(machine: VolunteerMachine, event: VolunteerEvent): readonly VolunteerEffect[] {
  machine.effects = [];
  apply(machine, event);
  sendLinedUp(machine, event.now);
  feedSlots(machine, event.now);
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
      receiveMessage(machine, event.message, event.now);
      return;
    case "link-ended":
      endLink(machine);
      return;
    case "slot-ready":
      if (event.slot < machine.slots && !machine.busy.has(event.slot)) machine.busy.set(event.slot, []);
      return;
    case "run-answered":
      answerRun(machine, event);
      return;
    case "task-called":
      takeCall(machine, event);
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
      leaveRoom(machine, event.now);
      return;
    case "alarm-rang":
      machine.alarmAt = null;
      if (machine.standing.type === "present") keepAlive(machine, machine.standing, event.now);
      return;
  }
}

function receiveMessage(machine: VolunteerMachine, message: DownMessage, now: number): void {
  const { standing } = machine;
  switch (standing.type) {
    // Last messages of a link that was given up.
    case "apart":
      return;
    case "joining":
      if (message.type === "welcome") receiveWelcome(machine, standing.slots, message, now);
      // No other message is due before the welcome.
      else if (message.type === "goodbye") endWhenSentAway(machine, message);
      return;
    case "present":
      hearCoordinator(machine, standing, now);
      obeyMessage(machine, message);
      return;
    case "leaving":
      obeyMessage(machine, message);
      return;
  }
}

function obeyMessage(machine: VolunteerMachine, message: DownMessage): void {
  switch (message.type) {
    // A second welcome changes nothing, and a heartbeat only shows that the coordinator is there.
    case "welcome":
    case "heartbeat":
      return;
    case "job":
      receiveJob(machine, message);
      return;
    case "blob":
      takePiece(machine, message);
      return;
    case "batch":
      receiveBatch(machine, message);
      return;
    case "answer":
      takeAnswer(machine, message);
      return;
    case "call-credit":
      machine.uncreditedBytes = Math.max(0, machine.uncreditedBytes - message.bytes);
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
    case "goodbye":
      endWhenSentAway(machine, message);
      return;
  }
}

function setSlots(machine: VolunteerMachine, slots: number): void {
  if (slots === machine.slots) return;
  machine.slots = slots;
  for (const slot of machine.busy.keys()) {
    if (slot < slots) continue;
    machine.busy.delete(slot);
    machine.turns.delete(slot);
  }
  machine.effects.push({ type: "resize", slots });
  sayLimits(machine);
}
