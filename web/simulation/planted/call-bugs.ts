import type { Packed } from "../../core/values/format.ts";
import type { VolunteerEffect } from "../../core/volunteer/events.ts";
import type { Injected } from "../injected.ts";
import { everyNth, planted, withOrders, type PlantedBug } from "./planted-bug.ts";

/** Each answer that a tab gets, as it should not have got it. */
function withAnswers(change: (answer: Packed) => Packed): Partial<Injected> {
  return {
    fromVolunteer: (effects) =>
      effects.map((effect) => (effect.type === "answer-call" ? { ...effect, answer: change(effect.answer) } : effect)),
  };
}

/** Mistakes with calls of shared objects, and with the ends of those who call. */
export const callBugs: readonly PlantedBug[] = [
  planted("a call is passed on though its attempt counts no more", () =>
    withOrders((effect, event) => {
      if (effect.type !== "fence-call" || event.type !== "task-called") return [effect];
      const { received, request } = event;
      return [{ ...effect, type: "pass-call", received, request }];
    }),
  ),
  planted("a call that came twice is passed on twice", () => {
    const isDue = everyNth(10);
    return withOrders((effect) => (effect.type === "pass-call" && isDue() ? [effect, effect] : [effect]));
  }),
  planted("a call is lost now and then", () => {
    const isDue = everyNth(10);
    return withOrders((effect) => (effect.type === "pass-call" && isDue() ? [] : [effect]));
  }),
  planted("a task is given the answer to another one's call", () => {
    let last: Packed | null = null;
    return withAnswers((answer) => {
      const other = last ?? answer;
      last = answer;
      return other;
    });
  }),
  planted("an answer is handed over twice", () => ({
    fromVolunteer: (effects) =>
      effects.flatMap((effect): VolunteerEffect[] => (effect.type === "answer-call" ? [effect, effect] : [effect])),
  })),
  planted("the end of a caller is not told now and then", () => {
    const isDue = everyNth(5);
    return withOrders((effect) => (effect.type === "end-caller" && isDue() ? [] : [effect]));
  }),
  planted("a caller that is lost is told as done", () =>
    withOrders((effect) => [effect.type === "end-caller" ? { ...effect, how: "done" } : effect]),
  ),
  planted("a desk is told that a caller has ended, and of its calls afterwards", () => ({
    aroundCalls: (desk) => ({
      onCall: (caller, call, answer) => {
        if (call.number === 2) desk.onCallerEnded(caller, "lost");
        desk.onCall(caller, call, answer);
      },
      onCallerEnded: (caller, how) => desk.onCallerEnded(caller, how),
    }),
  })),
  planted("an attempt that has called offers its result over another link", () => ({
    toVolunteer: (event, machine) => {
      if (event.type !== "message-arrived" || event.message.type !== "welcome") return event;
      for (const [id, parcel] of machine.parcels) machine.parcels.set(id, { ...parcel, hasCalled: false });
      return event;
    },
  })),
];
