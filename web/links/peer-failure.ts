import type { PeerErrorType } from "peerjs";
import type { Seen } from "../core/seen.ts";
import { serverWordsSeen } from "./server-words.ts";

/** An error of a peer or of its connection, as PeerJS makes it: its message is English. */
interface PeerFailure {
  readonly type: `${PeerErrorType}` | "negotiation-failed" | "connection-closed" | "not-open-yet" | "message-too-big";
  readonly message: string;
}

/** What an error of PeerJS says. What the browser or the server has said stands in it as it is. */
export function peerFailureSeen(error: PeerFailure): Seen {
  switch (error.type) {
    case "network":
    case "socket-error":
    case "socket-closed":
      return { key: "server-connection-lost" };
    case "disconnected":
      return { key: "server-closed-connection" };
    case "browser-incompatible":
      return { key: "no-webrtc" };
    case "peer-unavailable":
      return { key: "room-without-coordinator" };
    case "negotiation-failed":
      return { key: "no-path-found" };
    case "connection-closed":
      return { key: "closed-by-other-side" };
    case "server-error":
      return serverWordsSeen(error.message);
    case "webrtc":
    case "unavailable-id":
    case "invalid-id":
    case "invalid-key":
    case "ssl-unavailable":
    case "not-open-yet":
    case "message-too-big":
      return { key: "thrown", message: error.message };
  }
}
