import { request as httpRequest } from "node:http";
import { startServer, type RunningServer, type ServerOptions } from "../server.ts";
import { answer, bystanderId, coordinatorId, offer, register, volunteerId, type PeerClient } from "./peer-client.ts";

export interface TestServer extends RunningServer {
  /** Number of refusals for this reason. */
  refused(reason: string): number;
}

/** Starts a server on a free loopback port. `origin` has the address, so that no name is looked up. */
export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const server = await startServer({ port: 0, host: "127.0.0.1", appRoot: null, ...options });
  const scheme = options.tls ? "https" : "http";
  return {
    ...server,
    origin: `${scheme}://127.0.0.1:${server.port}`,
    refused: (reason) => server.signaling.health().refused[reason] ?? 0,
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** Sends one request on a connection of its own. A body that is no text is sent as JSON. */
export async function ask(
  server: RunningServer,
  path: string,
  init: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const body = typeof init.body === "string" || init.body === undefined ? init.body : JSON.stringify(init.body);
  const isChunked = init.headers?.["Transfer-Encoding"] !== undefined;
  const headers = {
    ...(body === undefined || isChunked ? {} : { "Content-Length": Buffer.byteLength(body) }),
    ...init.headers,
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port: server.port, path, method: init.method ?? "GET", headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers["content-type"]?.startsWith("application/json") === true && text !== "";
          const json: unknown = isJson ? JSON.parse(text) : undefined;
          const received = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
          resolve({ status: response.statusCode ?? 0, headers: received, text, json });
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** A coordinator and a volunteer that behave well. `stillTalk` shows that other clients have not disturbed them. */
export async function bystanders(
  origin: string,
): Promise<{ coordinator: PeerClient; volunteer: PeerClient; stillTalk: () => Promise<boolean> }> {
  const own = volunteerId(1, bystanderId);
  const [coordinator, volunteer] = [await register(origin, bystanderId), await register(origin, own)];
  return {
    coordinator,
    volunteer,
    stillTalk: async () => {
      volunteer.send(offer(bystanderId));
      const arrived = await coordinator.next();
      coordinator.send(answer(own));
      const back = await volunteer.next();
      return arrived["type"] === "OFFER" && arrived["src"] === own && back["type"] === "ANSWER";
    },
  };
}

/** Registers the coordinator of the tests' room and one of its volunteers. */
export async function room(origin: string): Promise<{ coordinator: PeerClient; volunteer: PeerClient }> {
  return { coordinator: await register(origin, coordinatorId), volunteer: await register(origin, volunteerId(1)) };
}
