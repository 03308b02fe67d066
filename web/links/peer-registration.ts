import type { PeerErrorType } from "peerjs";
import { isOffer, isRelayWish } from "./caller.ts";
import { peerFailureSeen } from "./peer-failure.ts";
import { RawPeer } from "./raw-peer.ts";
import type { Register, RegistrationEvents } from "./registration.ts";

/** What an error of a peer means for its registration; `ignored` ones concern one connection only. */
const errorMeanings: Readonly<Record<`${PeerErrorType}`, "away" | "never" | "ignored">> = {
  network: "away",
  "server-error": "away",
  "socket-error": "away",
  "socket-closed": "away",
  disconnected: "away",
  // Another page of the room has registered since.
  "unavailable-id": "away",
  "browser-incompatible": "never",
  "invalid-id": "never",
  "invalid-key": "never",
  "ssl-unavailable": "never",
  "peer-unavailable": "ignored",
  webrtc: "ignored",
};

/** Keeps offers from PeerJS, which answers at once. PeerJS keeps candidates of an offer until it gets the offer. */
function holdOffers({ socket }: RawPeer, events: RegistrationEvents): void {
  const listeners = socket.listeners("message");
  socket.removeAllListeners("message");
  socket.on("message", (message: unknown) => {
    const passOn = (): void => {
      for (const listener of listeners) listener(message);
    };
    if (isOffer(message)) events.onOffer(passOn, message);
    else if (isRelayWish(message)) events.onRelayWish(message);
    else passOn();
  });
}

/** Registers by PeerJS, for links by WebRTC and relayed ones. */
export const registerPeer: Register = (registrant, events) => {
  const peer = new RawPeer(registrant);
  holdOffers(peer, events);
  peer.on("open", () => events.onOpen());
  peer.on("connection", (connection) => events.onConnection(connection));
  peer.on("call", (call) => {
    call.close();
  });
  peer.on("disconnected", () => events.onLost({ key: "server-closed-connection" }));
  peer.on("error", (error) => {
    const meaning = errorMeanings[error.type];
    if (meaning === "ignored") return;
    if (meaning === "never") events.onFailed(peerFailureSeen(error));
    else events.onLost(peerFailureSeen(error));
  });
  return peer;
};
