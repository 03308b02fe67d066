import { once } from "node:events";
import { WebSocketServer } from "ws";

/** Bytes that may wait for one end before the other one is read on. */
const mostWaiting = 1024 * 1024;

/** @param {import("ws").WebSocket} from @param {import("ws").WebSocket} to */
function passOn(from, to) {
  from.on("message", (data, isBinary) => {
    to.send(data, { binary: isBinary }, () => {
      if (to.bufferedAmount < mostWaiting) from.resume();
    });
    if (to.bufferedAmount >= mostWaiting) from.pause();
  });
}

/** Starts a server that hands on what either of two WebSockets sends to the other one, and does nothing else: the limit of a relay. */
export async function startBareRelay() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the bare relay has no port");
  /** @type {import("ws").WebSocket[]} */
  const ends = [];
  server.on("connection", (end) => {
    ends.push(end);
    const [one, other] = ends;
    if (ends.length !== 2 || one === undefined || other === undefined) return;
    passOn(one, other);
    passOn(other, one);
  });
  return {
    address: `ws://127.0.0.1:${address.port}`,
    close() {
      for (const end of ends) end.terminate();
      server.close();
    },
  };
}
