import { expect, test } from "vitest";
import { peerFailureSeen } from "./peer-failure.ts";

test.each([
  ["network", "Lost connection to server.", { key: "server-connection-lost" }],
  ["peer-unavailable", "Could not connect to peer x", { key: "room-without-coordinator" }],
  ["negotiation-failed", "Negotiation of connection to x failed.", { key: "no-path-found" }],
  ["server-error", "server-full: The server is full.", { key: "server-refused", reason: "server-full" }],
  ["server-error", "too-many-sockets: Close some.", { key: "server-refused", reason: "too-many-sockets" }],
  ["server-error", "foreign-origin: Allow it.", { key: "server-refused", reason: "foreign-origin" }],
  ["server-error", "of-another-day: No.", { key: "thrown", message: "No." }],
  [
    "server-error",
    "too-many-messages: More than 50 messages a second.",
    { key: "thrown", message: "More than 50 messages a second." },
  ],
  ["server-error", "No.", { key: "thrown", message: "No." }],
  ["webrtc", "no such codec", { key: "thrown", message: "no such codec" }],
] as const)("%s (%s) is told by its key", (type, message, seen) => {
  expect(peerFailureSeen({ type, message })).toEqual(seen);
});
