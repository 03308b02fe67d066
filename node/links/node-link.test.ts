import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, onTestFinished, test } from "vitest";
import { startTestServer } from "../../signaling/testing/test-server.ts";
import { sampleIdentity } from "../../web/core/handshake/testing/sample-room.ts";
import { inData } from "../../web/core/keyed.ts";
import { describeLink } from "../../web/links/link.contract.ts";
import type { HostEvent } from "../../web/links/link.ts";
import { createPeerDial } from "../../web/links/peer-dial.ts";
import { createPeerHost } from "../../web/links/peer-host.ts";
import { randomBytes } from "../../web/links/random.ts";
import { RawPeer } from "../../web/links/raw-peer.ts";
import { signalingAt } from "../../web/links/signaling-address.ts";
import type { LinkPair } from "../../web/links/testing/link-pair.ts";
import { drawRoomKeys } from "../../web/room/address/draw-room-keys.ts";
import { openNodeSocket } from "./open-node-socket.ts";

async function openNodeLinks(): Promise<LinkPair> {
  const server = await startTestServer();
  const signaling = signalingAt(server.origin);
  const { coordinatorPeerId, token } = sampleIdentity(drawRoomKeys({ randomBytes }));
  const host = createPeerHost({
    peerId: coordinatorPeerId,
    token,
    signaling,
    openSocket: openNodeSocket,
    random: () => 0,
  });
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

test("nothing is kept of peers whose connections were closed", async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  const { coordinatorPeerId, token } = sampleIdentity(drawRoomKeys({ randomBytes }));
  const peer = new RawPeer({ peerId: coordinatorPeerId, token, signaling: signalingAt(server.origin) });
  onTestFinished(() => peer.destroy());
  await new Promise((resolve) => peer.on("open", resolve));
  const dialled = Array.from({ length: 3 }, (_, nth) => peer.dialPeer(`${coordinatorPeerId}-${nth}`));
  expect(Object.keys(peer.connections)).toHaveLength(3);
  for (const connection of dialled) connection?.close();
  expect(Object.keys(peer.connections)).toEqual([]);
});
