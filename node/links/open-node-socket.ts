import { WebSocket } from "ws";
import type { OpenSocket } from "../../web/links/relay/relay-socket.ts";

/** Node's kind: versions before 22 have no WebSocket of their own. */
export const openNodeSocket: OpenSocket = (address) => {
  const socket = new WebSocket(address);
  // Without a listener an error would end the process. A close follows.
  socket.on("error", () => {});
  return socket;
};
