import type { OpenSocket } from "./relay/relay-socket.ts";

/** The browser's kind. */
export const openWebSocket: OpenSocket = (address) => new WebSocket(address);
