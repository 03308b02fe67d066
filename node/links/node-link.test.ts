import { bytesToHex } from "@noble/hashes/utils.js";
import { vi } from "vitest";
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

vi.mock("./webrtc.ts", async (original) => {
  const { RTCPeerConnection, ...others } = await original<typeof import("./webrtc.ts")>();
  /** Keeps its addresses until it has the answer: with its first packets ahead of that, libdatachannel refuses who answers. */
  class DialingConnection extends RTCPeerConnection {
    #kept: Event[] | null = [];

    override dispatchEvent(event: Event): boolean {
      if (event.type !== "icecandidate" || this.#kept === null) return super.dispatchEvent(event);
      this.#kept.push(event);
      return true;
    }

    override async setRemoteDescription(
      description: Parameters<InstanceType<typeof RTCPeerConnection>["setRemoteDescription"]>[0],
    ): Promise<void> {
      await super.setRemoteDescription(description);
      const kept = this.#kept ?? [];
      this.#kept = null;
      for (const event of kept) super.dispatchEvent(event);
    }
  }
  return { ...others, RTCPeerConnection: DialingConnection };
});

// A dial looks whether there is WebRTC before it begins.
vi.stubGlobal("RTCPeerConnection", {});

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
