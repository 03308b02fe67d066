import type { RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { JoinProblem } from "../environment/dialer.ts";

/** What a refused handshake means for the person who wants to join. */
export const refusalProblems: Readonly<Record<RefusalReason, JoinProblem>> = {
  version: "other-version",
  room: "unknown-room",
  "wrong-key": "wrong-key",
  "room-full": "room-full",
  malformed: "other-version",
  timeout: "coordinator-away",
};

/** What ends without anything done here; it is waited for. */
export function mayPass(problem: JoinProblem): boolean {
  return problem === "signaling-away" || problem === "coordinator-away";
}

/** Against these a tab that is loaded again has nothing to try by itself: a person has to see to them. */
export function needsPerson(problem: JoinProblem): boolean {
  const problems: readonly JoinProblem[] = ["wrong-key", "unknown-room", "link-needed", "unsupported-browser"];
  return [...problems, "leaky-sandbox", "sent-away"].includes(problem);
}

/** Once the key has been proven, trying again helps against everything but these. */
export function isFinal(problem: JoinProblem): boolean {
  return problem === "other-version" || problem === "unsupported-browser";
}
