import { expect } from "vitest";
import { ask, bystanders, startTestServer, type TestServer } from "./test-server.ts";

export interface WatchedServer {
  readonly server: TestServer;
  /** A server that has died answers nobody, and one that has harmed the bystanders lets them wait. */
  readonly expectNobodyHarmed: (reason: string, times?: number) => Promise<void>;
}

/** A server with two well-behaved clients on it, which must not notice what others do. */
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
