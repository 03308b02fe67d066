import type { RefusalReason } from "../core/handshake/handshake-messages.ts";
import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { Link } from "../links/link.ts";
import type { JoinProblem } from "../membership/store.ts";

export interface Refused {
  readonly ok: false;
  readonly problem: JoinProblem;
  /** What exactly was seen, for who wants to know more than the page's own words. */
  readonly detail: string;
}

/** How a volunteer finds its room: over the network, or in the coordinator's own page. */
export interface WayIn {
  /** The room's keys. */
  find(): Promise<{ readonly ok: true; readonly identity: RoomIdentity } | Refused>;
  /** One try for a link. */
  dial(identity: RoomIdentity, signal: AbortSignal): Promise<{ readonly ok: true; readonly link: Link } | Refused>;
}

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
