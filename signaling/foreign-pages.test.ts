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

test("behind a trusted proxy the own origin is the one that people see", async () => {
  server = await startTestServer({ trustProxies: ["127.0.0.1"] });
  const client = dial("https://lab.example", { "X-Forwarded-Host": "lab.example" });
  expect((await client.next())["type"]).toBe("OPEN");
  expect((await dial("https://lab.example").next())["type"]).toBe("ERROR");
});
