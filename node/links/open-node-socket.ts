import { WebSocket } from "ws";
import type { OpenSocket } from "../../web/links/relay/relay-socket.ts";

/** Bytes of the longest message that a server of ours sends, and far more. */
const maxMessageBytes = 1_024 * 1_024;

/** Node's kind: versions before 22 have no WebSocket of their own. */
export const openNodeSocket: OpenSocket = (address) => {
  const socket = new WebSocket(address, { maxPayload: maxMessageBytes, perMessageDeflate: false });
  // Without a listener an error would end the process. A close follows.
  socket.on("error", () => {});
  return socket;
};
