import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { RTCPeerConnection } from "./webrtc.ts";

test("a connection tells that the other side has closed it, in the event by which PeerJS knows", async () => {
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  onTestFinished(() => a.close());
  const channel = a.createDataChannel("any");
  const answers = once(b, "signalingstatechange");
  await b.setRemoteDescription(await a.createOffer());
  await answers;
  await a.setRemoteDescription(await b.createAnswer());
  for (const [from, to] of [[a, b] as const, [b, a] as const]) {
    for (const candidate of from.ext_localCandidates) await to.addIceCandidate(candidate);
    from.addEventListener("icecandidate", (event) => void to.addIceCandidate(Reflect.get(event, "candidate")));
  }
  await once(channel, "open");
  const told = new Promise<string>((resolve) => {
    a.addEventListener("iceconnectionstatechange", () => {
      if (a.iceConnectionState === "closed") resolve(a.iceConnectionState);
    });
  });
  b.close();
  expect(await told).toBe("closed");
});
