import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { Server as TlsServer } from "node:tls";
import { lanOrigins } from "./addresses.ts";
import { AddressTags } from "./address-tags.ts";
import { callerOf, type Caller } from "./callers.ts";
import { answerError, answerJson, answerText } from "./answers.ts";
import { admitForeignPage } from "./cross-origin.ts";
import { standardLimits, type SignalingLimits } from "./limits.ts";
import type { Health } from "./health.ts";
import { metricsText, metricsType } from "./metrics.ts";
import { PeerGate } from "./peer-gate.ts";
import { peerSocketPath } from "./peer-server.ts";
import { RelayGate, relaySocketPath } from "./relay/relay-gate.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { RefusalCounts, type RefusalReason } from "./refusals.ts";
import { RoomApi } from "./room-api.ts";
import { RoomCodes } from "./room-codes.ts";
import type { Clock } from "./token-bucket.ts";
import { TrustedProxies } from "./trusted-proxies.ts";

export interface SignalingOptions {
  readonly limits?: Partial<SignalingLimits>;
  readonly now?: Clock;
  /** Origins whose pages may open websockets and ask the API, beside the server's own, as in `https://pool.example`. */
  readonly allowOrigins?: readonly string[];
  /** Addresses and networks (`10.0.0.0/8`) of proxies whose headers are believed. */
  readonly trustProxies?: readonly string[];
}

type Next = (error?: unknown) => void;

/** The parts of an HTTP, HTTPS or HTTP/2 server that `attach` uses. */
interface UpgradingServer {
  on(event: "upgrade", listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): unknown;
  address(): AddressInfo | string | null;
}

export interface Signaling {
  /** Answers `/api/…`, `/healthz`, `/metrics` and `/peer/…`. Calls `next` for other paths, or answers 404 without it. */
  handleRequest(request: IncomingMessage, response: ServerResponse, next?: Next): void;
  /**
   * Accepts the server's websockets at `/peer/peerjs` and `/peer/relay`. Refuses other upgrades with 404, or leaves them to the server's other
   * listeners.
   */
  attach(server: UpgradingServer, otherUpgrades: "refuse" | "leave"): void;
  /** The attached server's origins for other computers, the one that they most likely reach first; empty on loopback. */
  origins(): readonly string[];
  health(): Health;
  refuse(reason: RefusalReason): void;
  /** Ends all websockets at once. Open links between peers go on. */
  close(): void;
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return request.url?.split("?")[0] ?? "/";
}

/** Makes signaling (PeerServer and room codes) without a port of its own, for an HTTP server that it is attached to. */
export function createSignaling(options: SignalingOptions = {}): Signaling {
  const limits = { ...standardLimits, ...options.limits };
  const now = options.now ?? (() => performance.now());
  const startedAt = now();
  const refusals = new RefusalCounts();
  const proxies = new TrustedProxies(options.trustProxies ?? []);
  const callerOfRequest = (request: IncomingMessage): Caller => callerOf(request, proxies);
  const allowedOrigins: ReadonlySet<string> = new Set(options.allowOrigins);
  const rooms = new RoomCodes(limits, now);
  const tags = new AddressTags();
  const gate = new PeerGate({
    limits,
    now,
    refusals,
    callerOf: callerOfRequest,
    allowedOrigins,
    tags,
    onPresence: (peer, token, here) => rooms.notePresence({ peer, token }, here),
  });
  const relay = new RelayGate({
    limits,
    now,
    refusals,
    callerOf: callerOfRequest,
    allowedOrigins,
    present: gate.present,
    tags,
  });
  let attached: UpgradingServer | null = null;
  const origins = (): readonly string[] =>
    attached === null ? [] : lanOrigins(attached instanceof TlsServer ? "https" : "http", attached.address());
  const api = new RoomApi({
    limits,
    now,
    refusals,
    callerOf: callerOfRequest,
    rooms,
    isPresent: (peer, token) => gate.present.isPresent(peer, token),
    originsFor: ({ publicOrigin }) => (publicOrigin === null ? origins() : [publicOrigin]),
  });
  const health = (): Health => ({
    status: "ok",
    uptimeSeconds: Math.floor((now() - startedAt) / 1000),
    clients: gate.present.clients,
    rooms: rooms.size,
    refused: refusals.byReason(),
    relay: relay.health(),
  });

  return {
    handleRequest(request, response, next) {
      const path = pathOf(request);
      if (path === "/healthz") {
        answerJson(response, 200, health());
      } else if (path === "/metrics") {
        answerText(response, metricsText(health()), metricsType);
      } else if (path === "/api" || path.startsWith("/api/")) {
        if (admitForeignPage(request, response, allowedOrigins)) return;
        api.handleRequest(request, response, path).catch(() => {
          refusals.countRefusal("internal");
          if (response.headersSent) response.destroy();
          else answerError(response, 500, "The server failed at this request.");
        });
      } else if (path === "/peer" || path.startsWith("/peer/")) {
        refusals.countRefusal("unknown-path");
        answerError(response, 404, "Peers register by websocket, with the id that their room gives them.");
      } else if (next !== undefined) {
        next();
      } else {
        answerError(response, 404, "There is nothing at this address.");
      }
    },
    attach(server, otherUpgrades) {
      attached = server;
      server.on("upgrade", (request, socket, head) => {
        if (pathOf(request) === peerSocketPath) {
          gate.handleUpgrade(request, socket, head);
        } else if (pathOf(request) === relaySocketPath) {
          relay.handleUpgrade(request, socket, head);
        } else if (otherUpgrades === "refuse") {
          refusals.countRefusal("unknown-path");
          refuseUpgrade(
            socket,
            "404 Not Found",
            `Websockets are served at ${peerSocketPath} and ${relaySocketPath} only.`,
          );
        }
      });
    },
    origins,
    health,
    refuse: (reason) => refusals.countRefusal(reason),
    close() {
      gate.closeSockets();
      relay.close();
    },
  };
}
