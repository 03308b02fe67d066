import { afterEach, expect, test } from "vitest";
import { coordinatorId, PeerClient, peerUrl, tokenOf } from "./testing/peer-client.ts";
import { ask, startTestServer, type TestServer } from "./testing/test-server.ts";

let server: TestServer;
afterEach(() => server.close());

const dial = (origin: string, headers: Record<string, string> = {}): PeerClient =>
  new PeerClient(peerUrl(server.origin, coordinatorId, tokenOf(coordinatorId)), { origin, headers });

test("a page of another origin is refused with a reason that it can read, and counted", async () => {
  server = await startTestServer();
  const stranger = dial("https://evil.example");
  expect(await stranger.next()).toMatchObject({
    type: "ERROR",
    payload: { msg: expect.stringMatching(/^foreign-origin: .*--allow-origin\.$/) },
  });
  expect((await stranger.ended).code).toBe(1008);
  expect((await ask(server, "/healthz")).json).toMatchObject({ clients: 0, refused: { "foreign-origin": 1 } });
});

test("pages of the server's own origin and of allowed ones are let in", async () => {
  server = await startTestServer({ allowOrigins: ["https://pool.example"] });
  for (const origin of [server.origin, "https://pool.example"]) {
    const client = dial(origin);
    expect((await client.next())["type"]).toBe("OPEN");
    await client.close();
  }
});

test("an allowed origin may be written in any case and with a slash at its end, and what is none is refused", async () => {
  server = await startTestServer({ allowOrigins: ["HTTPS://Pool.example:443/"] });
  expect((await dial("https://pool.example").next())["type"]).toBe("OPEN");
  await expect(startTestServer({ allowOrigins: ["https://pool.example/room"] })).rejects.toThrow(
    'allowOrigins holds origins without a path, as in https://pool.example, not "https://pool.example/room".',
  );
});

test("behind a trusted proxy the own origin is the one that people see", async () => {
  server = await startTestServer({ trustProxies: ["127.0.0.1"] });
  const client = dial("https://lab.example", { "X-Forwarded-Host": "lab.example" });
  expect((await client.next())["type"]).toBe("OPEN");
  expect((await dial("https://lab.example").next())["type"]).toBe("ERROR");
});

/** A browser's question before a claim. */
const preflight = { "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type" };

test("a page of an allowed origin may read the API's answers, and ask before it claims a code", async () => {
  server = await startTestServer({ allowOrigins: ["http://localhost:5173"] });
  const headers = { Origin: "http://localhost:5173" };
  for (const path of ["/api/addresses", "/api/rooms/ABC234"]) {
    const answer = await ask(server, path, { headers });
    expect(answer.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    expect(answer.headers.get("vary")).toBe("Origin");
  }
  const asked = await ask(server, "/api/rooms/ABC234", { method: "OPTIONS", headers: { ...headers, ...preflight } });
  expect(asked.status).toBe(204);
  expect(asked.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect(asked.headers.get("access-control-allow-methods")).toBe("GET, HEAD, PUT, DELETE");
  expect(asked.headers.get("access-control-allow-headers")).toBe("Content-Type");
});

test.each(["http://localhost:5174", "null", "nonsense"])(
  "a page of %s, which is not allowed, reads nothing of the API",
  async (origin) => {
    server = await startTestServer({ allowOrigins: ["http://localhost:5173"] });
    const answer = await ask(server, "/api/addresses", { headers: { Origin: origin } });
    expect(answer.status).toBe(200);
    const asked = await ask(server, "/api/rooms/ABC234", {
      method: "OPTIONS",
      headers: { Origin: origin, ...preflight },
    });
    expect(asked.status).toBe(405);
    for (const { headers } of [answer, asked]) expect(headers.has("access-control-allow-origin")).toBe(false);
  },
);

test("what an allowed page asks beside the API is answered as to anyone", async () => {
  server = await startTestServer({ allowOrigins: ["http://localhost:5173"] });
  const answer = await ask(server, "/healthz", { headers: { Origin: "http://localhost:5173" } });
  expect(answer.headers.has("access-control-allow-origin")).toBe(false);
});
