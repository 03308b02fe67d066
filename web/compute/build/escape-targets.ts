import { createSocket } from "node:dgram";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Plugin } from "vite";
import { WebSocketServer } from "ws";
import { inlineScriptHash, sandboxPolicy } from "../../../signaling/sandbox-policy.ts";
import { buildSandboxPage } from "./bundle-sandbox.ts";

const prefix = "/escape-target/";

/** The name of the target in the address, or null if the address is no target. */
function nameIn(url: string | undefined): string | null {
  const path = url?.split(/[?#]/)[0] ?? "";
  return path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length)) : null;
}

/** The sandbox's policy with the directive added. It replaces one of the same name. */
function loosenPolicy(html: string, directive: string): string {
  const hash = inlineScriptHash(html);
  const [name = ""] = directive.split(" ");
  const others = sandboxPolicy(hash)
    .split("; ")
    .filter((one) => !one.startsWith(`${name} `));
  return [...others, directive.replace("'hash'", `'${hash}'`)].join("; ");
}

/**
 * Serves targets for tests of the ways out: `/escape-target/NAME` of the page's own origin and of another one accepts every
 * request and WebSocket, and records NAME. A datagram to the other one's port is recorded as `udp`. `/escape-tally` answers
 * `{ elsewhere, hits }`. `/leaky-sandbox.html` is the sandbox page without its policy; with `?instead=img-src%20data:` it has
 * the policy with that directive replaced.
 */
export function escapeTargets(): Plugin {
  const hits: string[] = [];
  const sockets = new WebSocketServer({ noServer: true });

  const serveTarget = (request: IncomingMessage, response: ServerResponse): boolean => {
    const name = nameIn(request.url);
    if (name === null) return false;
    hits.push(name);
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "*");
    response.setHeader("Content-Type", "text/javascript");
    response.end("export default 'reached'");
    return true;
  };
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const name = nameIn(request.url);
    if (name === null) return;
    hits.push(name);
    sockets.handleUpgrade(request, socket, head, (open) => open.send("reached"));
  };

  return {
    name: "tabpool:escape-targets",
    async configureServer(server) {
      const elsewhere = createServer((request, response) => {
        if (!serveTarget(request, response)) response.writeHead(404).end();
      });
      elsewhere.on("upgrade", upgrade);
      await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
      const address = elsewhere.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const datagrams = createSocket("udp4", () => hits.push("udp"));
      await new Promise<void>((resolve) => datagrams.bind(port, resolve));
      elsewhere.unref();
      datagrams.unref();
      server.httpServer?.on("upgrade", upgrade);

      server.middlewares.use((request, response, next) => {
        if (serveTarget(request, response)) return;
        if (request.url === "/escape-tally") {
          response.setHeader("Content-Type", "application/json");
          response.end(JSON.stringify({ elsewhere: `127.0.0.1:${port}`, hits }));
        } else if (request.url?.split("?")[0] === "/leaky-sandbox.html") {
          const instead = new URL(request.url, "http://localhost").searchParams.get("instead");
          buildSandboxPage(false).then((html) => {
            if (instead !== null) response.setHeader("Content-Security-Policy", loosenPolicy(html, instead));
            return response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(html);
          }, next);
        } else {
          next();
        }
      });
    },
  };
}
