import type { DataConnection } from "peerjs";
import type { Seen } from "../core/seen.ts";
import type { SignalingAddress } from "./signaling-address.ts";

/** Who registers at the signaling server. */
interface Registrant {
  readonly peerId: string;
  readonly token: string;
  readonly signaling: SignalingAddress;
}

/** What comes of it. */
export interface RegistrationEvents {
  /** Registered: offers may come. */
  onOpen(): void;
  /** The offer of a link by WebRTC. `accept` makes a connection for it, now or later. */
  onOffer(accept: () => void, offer: unknown): void;
  /** A volunteer waits at the server's relay. */
  onRelayWish(wish: unknown): void;
  onConnection(connection: DataConnection): void;
  /** It is over, and may be tried again. */
  onLost(reason: Seen): void;
  /** It can never succeed. */
  onFailed(reason: Seen): void;
}

export interface Registration {
  /** Leaves the server. Connections go on. */
  disconnect(): void;
}

/** Registers, once. Calls no event before it returns. */
export type Register = (registrant: Registrant, events: RegistrationEvents) => Registration;
