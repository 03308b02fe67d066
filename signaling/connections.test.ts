import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { generate } from "selfsigned";
import { afterEach, expect, test } from "vitest";
import type { SignalingLimits } from "./limits.ts";
import { possibleConnections } from "./open-files.ts";
import type { TlsIdentity } from "./server.ts";
import { PeerClient, peerUrl, register, volunteerId } from "./testing/peer-client.ts";
import { ask, startTestServer, type TestServer } from "./testing/test-server.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serverWith(limits: Partial<SignalingLimits>, tls: TlsIdentity | null = null): Promise<TestServer> {
  const server = await startTestServer({ limits, tls });
  cleanups.push(() => server.close());
  return server;
}

async function connected(server: TestServer): Promise<Socket> {
  const socket = connectTcp(server.port, "127.0.0.1");
  socket.on("error", () => {});
  cleanups.push(() => socket.destroy());
  await once(socket, "connect");
  return socket;
}

async function identity(): Promise<TlsIdentity> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "localhost" }]);
  return { cert: Buffer.from(cert), key: Buffer.from(key) };
}

test.each([
  ["says nothing", ""],
  ["stops in the middle of its first request", "GET / HTTP/1.1\r\nHost"],
])("a connection that %s is closed soon, and counted", async (_, bytes) => {
  const server = await serverWith({ firstWordMs: 50 });
  const socket = await connected(server);
  socket.write(bytes);
  await once(socket, "close");
  expect(server.refused("silent")).toBe(1);
});

test.each(["TCP", "TLS"])("over https one that says nothing after %s is closed soon, and counted", async (layer) => {
  const server = await serverWith({ firstWordMs: 50 }, await identity());
  const tcp = await connected(server);
  if (layer === "TLS") connectTls({ socket: tcp, rejectUnauthorized: false }).on("error", () => {});
  await once(tcp, "close");
  expect(server.refused("silent")).toBe(1);
});

test("a websocket that answers no ping and says nothing is closed with a reason", async () => {
  const server = await serverWith({ firstWordMs: 50 });
  const client = new PeerClient(peerUrl(server.origin, volunteerId(1), "token"), { autoPong: false });
  expect((await client.next())["type"]).toBe("OPEN");
  expect(await client.next()).toMatchObject({ type: "ERROR", payload: { msg: expect.stringMatching(/^silent: /) } });
  expect((await client.ended).code).toBe(1008);
  expect(server.refused("silent")).toBe(1);
});

test("a websocket that answers pings may have nothing to say, as in a page whose timers are held back", async () => {
  const server = await serverWith({ firstWordMs: 50 });
  const patient = await register(server.origin, volunteerId(1));
  // One that came later has been closed for its silence by now.
  const mute = new PeerClient(peerUrl(server.origin, volunteerId(2), "token"), { autoPong: false });
  await mute.ended;
  await expect.poll(() => server.signaling.health().clients).toBe(1);
  expect(server.refused("silent")).toBe(1);
  await patient.close();
});

test("of an address's silent connections the oldest make place, once they have had a second", async () => {
  const server = await serverWith({ silentPerAddress: 2, firstWordMs: 3_600_000 });
  const early = [await connected(server), await connected(server)];
  const ended = early.map((socket) => once(socket, "close"));
  await expect
    .poll(
      async () => {
        await connected(server);
        return server.refused("silent");
      },
      { interval: 200 },
    )
    .toBeGreaterThanOrEqual(2);
  await Promise.all(ended);
  expect((await ask(server, "/healthz")).status).toBe(200);
});

test("however many connections are open and silent, the server answers how it is", async () => {
  const server = await serverWith({ connections: 10, firstWordMs: 3_600_000 });
  const silent = await Promise.all(Array.from({ length: 50 }, () => connected(server)));
  expect((await ask(server, "/healthz")).json).toMatchObject({ status: "ok" });
  await expect.poll(() => silent.filter((socket) => socket.closed).length).toBeGreaterThanOrEqual(40);
  expect(server.refused("silent")).toBeGreaterThanOrEqual(40);
});

test("websockets take three quarters of the connections, so that the server still answers how it is", async () => {
  const server = await serverWith({ connections: 8 });
  for (let number = 0; number < 6; number++) await register(server.origin, volunteerId(number));
  const late = new PeerClient(peerUrl(server.origin, volunteerId(6), "token"));
  expect(await late.next()).toMatchObject({ payload: { msg: expect.stringMatching(/^server-full: /) } });
  expect((await ask(server, "/healthz")).json).toMatchObject({ clients: 6, refused: { "server-full": 1 } });
});

test.each([
  [200, 152],
  [10, 8],
  [Number.POSITIVE_INFINITY, 20_000],
])("with %s open files there are %s connections at most", (files, connections) => {
  expect(possibleConnections(files)).toBe(connections);
});
