import { volunteerNonceBytes, volunteerPeerId } from "../../web/core/handshake/identity.ts";
import { createLinkHost } from "../../web/links/link-host.ts";
import { answerLimitMs } from "../../web/links/offer-line.ts";
import { randomBytes } from "../../web/links/random.ts";
import { createRelayDial } from "../../web/links/relay/relay-dial.ts";
import { registerForRelay } from "../../web/links/relay/relay-registration.ts";
import { signalingAt } from "../../web/links/signaling-address.ts";
import type { NodeLinks } from "./node-links.ts";
import { openNodeSocket as openSocket } from "./open-node-socket.ts";

/** Through the server's relay alone: what a process without WebRTC has. */
export const relayLinks: NodeLinks = {
  openHost: (origin, { coordinatorPeerId: peerId, token }) =>
    createLinkHost(
      { peerId, token, signaling: signalingAt(origin), openSocket, random: Math.random },
      registerForRelay(openSocket),
    ),
  dial: (origin, identity) =>
    createRelayDial({
      relay: signalingAt(origin),
      openSocket,
      newPeerId: () => volunteerPeerId(identity, randomBytes(volunteerNonceBytes)),
      timeLimitMs: answerLimitMs,
    })(new AbortController().signal),
};
