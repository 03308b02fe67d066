import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { candidate, coordinatorId, offer, otherId, peerUrl, register, volunteerId } from "./testing/peer-client.ts";
import { ask, startTestServer, type TestServer } from "./testing/test-server.ts";
import { startWatchedServer, type WatchedServer } from "./testing/watched-server.ts";

let server: TestServer;
let expectNobodyHarmed: WatchedServer["expectNobodyHarmed"];

beforeEach(async () => {
  ({ server, expectNobodyHarmed } = await startWatchedServer());
});

afterEach(async () => {
  await server.close();
});

test.each([
  ["no JSON", "{"],
  ["no object", "null"],
  ["an array", "[]"],
  ["a number", "7"],
  ["no type", "{}"],
  ["a type of the server's own", JSON.stringify({ type: "EXPIRE", dst: coordinatorId })],
  ["a type that every object inherits", JSON.stringify({ type: "__proto__", dst: coordinatorId })],
  ["no destination", JSON.stringify({ type: "OFFER" })],
  ["a destination that every object inherits", JSON.stringify({ type: "OFFER", dst: "__proto__" })],
  ["no payload", JSON.stringify({ type: "OFFER", dst: coordinatorId })],
  ["a payload that is null", JSON.stringify({ type: "OFFER", dst: coordinatorId, payload: null })],
])("a message that is %s is refused with a reason, and its sender disconnected", async (_what, text) => {
  const stranger = await register(server.origin, volunteerId(7));
  stranger.send(text);
  const { type, payload } = await stranger.next();
  expect(type).toBe("ERROR");
  expect(payload).toMatchObject({ msg: expect.stringMatching(/^malformed-message: .*must be/) });
  expect((await stranger.ended).code).toBe(1008);
  await expectNobodyHarmed("malformed-message");
});

test("a binary frame is refused with a reason", async () => {
  const stranger = await register(server.origin, volunteerId(7));
  stranger.socket.send(Buffer.from([1, 2, 3]));
  expect(await stranger.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: "malformed-message: A message must be text." },
  });
  await expectNobodyHarmed("malformed-message");
});

test("bytes that are no websocket frame end the socket with a protocol error", async () => {
  const tcp = connectTcp(server.port, "127.0.0.1");
  const { pathname, search } = new URL(peerUrl(server.origin, volunteerId(7), "token"));
  tcp.write(
    `GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n\r\n`,
  );
  await once(tcp, "data");
  tcp.write(Buffer.alloc(64, 0xff));
  await once(tcp, "close");
  await expectNobodyHarmed("broken-websocket");
});

test("a handshake without a websocket key is answered with 400", async () => {
  const answered = await ask(server, "/peer/peerjs?key=peerjs", {
    headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
  });
  expect(answered.status).toBe(400);
  expect(answered.json).toMatchObject({ error: expect.stringMatching(/Sec-WebSocket-Key/) });
  await expectNobodyHarmed("broken-websocket");
});

test("a frame of 100 MiB ends its socket as too big", { timeout: 30_000 }, async () => {
  const stranger = await register(server.origin, volunteerId(7));
  stranger.socket.send(Buffer.alloc(100 * 1024 * 1024));
  const { code } = await stranger.ended;
  // The server cuts a client that goes on sending after the close frame. Then the code may be lost.
  expect([1009, 1006]).toContain(code);
  await expectNobodyHarmed("frame-too-large");
});

test("a message of 100 MiB in small fragments ends its socket as too big", { timeout: 30_000 }, async () => {
  const stranger = await register(server.origin, volunteerId(7));
  for (let part = 0; part < 1600; part++) stranger.socket.send(Buffer.alloc(64 * 1024 - 1), { fin: part === 1599 });
  expect([1009, 1006]).toContain((await stranger.ended).code);
  await expectNobodyHarmed("frame-too-large");
});

test.each([
  ["a volunteer", volunteerId(7), coordinatorId],
  ["a coordinator", coordinatorId, volunteerId(7)],
])("10,000 messages in a second from %s are refused with a reason after the burst", async (_who, id, to) => {
  const stranger = await register(server.origin, id);
  for (let count = 0; count < 10_000; count++) stranger.send({ type: "HEARTBEAT", to });
  expect(await stranger.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: "too-many-messages: More than 50 messages a second." },
  });
  expect(await stranger.ended).toMatchObject({ reason: "More than 50 messages a second." });
  await expectNobodyHarmed("too-many-messages");
});

