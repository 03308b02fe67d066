import type { CallOff } from "../../core/clock.ts";
import type { RoomIdentity } from "../../core/handshake/identity.ts";
import type { RoomCode } from "../../core/ids.ts";
import type { RoomEnvironment } from "../../environment/environment.ts";
import type { DialOutcome } from "../../links/link.ts";
import type { ProofWorld } from "../../links/prove-link.ts";
import type { FoundInvitation } from "../../links/room-register.ts";
import type { ServerPlace } from "./manager-address.ts";

/** The server at which a manager is registered. */
export interface ManagerServer extends Pick<RoomEnvironment, "register" | "openHost"> {
  /** Where it listens, `127.0.0.1:5002`, if it is a server of this process, which nobody else uses; else null. */
  readonly ownAddress: string | null;
  /** Ends it where it is this process's own. */
  close(): Promise<void>;
}

/** What managers and their clients are made from, in a page or a process. */
export interface ManagerEnvironment extends ProofWorld {
  /** The server at which codes without an address are looked for; null in a process. */
  readonly codesOrigin: string | null;
  /**
   * null: where nothing was said. Rejects with a TypeError for a place that there is not here, a ConnectionRefusedError where no server
   * answers, and an error of the platform where an own one cannot listen.
   */
  openServer(place: ServerPlace | null): Promise<ManagerServer>;
  findInvitation(origin: string, code: RoomCode): Promise<FoundInvitation>;
  dial(origin: string, identity: RoomIdentity): Promise<DialOutcome>;
  /** Tells that the page goes, and with it all links. A process ends them as it ends. */
  onLeaving(leave: () => void): CallOff;
}
