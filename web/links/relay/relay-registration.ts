import { isFields } from "../../core/fields.ts";
import { callerOf, isOffer, isRelayWish } from "../caller.ts";
import type { Register } from "../registration.ts";
import { serverWordsSeen } from "../server-words.ts";
import type { OpenSocket } from "./relay-socket.ts";

/** Milliseconds between two heartbeats, as PeerJS has them. */
const heartbeatMs = 5_000;

/** Offers that are answered at once, and each second: the server drops a coordinator that says more than 200 things, and 50. */
export const answers = { most: 150, perSecond: 30 };

/** Gives whether one more may be answered. */
function createAllowance(): () => boolean {
  let said = 0;
  let at = performance.now();
  return () => {
    const now = performance.now();
    said = Math.max(0, said - ((now - at) / 1_000) * answers.perSecond);
    at = now;
    if (said + 1 > answers.most) return false;
    said += 1;
    return true;
  };
}

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
    const mayAnswer = createAllowance();
    let beat: ReturnType<typeof setInterval> | undefined;
    socket.addEventListener("open", () => {
      beat = setInterval(() => socket.send('{"type":"HEARTBEAT"}'), heartbeatMs);
    });
    socket.addEventListener("message", ({ data }) => {
      const message = parseMessage(data);
      if (message === null) return;
      if (isOffer(message)) {
        // Strangers may offer without end; who is not answered gives up by its own time limit.
        if (mayAnswer()) socket.send(JSON.stringify({ type: "LEAVE", dst: callerOf(message).id }));
      } else if (isRelayWish(message)) events.onRelayWish(message);
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
