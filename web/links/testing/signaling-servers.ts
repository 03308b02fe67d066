import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { TestProject } from "vitest/node";
import { startServer } from "../../../signaling/server.ts";
import { unprovedLimits } from "../relay/testing/relayed-pair.ts";
import type { RunningServer } from "../../../signaling/server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Origin where tests in the browser start and stop signaling servers. */
    readonly signalingControl: string;
  }
}

/**
 * Serves `/start?port=0`, which starts a signaling server and answers its port, and `/stop?port=N`, which answers when that
 * server has stopped. For tests that run in a browser.
 */
export default async function provideSignaling(project: TestProject): Promise<() => Promise<void>> {
  const running = new Map<number, RunningServer>();
  const start = async (port: number, page: string): Promise<string> => {
    // All tests share one address.
    const limits = { socketsPerAddress: 1_000, ...unprovedLimits };
    const server = await startServer({ host: "127.0.0.1", port, appRoot: null, limits, allowOrigins: [page] });
    running.set(server.port, server);
    return String(server.port);
  };
  const stop = async (port: number): Promise<string> => {
    const server = running.get(port);
    running.delete(port);
    await server?.close();
    return "stopped";
  };
  const answer = async (path: string, page: string, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    const port = Number(searchParams.get("port"));
    const text = pathname === "/start" ? await start(port, page) : await stop(port);
    response.writeHead(200, { "access-control-allow-origin": "*" }).end(text);
  };
  const control = createServer((request, response) => {
    void answer(request.url ?? "/", request.headers.origin ?? "", response);
  });
  await new Promise<void>((resolve) => {
    control.listen(0, "127.0.0.1", resolve);
  });
  const address = control.address();
  if (typeof address !== "object" || address === null) throw new Error("the control server has no port");
  project.provide("signalingControl", `http://127.0.0.1:${address.port}`);
  return async () => {
    control.closeAllConnections();
    control.close();
    await Promise.all([...running.values()].map((server) => server.close()));
  };
}
