import { bytesToHex } from "@noble/hashes/utils.js";
import { startTestServer } from "../../signaling/testing/test-server.ts";
import { sampleIdentity } from "../../web/core/handshake/testing/sample-room.ts";
import { inData } from "../../web/core/keyed.ts";
import { describeLink } from "../../web/links/link.contract.ts";
import type { HostEvent } from "../../web/links/link.ts";
import { createPeerDial } from "../../web/links/peer-dial.ts";
import { createPeerHost } from "../../web/links/peer-host.ts";
import { randomBytes } from "../../web/links/random.ts";
import { signalingAt } from "../../web/links/raw-peer.ts";
import type { LinkPair } from "../../web/links/testing/link-pair.ts";
import { drawRoomKeys } from "../../web/room/address/draw-room-keys.ts";

async function openNodeLinks(): Promise<LinkPair> {
  const server = await startTestServer();
  const signaling = signalingAt(server.origin);
  const { coordinatorPeerId, token } = sampleIdentity(drawRoomKeys({ randomBytes }));
  const host = createPeerHost({ peerId: coordinatorPeerId, token, signaling, random: () => 0 });
  const dial = createPeerDial({
    coordinatorPeerId,
    newPeerId: () => `${coordinatorPeerId}-${bytesToHex(randomBytes(8))}`,
    token: bytesToHex(randomBytes(16)),
    signaling,
  });
  const next = (): Promise<HostEvent> => new Promise((resolve) => host.listen(resolve));
  await next();
  const accepted = next();
  const dialed = await dial(new AbortController().signal);
  if (dialed.type === "failed") throw new Error(`${dialed.failure}: ${inData(dialed.seen)}`);
  const event = await accepted;
  if (event.type !== "link-opened") throw new Error(`expected a link, got ${event.type}`);
  return {
    a: event.link,
    b: dialed.link,
    dispose: () => {
      event.link.close({ key: "closed-here" });
      host.close();
      return server.close();
    },
  };
}

describeLink("Node's peer", openNodeLinks, { hasOneQueue: true });
