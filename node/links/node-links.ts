import type { CoordinatorIdentity, RoomIdentity } from "../../web/core/handshake/identity.ts";
import type { DialOutcome, LinkHost } from "../../web/links/link.ts";

/** The links of a process. */
export interface NodeLinks {
  /** Takes links, at the server of this origin. */
  openHost(origin: string, identity: CoordinatorIdentity): LinkHost;
  /** Opens a link to the coordinator of this identity, once. */
  dial(origin: string, identity: RoomIdentity): Promise<DialOutcome>;
}
