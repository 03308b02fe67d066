import { leaseId } from "../../core/ids.ts";
import type { VolunteerEffect } from "../../core/volunteer/events.ts";
import type { UpMessage } from "../../core/wire/messages.ts";
import type { Injected } from "../injected.ts";
import { everyNth, planted, type PlantedBug } from "./planted-bug.ts";

function withMessages(change: (message: UpMessage) => UpMessage | null): Partial<Injected> {
  return {
    fromVolunteer: (effects) => {
      const changed: VolunteerEffect[] = [];
      for (const effect of effects) {
        const message = effect.type === "send" ? change(effect.message) : null;
        if (effect.type !== "send") changed.push(effect);
        else if (message !== null) changed.push({ type: "send", message });
      }
      return changed;
    },
  };
}

/** Mistakes of the volunteer and its shell. */
export const volunteerBugs: readonly PlantedBug[] = [
  planted("answers are matched by position: one input too far", () => {
    const isDue = everyNth(20);
    return withMessages((message) => {
      if (message.type !== "results" || !isDue()) return message;
      const { block } = message;
      return { ...message, block: { ...block, indices: block.indices.map((task) => Math.max(0, task - 1)) } };
    });
  }),
  planted("results are forgotten with their link", () => ({
    toVolunteer: (event, machine) => {
      if (event.type === "link-ended") machine.parcels.clear();
      return event;
    },
  })),
  planted("nothing is offered after a reconnect", () =>
    withMessages((message) => (message.type === "results" && message.offered ? null : message)),
  ),
  planted("results name the lease after theirs", () => {
    const isDue = everyNth(20);
    return withMessages((message) =>
      message.type === "results" && isDue() ? { ...message, lease: leaseId(message.lease + 1) } : message,
    );
  }),
  planted("a throw is reported as a value", () =>
    withMessages((message) => {
      if (message.type !== "results") return message;
      return { ...message, block: { ...message.block, outcomes: new Uint8Array(message.block.outcomes.length) } };
    }),
  ),
  planted("a tab that leaves gives its tasks back without a pause", () => ({
    fromVolunteer: (effects, _, event) =>
      event.type === "leave-requested"
        ? effects.filter((effect) => effect.type !== "send" || effect.message.type !== "limits")
        : effects,
  })),
  planted("the end of a run is not noticed now and then", () => {
    const isDue = everyNth(60);
    return { toVolunteer: (event) => (event.type === "run-ended" && isDue() ? null : event) };
  }),
];
