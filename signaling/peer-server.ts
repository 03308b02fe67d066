import { createServer } from "node:http";
import express from "express";
import { ExpressPeerServer } from "peer";
import { WebSocketServer } from "ws";
import type { GuardedSocket } from "./guarded-socket.ts";
import type { SignalingLimits } from "./limits.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { withUnreferencedTimers } from "./unreferenced-timers.ts";

/** The key that PeerJS clients send by default. */
export const peerKey = "peerjs";
export const peerSocketPath = `/peer/${peerKey}`;

export interface PeerServer {
  /** Turns an upgrade into websockets; PeerServer does not hear of them by itself. */
  readonly sockets: WebSocketServer;
  /** Hands PeerServer a client that has been let in. */
  admit(guard: GuardedSocket, id: string, token: string): void;
}

/**
 * PeerServer, cut off from the network: it opens no port, sees no request of its own, and is handed sockets that are
 * guarded. Its HTTP side is not served, because its random ids fit no room. It has no way to stop; what stays behind of
 * a closed one are two timers over empty maps, which keep no process alive.
 */
export function startPeerServer(
  limits: SignalingLimits,
  on: { readonly error: () => void; readonly brokenHandshake: () => void },
): PeerServer {
  // Pings count as messages, so the gate answers them itself.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, autoPong: false });
  sockets.on("wsClientError", (error, socket) => {
    on.brokenHandshake();
    refuseUpgrade(socket, "400 Bad Request", `${error.message}.`);
  });
  const peerServer = ExpressPeerServer(createServer(), {
    path: "/peer",
    key: peerKey,
    expire_timeout: limits.waitMs,
    alive_timeout: limits.silenceMs,
    // The gate counts for itself, so that a refusal has one place.
    concurrent_limit: Number.MAX_SAFE_INTEGER,
    createWebSocketServer: () => sockets,
  });
  // Without a listener, PeerServer ends the process at the first error.
  peerServer.on("error", on.error);
  // PeerServer starts when it is mounted.
  withUnreferencedTimers(() => express().use(peerServer));
  return {
    sockets,
    admit(guard, id, token) {
      // A URL written anew: in the client's own a second `id` would count for PeerServer and not for the gate.
      const query = new URLSearchParams({ key: peerKey, id, token }).toString();
      sockets.emit("connection", guard, { url: `${peerSocketPath}?${query}` });
    },
  };
}
