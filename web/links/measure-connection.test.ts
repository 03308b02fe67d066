import { expect, test } from "vitest";
import { measureConnection } from "./measure-connection.ts";

function connectionWith(stats: readonly object[]): Pick<RTCPeerConnection, "getStats"> {
  return { getStats: async () => new Map(stats.map((each, nth) => [String(nth), each])) };
}

const used = { type: "candidate-pair", id: "used", nominated: true, state: "succeeded" };
const traffic = { bytesSent: 1_200, bytesReceived: 3_400 };

test("the path that is used now is measured, and no other one", async () => {
  const other = { ...used, id: "other", bytesSent: 9, bytesReceived: 9, currentRoundTripTime: 9 };
  const transport = { type: "transport", selectedCandidatePairId: "used" };
  const pair = { ...used, ...traffic, currentRoundTripTime: 0.012 };
  const expected = { sentBytes: 1_200, receivedBytes: 3_400, roundTripMs: 12 };
  expect(await measureConnection(connectionWith([other, transport, pair]))).toEqual(expected);
});

test("a browser that names no path in use tells which one was nominated, and perhaps no round trip", async () => {
  const tried = { ...used, id: "tried", nominated: false };
  const expected = { sentBytes: 1_200, receivedBytes: 3_400, roundTripMs: null };
  expect(await measureConnection(connectionWith([tried, { ...used, ...traffic }]))).toEqual(expected);
  expect(await measureConnection(connectionWith([tried]))).toBeNull();
});
