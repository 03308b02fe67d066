import type { VolunteerPhase } from "../../membership/store.ts";

/**
 * Milliseconds of a join after which its words change. A path is looked for during fifteen seconds, so the second is a while before
 * the verdict: words that came with it would be read by nobody.
 */
export const joinWaitsMs: readonly number[] = [5_000, 10_000];

export type JoinStep = Extract<VolunteerPhase, { type: "joining" }>["step"] | "looking";

/** What happens, in the words of the person who waits. `over`: of the waits, how many. */
export function waitingWords(step: JoinStep, over: number): string {
  if (over === 0) return "Connecting…";
  if (over === 1) return "Still connecting…";
  switch (step) {
    case "looking":
    case "room":
      return "Still connecting: the server has not answered yet…";
    case "sandbox":
      return "Found the room. This device takes its time to start the sandbox…";
    case "link":
    case "proof":
      return "Found the room, looking for a path to it…";
  }
}
