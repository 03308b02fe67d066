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
  /** Makes websockets of upgrade requests. PeerServer does not get them by itself. */
  readonly sockets: WebSocketServer;
  /** Hands a client over to PeerServer. */
  registerClient(guard: GuardedSocket, id: string, token: string): void;
}

/** Most pieces of one message of a WebSocket: each holds on to the 64 KiB that it was read with. */
export const maxFragments = 64;

/**
 * Starts a PeerServer without a network of its own: it opens no port, gets no requests, and only guarded sockets. Its HTTP API
 * is not served, since the random ids that it gives belong to no room. It cannot be stopped: two timers over empty maps
 * remain, which do not keep the process alive.
 */
export function startPeerServer(
  limits: SignalingLimits,
  on: { readonly error: () => void; readonly brokenHandshake: () => void },
): PeerServer {
  // The gate answers pings itself, since they count as messages.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes, maxFragments, autoPong: false });
  sockets.on("wsClientError", (error, socket) => {
    on.brokenHandshake();
    refuseUpgrade(socket, "400 Bad Request", `${error.message}.`);
  });
  const peerServer = ExpressPeerServer(createServer(), {
    path: "/peer",
    key: peerKey,
    expire_timeout: limits.waitMs,
    alive_timeout: limits.silenceMs,
    // The gate has the limit, so that all refusals are made in one place.
    concurrent_limit: Number.MAX_SAFE_INTEGER,
    createWebSocketServer: () => sockets,
  });
  // Without a listener the first error would end the process.
  peerServer.on("error", on.error);
  // PeerServer starts when it is mounted.
  withUnreferencedTimers(() => express().use(peerServer));
  return {
    sockets,
    registerClient(guard, id, token) {
      // Not the client's URL: PeerServer would use a second `id` in it, which the gate has not checked.
      const query = new URLSearchParams({ key: peerKey, id, token }).toString();
      sockets.emit("connection", guard, { url: `${peerSocketPath}?${query}` });
    },
  };
}
