import type { RoomIdentity } from "../core/handshake/identity.ts";
import type { Seen } from "../core/seen.ts";
import type { Link } from "../links/link.ts";
import type { JoinProblem } from "../core/handshake/join-problem.ts";

export interface Refused {
  readonly type: "refused";
  readonly problem: JoinProblem;
  /** For people who want to know more than the page's own words; null where there is no more. */
  readonly seen: Seen | null;
}

/** `identity`: the room as its invitation tells it. */
export type FoundRoom = { readonly type: "found"; readonly identity: RoomIdentity } | Refused;

export type Dialled = { readonly type: "opened"; readonly link: Link } | Refused;

/** How a volunteer finds its room: over the network, or in the coordinator's own page. */
export interface Dialer {
  findRoom(): Promise<FoundRoom>;
  /** Tries once to open a link. An aborted `signal` ends the try as refused. */
  dial(identity: RoomIdentity, signal: AbortSignal): Promise<Dialled>;
}
