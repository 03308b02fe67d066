import { keyBytes } from "../../core/handshake/key-agreement.ts";
import type { Caller } from "../caller.ts";
import type { ChannelLink } from "../channel-link.ts";
import { randomBytes } from "../random.ts";
import { openRelayLink } from "./open-relay-link.ts";
import { relaySocketAddress, type OpenSocket, type RelayAddress } from "./relay-socket.ts";

export interface RelayAcceptance {
  readonly relay: RelayAddress;
  readonly openSocket: OpenSocket;
  /** The coordinator's. */
  readonly peerId: string;
  readonly token: string;
  readonly caller: Caller;
  /** Called once, when the volunteer has proved itself. */
  readonly onAdmitted: () => void;
  /** Called once, when there is no link or it is over. */
  readonly onReleased: () => void;
}

/** The coordinator's end of a link for which a volunteer waits at the server. `link`: null where none comes of it. */
export function acceptRelay({ relay, openSocket, peerId, token, caller, onAdmitted, onReleased }: RelayAcceptance): {
  readonly link: Promise<ChannelLink | null>;
  readonly giveUp: () => void;
} {
  const socket = openSocket(relaySocketAddress(relay, { id: peerId, token, for: caller.id }));
  const opening = openRelayLink(socket, {
    role: "coordinator",
    privateKey: randomBytes(keyBytes),
    origin: caller.origin,
    onAdmitted,
    onReleased,
  });
  return {
    link: opening.then((opened) => {
      if (opened.type === "opened") return opened.link;
      onReleased();
      return null;
    }),
    giveUp: () => socket.close(),
  };
}
