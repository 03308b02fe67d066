import { expect } from "vitest";
import { ask, bystanders, startTestServer, type TestServer } from "./test-server.ts";

export interface WatchedServer {
  readonly server: TestServer;
  /** Checks that the server is up, that the bystanders can exchange messages, and that the refusals were counted. */
  readonly expectNobodyHarmed: (reason: string, times?: number) => Promise<void>;
}

/** A server with two well-behaved clients, the bystanders, which other clients must not disturb. */
export async function startWatchedServer(): Promise<WatchedServer> {
  const server = await startTestServer();
  const others = await bystanders(server.origin);
  return {
    server,
    expectNobodyHarmed: async (reason, times = 1) => {
      expect(await others.stillTalk()).toBe(true);
      const health = await ask(server, "/healthz");
      expect(health.status).toBe(200);
      expect(health.json).toMatchObject({ status: "ok", refused: { [reason]: times } });
    },
  };
}
