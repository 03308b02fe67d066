import { keyBytes } from "../../core/handshake/key-agreement.ts";
import type { Seen } from "../../core/seen.ts";
import type { Dial, DialFailure, DialOutcome } from "../link.ts";
import { randomBytes } from "../random.ts";
import { serverWordsSeen } from "../server-words.ts";
import { openRelayLink } from "./open-relay-link.ts";
import { relaySocketAddress, type OpenSocket, type RelayAddress } from "./relay-socket.ts";

export interface RelayDialOptions {
  readonly relay: RelayAddress;
  readonly openSocket: OpenSocket;
  /** Makes a new id for each try: the server may still hold the last one's. */
  readonly newPeerId: () => string;
  /** Milliseconds until the coordinator must have taken the link. It may wait in line with many others. */
  readonly timeLimitMs: number;
}

const failed = (failure: DialFailure, seen: Seen): DialOutcome => ({ type: "failed", failure, seen });

function closedOutcome(reason: string): DialOutcome {
  if (reason === "") return failed("signaling-away", { key: "server-connection-lost" });
  if (reason.startsWith("nobody-there:")) return failed("nobody-there", { key: "room-without-coordinator" });
  return failed("no-path", serverWordsSeen(reason));
}

/** Makes a `Dial` through the server. A failed try leaves nothing open. */
export function createRelayDial({ relay, openSocket, newPeerId, timeLimitMs }: RelayDialOptions): Dial {
  return async (signal) => {
    if (signal.aborted) return failed("no-path", { key: "called-off" });
    const socket = openSocket(relaySocketAddress(relay, { id: newPeerId() }));
    let whyGivenUp: DialOutcome | null = null;
    const giveUp = (outcome: DialOutcome): void => {
      whyGivenUp ??= outcome;
      socket.close();
    };
    const callOff = (): void => giveUp(failed("no-path", { key: "called-off" }));
    signal.addEventListener("abort", callOff);
    const timer = setTimeout(
      () => giveUp(failed("no-answer", { key: "late", what: "coordinator", limitMs: timeLimitMs })),
      timeLimitMs,
    );
    const opening = await openRelayLink(socket, { role: "volunteer", privateKey: randomBytes(keyBytes) });
    clearTimeout(timer);
    signal.removeEventListener("abort", callOff);
    switch (opening.type) {
      case "opened":
        if (whyGivenUp === null) return opening;
        opening.link.close({ key: "called-off" });
        return whyGivenUp;
      case "closed":
        return whyGivenUp ?? closedOutcome(opening.reason);
      case "malformed":
        return failed("no-path", { key: "thrown", message: "the relay began with something else than a key" });
    }
  };
}
