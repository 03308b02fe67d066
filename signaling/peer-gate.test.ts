import { afterEach, beforeEach, expect, test } from "vitest";
import {
  answer,
  coordinatorId,
  dialAnything,
  otherId,
  PeerClient,
  peerUrl,
  register,
  tokenOf,
  volunteerId,
} from "./testing/peer-client.ts";
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
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
  ["hasOwnProperty", "hasOwnProperty"],
  ["nothing", ""],
  ["a prefix alone", "tp-"],
  ["a volunteer without a number", `${coordinatorId}-`],
  ["an id in capitals", coordinatorId.toUpperCase()],
  ["5,000 letters", "a".repeat(5000)],
])("as an id, %s is refused with a reason", async (_what, id) => {
  const stranger = new PeerClient(peerUrl(server.origin, id, "token"));
  expect(await stranger.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: expect.stringMatching(/^invalid-id: /) },
  });
  expect((await stranger.ended).code).toBe(1008);
  await expectNobodyHarmed("invalid-id");
});

test("a second id in the same address is not used", async () => {
  const stranger = new PeerClient(`${peerUrl(server.origin, volunteerId(7), "token")}&id=__proto__`);
  expect((await stranger.next())["type"]).toBe("OPEN");
  expect((await ask(server, "/healthz")).json).toMatchObject({ clients: 3 });
  const another = await register(server.origin, volunteerId(8));
  await Promise.all([stranger.close(), another.close()]);
});

test.each([
  ["wrong-key", peerUrl("http://HOST", coordinatorId, "token", "__proto__")],
  ["invalid-token", peerUrl("http://HOST", coordinatorId, "")],
  ["invalid-token", peerUrl("http://HOST", coordinatorId, "a b")],
])("a registration is refused for %s with a reason", async (reason, url) => {
  const stranger = new PeerClient(url.replace("HOST", `127.0.0.1:${server.port}`));
  expect((await stranger.next())["type"]).toBe("ERROR");
  expect((await stranger.ended).reason).not.toBe("");
  await expectNobodyHarmed(reason);
});

test("an id that another client holds is refused as taken, and the holder keeps it", async () => {
  const holder = await register(server.origin, volunteerId(7), "the-holders");
  const thief = new PeerClient(peerUrl(server.origin, volunteerId(7), "another-token"));
  expect((await thief.next())["type"]).toBe("ID-TAKEN");
  expect((await thief.ended).reason).toBe("Another client is registered with this id.");
  const coordinator = await register(server.origin, coordinatorId);
  coordinator.send(answer(volunteerId(7)));
  expect(await holder.next()).toMatchObject({ type: "ANSWER", src: coordinatorId });
  await expectNobodyHarmed("id-taken");
});

test.each(["another-token", tokenOf(otherId)])(
  "nobody registers as a coordinator without its token, be it there or away: %s",
  async (token) => {
    for (const isThere of [false, true]) {
      if (isThere) await register(server.origin, coordinatorId);
      const usurper = new PeerClient(peerUrl(server.origin, coordinatorId, token));
      const msg = expect.stringMatching(/^invalid-token: The token is not that of the coordinator/);
      expect(await usurper.next()).toMatchObject({ type: "ERROR", payload: { msg } });
      expect((await usurper.ended).code).toBe(1008);
    }
    await expectNobodyHarmed("invalid-token", 2);
  },
);

test(
  "of a thousand sockets from one address those beyond 150 are refused with a reason",
  { timeout: 30_000 },
  async () => {
    const dialled = await Promise.all(
      Array.from({ length: 998 }, (_, i) => dialAnything(peerUrl(server.origin, volunteerId(i), `token-${i}`))),
    );
    const first = await Promise.all(
      dialled.map((client) =>
        Promise.race([client.next(), client.ended]).then(
          (message) => message,
          () => null,
        ),
      ),
    );
    const opened = first.filter((message) => message !== null && "type" in message && message["type"] === "OPEN");
    const told = first.filter((message) => message !== null && "type" in message && message["type"] === "ERROR");
    // The bystanders have two of the 150.
    expect(opened).toHaveLength(148);
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ payload: { msg: expect.stringMatching(/^too-many-sockets: .* 150 sockets/) } });
    await expectNobodyHarmed("too-many-sockets", 998 - 148);
    await Promise.all(dialled.map((client) => client.close()));
  },
);

test("places of closed sockets are free again", async () => {
  const small = await startTestServer({ limits: { socketsPerAddress: 1 } });
  await (await register(small.origin, volunteerId(1))).close();
  await (await register(small.origin, volunteerId(2))).close();
  expect(small.signaling.health().refused).toEqual({});
  await small.close();
});

test("a full server says so", async () => {
  const small = await startTestServer({ limits: { clients: 1 } });
  await register(small.origin, coordinatorId);
  const late = new PeerClient(peerUrl(small.origin, volunteerId(1), "token"));
  expect(await late.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: expect.stringMatching(/^server-full: /) },
  });
  expect(small.refused("server-full")).toBe(1);
  await small.close();
});