test("a flood of pings counts as a flood of messages", async () => {
  const stranger = await register(server.origin, volunteerId(7));
  for (let count = 0; count < 1_000; count++) stranger.socket.ping();
  expect(await stranger.next()).toMatchObject({ type: "ERROR" });
  await expectNobodyHarmed("too-many-messages");
});

test("a coordinator may send each of its volunteers an answer with its candidates at once", async () => {
  const coordinator = await register(server.origin, coordinatorId);
  const volunteers = await Promise.all(Array.from({ length: 30 }, (_, i) => register(server.origin, volunteerId(i))));
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < volunteers.length; i++) coordinator.send(candidate(volunteerId(i)));
  }
  for (const volunteer of volunteers) {
    for (let round = 0; round < 20; round++) expect((await volunteer.next())["type"]).toBe("CANDIDATE");
  }
  expect(server.refused("too-many-messages")).toBe(0);
});

test.each([
  ["a volunteer's to another volunteer", volunteerId(7), volunteerId(1, otherId)],
  ["a volunteer's to a strange coordinator", volunteerId(7), otherId],
  ["a coordinator's to a strange volunteer", coordinatorId, volunteerId(1, otherId)],
  ["a coordinator's to another coordinator", coordinatorId, otherId],
  ["a client's to itself", coordinatorId, coordinatorId],
])("an offer outside the star, %s, is refused with a reason and arrives nowhere", async (_what, from, to) => {
  const stranger = await register(server.origin, from);
  stranger.send(offer(to));
  expect(await stranger.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: "outside-the-star: Messages pass only between a coordinator and the volunteers of its room." },
  });
  // The next messages that the bystanders get are each other's, so no message of the stranger came before.
  await expectNobodyHarmed("outside-the-star");
});

test("an offer with another serialization than raw is refused, since it can freeze its receiver", async () => {
  await register(server.origin, coordinatorId);
  const stranger = await register(server.origin, volunteerId(7));
  const { payload, ...rest } = offer(coordinatorId);
  stranger.send({ ...rest, payload: { ...Object(payload), serialization: "binary" } });
  expect(await stranger.next()).toMatchObject({
    payload: { msg: 'malformed-message: OFFER: payload.serialization must be "raw".' },
  });
  await expectNobodyHarmed("malformed-message");
});

test("messages to a peer that is not there are kept up to a limit, and then answered at once", async () => {
  const small = await startTestServer({ limits: { waitingBytes: 10_000, waitMs: 3_000 } });
  const stranger = await register(small.origin, volunteerId(7));
  stranger.send(offer(coordinatorId, "v".repeat(8_000)));
  stranger.send(offer(coordinatorId, "v".repeat(8_000)));
  expect(await stranger.next()).toMatchObject({ type: "EXPIRE", src: coordinatorId });
  expect(small.refused("too-many-waiting")).toBe(1);
  const coordinator = await register(small.origin, coordinatorId);
  expect(await coordinator.next()).toMatchObject({ type: "OFFER", src: volunteerId(7) });
  await small.close();
});

test.each([
  ["no HTTP at all", "\x16\x03\x01 what\r\n\r\n", /^HTTP\/1\.1 400 /],
  ["a header that never ends", `GET / HTTP/1.1\r\nX: ${"x".repeat(100_000)}`, /^HTTP\/1\.1 431 /],
])("%s on the port is answered and counted", async (_what, bytes, status) => {
  const tcp = connectTcp(server.port, "127.0.0.1");
  tcp.on("error", () => {});
  tcp.write(bytes);
  const [data] = await once(tcp, "data");
  expect(String(data)).toMatch(status);
  await expectNobodyHarmed("malformed-http");
});

test("a websocket at another path is answered with 404 and closed", async () => {
  const answered = await ask(server, "/elsewhere", {
    headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
  });
  expect(answered.status).toBe(404);
  await expectNobodyHarmed("unknown-path");
});
