import { bytesToHex } from "@noble/hashes/utils.js";
import { sampleIdentity } from "../../../core/handshake/testing/sample-room.ts";
import { inData } from "../../../core/keyed.ts";
import { drawRoomKeys } from "../../../room/address/draw-room-keys.ts";
import { createLinkHost } from "../../link-host.ts";
import type { HostEvent } from "../../link.ts";
import { randomBytes } from "../../random.ts";
import type { SignalingAddress } from "../../signaling-address.ts";
import type { LinkPair } from "../../testing/link-pair.ts";
import { createRelayDial } from "../relay-dial.ts";
import { registerForRelay } from "../relay-registration.ts";
import type { OpenSocket } from "../relay-socket.ts";

/** Limits of a server for the contract's tests, in which most links never prove themselves. */
export const unprovedLimits = { relayUnprovedBytes: 2 ** 40, relayProofMs: 600_000 };

/** Two ends of a link through a server's relay: the coordinator's, which is registered for such links alone, and the volunteer's. */
export async function openRelayedPair(signaling: SignalingAddress, openSocket: OpenSocket): Promise<LinkPair> {
  const { coordinatorPeerId: peerId, token } = sampleIdentity(drawRoomKeys({ randomBytes }));
  const host = createLinkHost({ peerId, token, signaling, openSocket, random: () => 0 }, registerForRelay(openSocket));
  const next = (): Promise<HostEvent> => new Promise((resolve) => host.listen(resolve));
  await next();
  const accepted = next();
  const newPeerId = (): string => `${peerId}-${bytesToHex(randomBytes(8))}`;
  const dial = createRelayDial({ relay: signaling, openSocket, newPeerId, timeLimitMs: 30_000 });
  const [dialled, event] = await Promise.all([dial(new AbortController().signal), accepted]);
  if (dialled.type === "failed") throw new Error(`${dialled.failure}: ${inData(dialled.seen)}`);
  if (event.type !== "link-opened") throw new Error(`expected a link, got ${event.type}`);
  return {
    a: event.link,
    b: dialled.link,
    dispose() {
      event.link.close({ key: "closed-here" });
      host.close();
    },
  };
}
