import { afterEach, beforeEach, expect, test } from "vitest";
import { coordinatorId, otherId, register, tokenOf, volunteerId, type PeerClient } from "./testing/peer-client.ts";
import type { SignalingLimits } from "./limits.ts";
import { ask, startTestServer, type Answer, type TestServer } from "./testing/test-server.ts";

const minute = 60_000;
const code = "/api/rooms/ABC234";
const secret = "0123456789abcdef0123456789abcdef";
const token = tokenOf(coordinatorId);

let clock = 0;
let server: TestServer;
let coordinator: PeerClient;

beforeEach(async () => {
  clock = 0;
  server = await startTestServer({ now: () => clock });
  coordinator = await register(server.origin, coordinatorId);
});

afterEach(async () => {
  await server.close();
});

const claim = (path = code, body: unknown = { peer: coordinatorId, token, secret }) =>
  ask(server, path, { method: "PUT", body });
const claimForOther = () => claim(code, { peer: otherId, token: tokenOf(otherId), secret: null });

/** Waits until the server has noticed that the coordinator is gone. */
async function leave(): Promise<void> {
  await coordinator.close();
  await expect.poll(() => server.signaling.health().clients, { interval: 1 }).toBe(0);
}

test("a coordinator that is registered claims a code and lends its secret", async () => {
  expect((await claim()).status).toBe(204);
  expect(await ask(server, code)).toMatchObject({ status: 200, json: { state: "open" } });
  expect(await ask(server, `${code}/secret`)).toMatchObject({ status: 200, json: { secret } });
  expect(server.signaling.health().rooms).toBe(1);
});

test("a second claim of the same code may take the secret back", async () => {
  await claim();
  expect((await claim(code, { peer: coordinatorId, token, secret: null })).status).toBe(204);
  const answer = await ask(server, `${code}/secret`);
  expect(answer).toMatchObject({ status: 403, json: { error: expect.stringMatching(/full link/) } });
  expect(server.refused("secret-not-lent")).toBe(1);
});

test("an unknown code is not found, neither its state nor its secret", async () => {
  expect(await ask(server, code)).toMatchObject({ status: 404, json: { error: expect.stringMatching(/No room/) } });
  expect((await ask(server, `${code}/secret`)).status).toBe(404);
});

test.each([
  ["an unknown id", { peer: otherId, token, secret }],
  ["another token", { peer: coordinatorId, token: "guessed", secret }],
])("a claim with %s is forbidden", async (_what, body) => {
  expect(await claim(code, body)).toMatchObject({
    status: 403,
    json: { error: expect.stringMatching(/register first/) },
  });
  expect((await ask(server, code)).status).toBe(404);
  expect(server.refused("not-the-holder")).toBe(1);
});

