import { expect, test } from "vitest";
import { answers, registerForRelay } from "./relay-registration.ts";

type Hear = (event: { readonly data: unknown; readonly code: number; readonly reason: string }) => void;

test("answers no more offers of strangers than the server lets a coordinator say", () => {
  const sent: string[] = [];
  const heard: Hear[] = [];
  const register = registerForRelay(() => ({
    binaryType: "",
    send: (data) => sent.push(String(data)),
    close: () => {},
    addEventListener: (type: string, listener: Hear) => {
      if (type === "message") heard.push(listener);
    },
  }));
  register(
    { peerId: "coordinator", token: "token", signaling: { host: "localhost", port: 1, path: "/peer", secure: false } },
    { onOpen() {}, onOffer() {}, onRelayWish() {}, onConnection() {}, onLost() {}, onFailed() {} },
  );
  for (let n = 0; n < 10_000; n += 1) {
    const offer = { type: "OFFER", src: `volunteer-${n}`, payload: { connectionId: `${n}` } };
    for (const hear of heard) hear({ data: JSON.stringify(offer), code: 0, reason: "" });
  }
  expect(sent.length).toBeGreaterThanOrEqual(answers.most);
  // In the time that the test itself takes there may be some more.
  expect(sent.length).toBeLessThan(10_000);
  expect(JSON.parse(sent[0] ?? "")).toEqual({ type: "LEAVE", dst: "volunteer-0" });
});
