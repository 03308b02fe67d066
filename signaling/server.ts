import { createServer as createHttpServer, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import { ownOrigin } from "./addresses.ts";
import { watchConnections } from "./connections.ts";
import { standardLimits } from "./limits.ts";
import { possibleConnections } from "./open-files.ts";
import { readOrigin } from "./origins.ts";
import { createSignaling, pathOf, type Signaling, type SignalingOptions } from "./signaling.ts";
import { loadStaticApp } from "./static-app.ts";

export interface TlsIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface ServerOptions extends SignalingOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** An address of this machine; undefined listens on all of them. */
  readonly host?: string | undefined;
  /** Certificate and key for https; http without it. */
  readonly tls?: TlsIdentity | null;
  /** The folder of the built app; null serves signaling only. */
  readonly appRoot: string | null;
  /** The folder of the built library, which pages of other servers import from this one; null or undefined serves none. */
  readonly libraryRoot?: string | null;
}

export interface RunningServer {
  readonly port: number;
  /** The origin for a browser on this machine. */
  readonly origin: string;
  readonly signaling: Signaling;
  /** Ends all sockets at once, and resolves when the port is free. */
  close(): Promise<void>;
}

/** Bounds how long a client that sends its request slowly can keep a socket. In milliseconds. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 };

function answerMalformed(signaling: Signaling, error: Error, socket: Duplex): void {
  const code = "code" in error ? error.code : "";
  // The client has closed the connection, which is no fault of the request.
  if (code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  signaling.refuse("malformed-http");
  const status =
    code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

/** Rejects with the error of `listen`, such as EADDRINUSE. */
function startListening(server: HttpServer | HttpsServer, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** The origin as browsers write it. @throws TypeError for a text that is none. */
function readAllowedOrigin(text: string): string {
  const origin = readOrigin(text);
  if (origin !== null) return origin;
  throw new TypeError(`allowOrigins holds origins without a path, as in https://pool.example, not "${text}".`);
}

/**
 * Starts a server of the app and of signaling on one port. Rejects if it cannot listen, if `appRoot` holds no build, and for
 * `allowOrigins` that are no origins.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = options.appRoot === null ? null : await loadStaticApp(options.appRoot, options.libraryRoot);
  const connections = options.limits?.connections ?? possibleConnections();
  // A quarter of the connections is left for pages and for those who ask how the server is.
  const clients = Math.min(options.limits?.clients ?? standardLimits.clients, Math.ceil((connections * 3) / 4));
  const limits = { ...standardLimits, ...options.limits, connections, clients };
  const allowOrigins = options.allowOrigins?.map(readAllowedOrigin) ?? [];
  const signaling = createSignaling({ ...options, allowOrigins, limits });
  const { tls } = options;
  const server = tls
    ? createHttpsServer({ ...patience, handshakeTimeout: patience.headersTimeout, ...tls })
    : createHttpServer(patience);
  watchConnections(server, limits, () => signaling.refuse("silent"));
  server.on("request", (request, response) => {
    response.on("error", () => response.destroy());
    signaling.handleRequest(
      request,
      response,
      app === null ? undefined : () => app.handleRequest(request, response, pathOf(request)),
    );
  });
  server.on("clientError", (error, socket) => answerMalformed(signaling, error, socket));
  signaling.attach(server, "refuse");
  await startListening(server, options.port, options.host);
  const bound = server.address();
  const origin = ownOrigin(tls ? "https" : "http", bound);
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : options.port,
    origin,
    signaling,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        signaling.close();
        server.closeAllConnections();
      }),
  };
}
