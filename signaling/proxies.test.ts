import { afterEach, expect, test } from "vitest";
import { PeerClient, peerUrl, volunteerId } from "./testing/peer-client.ts";
import { ask, startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
afterEach(() => server.close());

const trustProxies = ["127.0.0.1"];
const from = (address: string): Record<string, string> => ({ "X-Forwarded-For": address });
const claimFrom = (address: string) =>
  ask(server, "/api/rooms/ABC234", { method: "PUT", body: {}, headers: from(address) }).then(({ status }) => status);
const guessFrom = (address: string) =>
  ask(server, "/api/rooms/ZZZZZZ/secret", { headers: from(address) }).then(({ status }) => status);
const dialFrom = (address: string, number: number): PeerClient =>
  new PeerClient(peerUrl(server.origin, volunteerId(number), "token"), { headers: from(address) });

test("people behind a trusted proxy have limits of their own, and an IPv6 network has one", async () => {
  const limits = { claimsPerMinute: 1, secretGuessesPerMinute: 1, heldLookUps: 0, socketsPerAddress: 1 };
  server = await startTestServer({ trustProxies, limits });
  for (const [first, same, another] of [
    ["192.0.2.1", "192.0.2.1", "192.0.2.2"],
    ["2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"],
  ] as const) {
    expect([await claimFrom(first), await claimFrom(same), await claimFrom(another)]).toEqual([400, 429, 400]);
    expect([await guessFrom(first), await guessFrom(same), await guessFrom(another)]).toEqual([404, 429, 404]);
    const socket = dialFrom(first, 1);
    expect((await socket.next())["type"]).toBe("OPEN");
    expect(await dialFrom(same, 2).next()).toMatchObject({
      payload: { msg: expect.stringMatching(/^too-many-sockets: /) },
    });
    const neighbour = dialFrom(another, 3);
    expect((await neighbour.next())["type"]).toBe("OPEN");
    await Promise.all([socket.close(), neighbour.close()]);
    await expect.poll(() => server.signaling.health().clients).toBe(0);
  }
});

test("without a trusted proxy nobody gets limits of their own by a header", async () => {
  server = await startTestServer({ trustProxies: ["10.0.0.1"], limits: { claimsPerMinute: 1 } });
  expect([await claimFrom("192.0.2.1"), await claimFrom("192.0.2.2")]).toEqual([400, 429]);
});

const pool = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "pool.example" };

test.each([
  ["of a trusted proxy", trustProxies, ["https://pool.example"]],
  ["of nobody else", [], []],
])("the server's address for others is the word %s", async (_, trusted, origins) => {
  server = await startTestServer({ trustProxies: trusted });
  expect((await ask(server, "/api/addresses", { headers: pool })).json).toEqual({ origins });
});
