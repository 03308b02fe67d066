import { isFields } from "../../core/fields.ts";
import { callerOf, isOffer, isRelayWish } from "../caller.ts";
import type { Register } from "../registration.ts";
import { serverWordsSeen } from "../server-words.ts";
import type { OpenSocket } from "./relay-socket.ts";

/** Milliseconds between two heartbeats, as PeerJS has them. */
const heartbeatMs = 5_000;

/** A message of the signaling server; null if it is none. */
function parseMessage(data: unknown): Readonly<Record<string, unknown>> | null {
  try {
    const message: unknown = JSON.parse(String(data));
    return isFields(message) ? message : null;
  } catch {
    return null;
  }
}

function wordsIn({ payload }: Readonly<Record<string, unknown>>): string {
  const message = isFields(payload) ? payload["msg"] : null;
  return typeof message === "string" ? message : "";
}

/** Registers for relayed links alone, where there is no WebRTC. Who offers another link hears at once that none comes of it. */
export function registerForRelay(openSocket: OpenSocket): Register {
  return ({ peerId, token, signaling: { host, port, path, secure } }, events) => {
    const query = new URLSearchParams({ key: "peerjs", id: peerId, token }).toString();
    const socket = openSocket(`${secure ? "wss" : "ws"}://${host}:${port}${path}/peerjs?${query}`);
    let beat: ReturnType<typeof setInterval> | undefined;
    socket.addEventListener("open", () => {
      beat = setInterval(() => socket.send('{"type":"HEARTBEAT"}'), heartbeatMs);
    });
    socket.addEventListener("message", ({ data }) => {
      const message = parseMessage(data);
      if (message === null) return;
      if (isOffer(message)) socket.send(JSON.stringify({ type: "LEAVE", dst: callerOf(message).id }));
      else if (isRelayWish(message)) events.onRelayWish(message);
      else if (message["type"] === "OPEN") events.onOpen();
      else if (message["type"] === "ID-TAKEN") events.onLost({ key: "server-closed-connection" });
      else if (message["type"] === "ERROR") events.onLost(serverWordsSeen(wordsIn(message)));
    });
    socket.addEventListener("error", () => {
      // A close follows.
    });
    socket.addEventListener("close", () => {
      clearInterval(beat);
      events.onLost({ key: "server-closed-connection" });
    });
    return { disconnect: () => socket.close() };
  };
}
