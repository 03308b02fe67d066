import { sendResults } from "./parcels.ts";
import { dropIfEmpty } from "./batches.ts";
import type { VolunteerMachine } from "./state.ts";

/**
 * Sends calls of all tasks in their order, within what the coordinator takes. Credit comes as fast as this tab reads its answers, whatever
 * the calls wait for at their objects: a `put` into a full queue holds up no other call.
 */
export function sendLinedUp(machine: VolunteerMachine, now: number): void {
  const { callers, callLine, settings } = machine;
  let open = 0;
  for (const caller of callers) open += caller.open.size;
  for (let [next] = callLine; next !== undefined; [next] = callLine) {
    const { caller, message } = next;
    if (message.type === "results") {
      callers.delete(caller);
      open -= caller.open.size;
      sendResults(machine, message, now);
      dropIfEmpty(machine, caller.batch);
    } else {
      const bytes = message.request.bytes.length;
      if (open >= settings.openCalls || machine.uncreditedBytes + bytes > settings.uncreditedBytes) return;
      open += 1;
      caller.open.add(message.call);
      caller.linedUpBytes -= bytes;
      machine.uncreditedBytes += bytes;
      machine.effects.push({ type: "send", message });
    }
    callLine.shift();
  }
}
