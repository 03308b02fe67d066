import type { Seen } from "../core/seen.ts";
import { peerFailureSeen } from "./peer-failure.ts";
import type { PeerErrorType } from "peerjs";
import type { Dial, DialFailure, DialOutcome } from "./link.ts";
import { addControlChannel, openPeerLink } from "./peer-link.ts";
import { RawPeer } from "./raw-peer.ts";
import type { RawPeerOptions } from "./raw-peer.ts";

export interface PeerDialOptions extends Omit<RawPeerOptions, "peerId"> {
  /** Makes a new id for each try: the server may still hold the id of the last one. */
  readonly newPeerId: () => string;
  readonly coordinatorPeerId: string;
  /**
   * Milliseconds for the signaling server's answer, and for the link to open after the coordinator's answer. The
   * coordinator's answer may take twice as long. ICE itself gives up after 15 s, the default.
   */
  readonly timeLimitMs?: number;
  /** Called when the coordinator has answered: from then on it is the path that is looked for. */
  readonly onAnswered?: () => void;
}

const defaultTimeLimitMs = 15_000;

/** All other errors are of the signaling server, or on the way to it. */
const failures: Readonly<Partial<Record<`${PeerErrorType}`, DialFailure>>> = {
  "browser-incompatible": "unsupported",
  "peer-unavailable": "nobody-there",
  webrtc: "no-path",
};

const failed = (failure: DialFailure, seen: Seen): DialOutcome => ({ type: "failed", failure, seen });

/**
 * Leaves the signaling server when the browser has found all its addresses. An open link needs the server no more, and a
 * whole class behind one address shares the server's limit of sockets.
 */
function leaveSignaling(peer: RawPeer, underlying: RTCPeerConnection): void {
  const leaveIfComplete = (): void => {
    if (underlying.iceGatheringState === "complete") peer.disconnect();
  };
  underlying.addEventListener("icegatheringstatechange", leaveIfComplete);
  leaveIfComplete();
}

/** Makes a `Dial` over PeerJS. A failed try leaves nothing open. */
export function createPeerDial(options: PeerDialOptions): Dial {
  return (signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(failed("no-path", { key: "called-off" }));
      const { timeLimitMs = defaultTimeLimitMs } = options;
      const peer = new RawPeer({ ...options, peerId: options.newPeerId() });
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isSettled = false;

      const settle = (outcome: DialOutcome): void => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        signal.removeEventListener("abort", callOff);
        // `destroy` also closes the connection, which carries the link after a success.
        if (outcome.type === "failed") peer.destroy();
        resolve(outcome);
      };
      const callOff = (): void => {
        settle(failed("no-path", { key: "called-off" }));
      };
      const restartTimer = (ms: number, failure: DialFailure, what: "server" | "coordinator" | "link"): void => {
        if (isSettled) return;
        clearTimeout(timer);
        timer = setTimeout(() => settle(failed(failure, { key: "late", what, limitMs: ms })), ms);
      };
      restartTimer(timeLimitMs, "signaling-away", "server");
      signal.addEventListener("abort", callOff);

      // Said by a coordinator without WebRTC. PeerJS tells nothing of it where the connection has not opened.
      peer.socket.on("message", (message: unknown) => {
        if (Object(message).type === "LEAVE") settle(failed("no-path", { key: "link-not-accepted" }));
      });
      peer.on("error", (error) => {
        settle(failed(failures[error.type] ?? "signaling-away", peerFailureSeen(error)));
      });
      peer.on("disconnected", () => {
        settle(failed("signaling-away", { key: "server-closed-connection" }));
      });
      peer.on("connection", (stranger) => {
        stranger.close();
      });
      peer.on("call", (call) => {
        call.close();
      });
      peer.on("open", () => {
        const connection = peer.dialPeer(options.coordinatorPeerId);
        if (connection === undefined) {
          settle(failed("signaling-away", { key: "server-closed-connection" }));
          return;
        }
        const offered = connection.peerConnection;
        const control = addControlChannel(offered);
        offered.addEventListener("signalingstatechange", () => {
          if (offered.signalingState !== "stable") return;
          restartTimer(timeLimitMs, "no-path", "link");
          options.onAnswered?.();
        });
        restartTimer(2 * timeLimitMs, "no-answer", "coordinator");
        connection.on("error", (error) => {
          settle(failed("no-path", peerFailureSeen(error)));
        });
        connection.on("close", () => {
          settle(failed("no-path", { key: "link-not-accepted" }));
        });
        connection.once("open", () => {
          const underlying = connection.peerConnection;
          void openPeerLink(connection, control).then((link) => {
            if (link === null) return settle(failed("no-path", { key: "link-closed-as-it-opened" }));
            settle({ type: "opened", link });
            return leaveSignaling(peer, underlying);
          });
        });
      });
    });
}
