import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { Link } from "../links/link.ts";

/** Why the volunteer is not in the room; each has words of its own on the page. */
export type JoinProblem =
  | "wrong-key"
  | "unknown-room"
  /** The room is there, and its owner lets nobody in by its code alone. */
  | "link-needed"
  | "coordinator-away"
  | "room-full"
  | "signaling-away"
  | "no-path"
  | "unsupported-browser"
  | "other-version"
  | "leaky-sandbox"
  | "sandbox-failed"
  /** The coordinator closed the link; `detail` has its words. */
  | "sent-away";

export interface Refused {
  readonly ok: false;
  readonly problem: JoinProblem;
  /** What exactly was seen, for people who want to know more than the page's own words. */
  readonly detail: string;
}

/** How a volunteer finds its room: over the network, or in the coordinator's own page. */
export interface Dialer {
  /** The room's keys. */
  findRoom(): Promise<{ readonly ok: true; readonly identity: RoomIdentity } | Refused>;
  /** One try for a link. */
  dial(identity: RoomIdentity, signal: AbortSignal): Promise<{ readonly ok: true; readonly link: Link } | Refused>;
}
