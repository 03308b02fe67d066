import type { RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { FarewellDetail } from "../core/wire/farewells.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";

/** The problem that each refusal of a handshake means for the person who wants to join. */
export const refusalProblems: Readonly<Record<RefusalReason, JoinProblem>> = {
  version: "other-version",
  room: "unknown-room",
  "wrong-key": "wrong-key",
  "room-full": "room-full",
  malformed: "other-version",
  timeout: "coordinator-away",
};

const sentAway: FarewellDetail = "sent-away";
const networkFull: FarewellDetail = "network-full";

/** What a goodbye of the coordinator means, whose details have more meanings than version 10 has reasons. */
export function problemOf(why: "broke-rules" | "no-join", detail: string): JoinProblem {
  if (detail === sentAway) return "sent-away";
  return detail === networkFull ? "room-full" : why;
}

/** Whether the problem may end by itself. Then the volunteer waits and asks again. */
export function mayPass(problem: JoinProblem): boolean {
  return problem === "signaling-away" || problem === "coordinator-away" || problem === "filtered";
}

/** Whether only a person can help. Then the next page of this tab asks before it joins. */
export function needsPerson(problem: JoinProblem): boolean {
  const problems: readonly JoinProblem[] = ["wrong-key", "unknown-room", "link-needed", "unsupported-browser"];
  return [...problems, "leaky-sandbox", "broke-rules", "no-join"].includes(problem);
}

/** Whether the problem ends the search for a lost coordinator. Every other one may pass once the key has been proven. */
export function isFinal(problem: JoinProblem): boolean {
  return problem === "other-version" || problem === "unsupported-browser";
}
