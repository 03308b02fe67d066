import { util } from "peerjs";
import { expect, test } from "vitest";

test("PeerJS runs without its shims and codecs here, and still knows that this browser is fit", () => {
  expect(() => util.pack([1])).toThrow("links are raw");
  expect(() => util.unpack(new ArrayBuffer(1))).toThrow("links are raw");
  expect(util.browser).toBe("chrome");
  expect(util.browserVersion).toBe(Number(/Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]));
  expect(util.supports).toMatchObject({ browser: true, webRTC: true, data: true, reliable: true });
});
