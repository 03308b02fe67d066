import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { coordinatorId as peer, otherId, register, tokenOf } from "../../signaling/testing/peer-client.ts";
import { startTestServer } from "../../signaling/testing/test-server.ts";
import { isRoomCode } from "../core/ids.ts";
import { borrowSecret, lookUpRoom } from "./signaling-client.ts";
import { claimRoom, lanOrigins, releaseRoom } from "./signaling-register.ts";

const code = "ABC234";
if (!isRoomCode(code)) throw new Error("not a room code");
const holder = { peer, token: tokenOf(peer) };
const secret = "S".repeat(22);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function serverWithCoordinator(): Promise<string> {
  const server = await startTestServer();
  cleanups.push(() => server.close());
  await register(server.origin, peer, holder.token);
  return server.origin;
}

describe("with the real server", () => {
  test("a code is claimed, looked up, lent and released", async () => {
    const base = await serverWithCoordinator();
    expect(await lookUpRoom(base, code)).toEqual({ type: "unknown" });
    expect(await claimRoom(base, code, { ...holder, secret })).toEqual({ type: "claimed" });
    expect(await lookUpRoom(base, code)).toEqual({ type: "open" });
    expect(await borrowSecret(base, code)).toEqual({ type: "lent", secret });
    expect(await releaseRoom(base, code, holder)).toEqual({ type: "released" });
    expect(await borrowSecret(base, code)).toEqual({ type: "unknown" });
    expect(await releaseRoom(base, code, holder)).toEqual({ type: "not-held" });
  });

  test("a secret that is not lent is not given away", async () => {
    const base = await serverWithCoordinator();
    await claimRoom(base, code, { ...holder, secret: null });
    expect(await borrowSecret(base, code)).toEqual({ type: "not-lent" });
  });

  test("a code of another room is taken, and a claim without registration is refused", async () => {
    const base = await serverWithCoordinator();
    await claimRoom(base, code, { ...holder, secret: null });
    const other = { peer: otherId, token: tokenOf(otherId) };
    expect(await claimRoom(base, code, { ...other, secret: null })).toEqual({ type: "not-registered" });
    await register(base, other.peer, other.token);
    expect(await claimRoom(base, code, { ...other, secret: null })).toEqual({ type: "taken" });
  });

  test("too many wrong codes are refused with the time to wait", async () => {
    const server = await startTestServer({ limits: { secretGuessesPerMinute: 1, heldLookUps: 0 } });
    cleanups.push(() => server.close());
    expect(await borrowSecret(server.origin, code)).toEqual({ type: "unknown" });
    const again = await borrowSecret(server.origin, code);
    expect(again).toMatchObject({ type: "too-many-requests", retryAfterSeconds: expect.any(Number) });
  });

  test("the addresses of the network are a list, empty on loopback", async () => {
    expect(await lanOrigins(await serverWithCoordinator())).toEqual({ type: "origins", origins: [] });
  });
});

/** A server that answers what a page, a proxy or a stranger might answer in place of the real one. */
async function answering(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const server: Server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

describe("with a server that answers otherwise", () => {
  test.each([
    ["no JSON", "<html>"],
    ["another kind of JSON", "7"],
    ["wrong fields", `{"state":"ajar","secret":5,"origins":[1]}`],
    ["an origin that is none", `{"origins":["javascript:alert(1)"]}`],
  ])("%s is refused, not believed", async (_, body) => {
    const base = await answering(200, body);
    for (const outcome of [await lookUpRoom(base, code), await borrowSecret(base, code), await lanOrigins(base)]) {
      expect(outcome).toMatchObject({ type: "refused", status: 200 });
    }
    expect(await claimRoom(base, code, { ...holder, secret: null })).toMatchObject({ type: "refused" });
    expect(await releaseRoom(base, code, holder)).toMatchObject({ type: "refused" });
  });

  test("a server's key is passed on, and the sentence of one whose key is not known", async () => {
    const known = await answering(503, `{"error":"The server has 10 rooms.","reason":"rooms-full"}`);
    expect(await claimRoom(known, code, { ...holder, secret: null })).toEqual({
      type: "refused",
      status: 503,
      seen: { key: "server-refused", reason: "rooms-full" },
    });
    const strange = await answering(503, `{"error":"${"x".repeat(5_000)}","reason":"constructor"}`);
    expect(await lookUpRoom(strange, code)).toEqual({
      type: "refused",
      status: 503,
      seen: { key: "thrown", message: "x".repeat(300) },
    });
    const base = await answering(503, `{"error":"The server has 10 rooms."}`);
    expect(await claimRoom(base, code, { ...holder, secret: null })).toEqual({
      type: "refused",
      status: 503,
      seen: { key: "thrown", message: "The server has 10 rooms." },
    });
  });

  test.each([
    ["a redirect to a page to sign in", 302, "", { location: "http://127.0.0.1:9/login" }],
    ["a redirect within the site", 307, "{}", { location: "/login" }],
    ["a page that says that the address is barred", 403, "<h1>Blocked</h1>", {}],
    ["a page that says that there is nothing", 404, "Not Found", {}],
    ["a page in place of the answer", 200, "<html>", {}],
  ])("%s is not the server's answer, and no word on the room", async (_, status, body, headers) => {
    const base = await answering(status, body, headers);
    for (const outcome of [await lookUpRoom(base, code), await borrowSecret(base, code)]) {
      expect(outcome).toEqual({ type: "refused", status, seen: { key: "not-the-server", status } });
    }
  });

  test("a proxy whose server is away means that signaling is away", async () => {
    expect(await lookUpRoom(await answering(502, "Bad Gateway"), code)).toMatchObject({ type: "signaling-away" });
  });

  test("a malformed time to wait becomes a minute", async () => {
    const base = await answering(429, "", { "retry-after": "soon" });
    expect(await lookUpRoom(base, code)).toEqual({ type: "too-many-requests", retryAfterSeconds: 60 });
  });
});

test("without a server every request finds signaling away", async () => {
  const base = await answering(200, "");
  await cleanups.pop()?.();
  const outcomes = [
    await claimRoom(base, code, { ...holder, secret: null }),
    await releaseRoom(base, code, holder),
    await lookUpRoom(base, code),
    await borrowSecret(base, code),
    await lanOrigins(base),
  ];
  expect(outcomes.map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => "signaling-away"));
});