test.each([
  ["no JSON", "{", /JSON/],
  ["no object", "[]", /object/],
  ["a volunteer's id", { peer: volunteerId(1), token, secret }, /coordinator's id/],
  ["an id that every object inherits", { peer: "__proto__", token, secret }, /coordinator's id/],
  ["no token", { peer: coordinatorId, secret }, /token/],
  ["no secret", { peer: coordinatorId, token }, /secret/],
  ["a secret with spaces", { peer: coordinatorId, token, secret: "a secret of many words" }, /secret/],
])("a claim that holds %s is malformed", async (_what, body, sentence) => {
  expect(await claim(code, body)).toMatchObject({ status: 400, json: { error: expect.stringMatching(sentence) } });
  expect(server.refused("malformed-request")).toBe(1);
});

test.each(["/api/rooms/__proto__", "/api/rooms/ABC10I", "/api/rooms/abc234", "/api/rooms/ABC2345"])(
  "%s names no possible code",
  async (path) => {
    const answer = await claim(path);
    expect(answer).toMatchObject({ status: 400, json: { error: expect.stringMatching(/room code has 6/) } });
  },
);

test("a body of a megabyte is refused, announced or not", async () => {
  const body = JSON.stringify({ peer: "x".repeat(1_000_000) });
  expect((await claim(code, body)).status).toBe(413);
  const unannounced = await ask(server, code, { method: "PUT", body, headers: { "Transfer-Encoding": "chunked" } });
  expect(unannounced).toMatchObject({ status: 413, json: { error: "The body may have at most 4096 bytes." } });
  expect(server.refused("body-too-large")).toBe(2);
});

test("a code that another coordinator holds is in conflict", async () => {
  await claim();
  await register(server.origin, otherId);
  expect(await claimForOther()).toMatchObject({ status: 409, json: { error: expect.stringMatching(/another one/) } });
  expect(server.refused("code-held")).toBe(1);
});

test("a coordinator has one code at a time", async () => {
  await claim();
  expect((await claim("/api/rooms/XYZ789")).status).toBe(204);
  expect((await ask(server, code)).status).toBe(404);
  expect((await ask(server, "/api/rooms/XYZ789")).status).toBe(200);
});

test("the room of an absent coordinator is away, and open again when it returns", async () => {
  await claim();
  await leave();
  expect((await ask(server, code)).json).toEqual({ state: "away" });
  await register(server.origin, coordinatorId);
  expect((await ask(server, code)).json).toEqual({ state: "open" });
});

test("a code is free for another coordinator once its holder has been gone for 10 minutes", async () => {
  await claim();
  await leave();
  await register(server.origin, otherId);
  clock += 10 * minute - 1;
  expect((await claimForOther()).status).toBe(409);
  clock += 1;
  expect((await claimForOther()).status).toBe(204);
  await register(server.origin, coordinatorId);
  expect((await claim()).status).toBe(409);
});

test("a code is forgotten once its holder has been gone for an hour", async () => {
  await claim();
  await leave();
  clock += 60 * minute - 1;
  expect((await ask(server, code)).status).toBe(200);
  clock += 1;
  expect((await ask(server, code)).status).toBe(404);
  expect(server.signaling.health().rooms).toBe(0);
});

test("only the coordinator that holds a code releases it", async () => {
  await claim();
  const release = (own: string) => ask(server, code, { method: "DELETE", body: { peer: coordinatorId, token: own } });
  expect((await release("guessed")).status).toBe(403);
  expect((await release(token)).status).toBe(204);
  expect((await ask(server, code)).status).toBe(404);
  expect((await release(token)).status).toBe(403);
});

/** Starts a server with room for few guesses, on which the code is claimed. */
async function serverForGuesses(limits: Partial<SignalingLimits>): Promise<TestServer> {
  const guessed = await startTestServer({ now: () => clock, limits });
  await register(guessed.origin, coordinatorId);
  await ask(guessed, code, { method: "PUT", body: { peer: coordinatorId, token, secret } });
  return guessed;
}

async function timed(asked: () => Promise<Answer>): Promise<{ readonly status: number; readonly ms: number }> {
  const from = performance.now();
  const { status } = await asked();
  return { status, ms: performance.now() - from };
}

test.each([
  ["secret", { secretGuessesPerMinute: 10 }, "/secret"],
  ["state", { codeGuessesPerMinute: 10 }, ""],
])(
  "after its guesses at a %s an address is answered late, by right codes and wrong ones alike",
  async (_, few, end) => {
    const guessed = await serverForGuesses({ ...few, heldLookUpMs: 200 });
    for (let guess = 0; guess < 10; guess++) expect((await ask(guessed, `/api/rooms/ZZZZZZ${end}`)).status).toBe(404);
    const [wrong, right] = await Promise.all([
      timed(() => ask(guessed, `/api/rooms/ZZZZZZ${end}`)),
      timed(() => ask(guessed, `${code}${end}`)),
    ]);
    expect(wrong.status).toBe(404);
    expect(right.status).toBe(200);
    // Timers of Node may ring one millisecond early.
    for (const { ms } of [wrong, right]) expect(ms).toBeGreaterThanOrEqual(199);
    expect(guessed.refused("too-many-guesses")).toBe(0);
    clock += 6_000;
    expect((await ask(guessed, `${code}${end}`)).status).toBe(200);
    await guessed.close();
  },
);

test("one that guesses on and on does not keep its neighbours from the right code", async () => {
  const guessed = await serverForGuesses({ secretGuessesPerMinute: 1, heldLookUpMs: 100 });
  const guesses = Array.from({ length: 100 }, () => ask(guessed, "/api/rooms/ZZZZZZ/secret"));
  expect((await ask(guessed, `${code}/secret`)).json).toEqual({ secret });
  for (const { status } of await Promise.all(guesses)) expect(status).toBe(404);
  await guessed.close();
});

test("look-ups beyond those that are held back are refused with the time to wait", async () => {
  const guessed = await serverForGuesses({ secretGuessesPerMinute: 0, heldLookUpMs: 3_600_000, heldLookUps: 1 });
  // One of the two is held for an hour.
  const refused = await Promise.race([ask(guessed, `${code}/secret`), ask(guessed, `${code}/secret`)]);
  expect(refused).toMatchObject({ status: 429, json: { error: expect.stringMatching(/again in 3600 s/) } });
  expect(refused.headers.get("retry-after")).toBe("3600");
  expect(guessed.refused("too-many-guesses")).toBe(1);
  await guessed.close();
});

test("right codes use up no guesses, so that a class behind one address gets in", async () => {
  await claim();
  for (let student = 0; student < 30; student++) expect((await ask(server, `${code}/secret`)).status).toBe(200);
});

test("claims are limited for each address", async () => {
  for (let count = 0; count < 60; count++) await claim();
  const refused = await claim();
  expect(refused).toMatchObject({ status: 429, json: { error: expect.stringMatching(/Too many claims/) } });
  expect(refused.headers.get("retry-after")).toBe("1");
});

test("a server with as many rooms as its limit says so", async () => {
  const small = await startTestServer({ limits: { rooms: 0 } });
  await register(small.origin, coordinatorId);
  const answer = await ask(small, code, { method: "PUT", body: { peer: coordinatorId, token, secret } });
  expect(answer).toMatchObject({
    status: 503,
    json: { error: expect.stringMatching(/0 rooms/), reason: "rooms-full" },
  });
  await small.close();
});

test.each([
  ["POST", code, "GET, HEAD, PUT, DELETE"],
  ["PUT", `${code}/secret`, "GET, HEAD"],
  ["POST", "/api/addresses", "GET, HEAD"],
])("%s %s names the methods that are taken", async (method, path, allowed) => {
  const answer = await ask(server, path, { method });
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe(allowed);
});

test.each(["/api", "/api/", "/api/rooms", "/api/rooms/", `${code}/`, `${code}/secrets`, "/peer", "/peer/peerjs/id"])(
  "%s is not found",
  async (path) => {
    expect(await ask(server, path)).toMatchObject({ status: 404, json: { error: expect.any(String) } });
    expect(server.refused("unknown-path")).toBe(1);
  },
);

test("answers are not stored, not sniffed and not framed", async () => {
  const { headers } = await ask(server, "/api/addresses");
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(headers.get("access-control-allow-origin")).toBeNull();
});

test("on loopback the server has no addresses for others", async () => {
  expect((await ask(server, "/api/addresses")).json).toEqual({ origins: [] });
});

test("a HEAD request gets no body", async () => {
  expect(await ask(server, "/healthz", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
});

test("operators read the server's health in the text format of Prometheus", async () => {
  await ask(server, "/peer/nothing");
  const { status, text, headers } = await ask(server, "/metrics");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).toContain("# TYPE tabpool_rooms gauge\ntabpool_rooms 0\n");
  expect(text).toContain('tabpool_refusals_total{reason="unknown-path"} 1\n');
  for (const line of text.trimEnd().split("\n")) {
    expect(line).toMatch(/^(# (HELP|TYPE) tabpool_\w+ .+|tabpool_\w+({reason="[a-z-]+"})? \d+)$/);
  }
});

test("the uptime is in whole seconds", async () => {
  clock += 61_500;
  expect((await ask(server, "/healthz")).json).toMatchObject({ status: "ok", uptimeSeconds: 61, clients: 1 });
});
