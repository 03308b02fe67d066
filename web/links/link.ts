import type { Seen } from "../core/seen.ts";
import type { Lane } from "../core/wire/messages.ts";

/** Why a link has ended: `closed` by this side, `remote` by the other side, `lost` by neither. */
export type LinkEnd =
  | { readonly type: "closed"; readonly reason: Seen }
  | { readonly type: "remote"; readonly reason: Seen }
  | { readonly type: "lost"; readonly reason: Seen };

export type LinkEvent =
  | { readonly type: "message"; readonly lane: Lane; readonly bytes: Uint8Array }
  /** The path wavers (ICE `disconnected`) or is steady again. The link goes on. */
  | { readonly type: "path-changed"; readonly path: "steady" | "wavering" }
  /** The other side broke the rules of framing, or sent what is too long. Only the end follows: the listener closes the link, and can say why before. */
  | { readonly type: "malformed"; readonly problem: string }
  /** Last event of a link. */
  | { readonly type: "ended"; readonly end: LinkEnd };

/** What the platform tells of a connection, for people to look at. */
export interface LinkFigures {
  /** Bytes since it opened, those of its encryption and its checks included. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Milliseconds from one end to the other and back, as of the last check of the path; null before the first. */
  readonly roundTripMs: number | null;
}

/** One open connection between the coordinator and a volunteer. */
export interface Link {
  /** `peer`: directly, by WebRTC. `relay`: through the server, which cannot read it. */
  readonly kind: "peer" | "relay" | "memory";
  /** Stands for the network that the other side dialled from, as the signaling server tells it of one room; null where nobody tells. */
  readonly origin: string | null;
  /** Fingerprints of both certificates as this side sees them, `sha-256 AB:CD:…`; of a relayed link the keys of its two ends. The memory link has constants. */
  readonly fingerprints: { readonly local: string; readonly remote: string };
  /** Bytes given to `send` that the platform has not accepted yet. */
  readonly backlogBytes: number;
  /** Resolves to what the platform tells of the connection; null where that is nothing. Absent where nobody wants to know, or none is there. */
  readonly measure?: (() => Promise<LinkFigures | null>) | undefined;
  /**
   * Sends one message. Messages of a lane arrive in order. Gives the bytes away: they may be sent later, a memory
   * link hands them over uncopied, and others may empty them once they are sent. Never calls the listener before it returns. Does nothing after the end.
   */
  send(lane: Lane, message: Uint8Array): void;
  /** Sets the longest message that this side accepts from now on, in bytes. Before the first call it is `maxHandshakeBytes`. */
  limitMessages(bytes: number): void;
  /** Sets the listener; a later call replaces it. Events without a listener are kept, and delivered to the next one in order. */
  listen(listener: (event: LinkEvent) => void): void;
  /** Ends the link with type `closed`. Control messages that were sent before still leave. */
  close(reason: Seen): void;
}

/** The coordinator's source of links: waits for volunteers that dial. */
export interface LinkHost {
  /** Sets the listener; a later call replaces it. Events without a listener are kept for the first one. */
  listen(listener: (event: HostEvent) => void): void;
  /** Accepts no more links and leaves the signaling server. Open links go on. */
  close(): void;
}

export type HostEvent =
  | { readonly type: "link-opened"; readonly link: Link }
  /** Registered at the signaling server: volunteers can dial. */
  | { readonly type: "reachable" }
  /** The signaling server is away. Open links go on, and the host tries to register again. */
  | { readonly type: "unreachable"; readonly reason: Seen }
  /** Last event: the host can never register, for example since this browser has no WebRTC. */
  | { readonly type: "failed"; readonly reason: Seen };

export type DialFailure =
  /** No coordinator is registered under the id that the room's secret gives. */
  | "nobody-there"
  /** The signaling server does not answer. */
  | "signaling-away"
  /** The offer went out, and the coordinator did not answer it within the time limit. */
  | "no-answer"
  /** The coordinator answered, and no link opened within the time limit. */
  | "no-path"
  /** This browser cannot open such a link. */
  | "unsupported";

export type DialOutcome =
  | { readonly type: "opened"; readonly link: Link }
  | { readonly type: "failed"; readonly failure: DialFailure; readonly seen: Seen };

/** One try of a volunteer to open a link. */
export type Dial = (signal: AbortSignal) => Promise<DialOutcome>;
