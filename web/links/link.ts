import type { Lane } from "../core/wire/messages.ts";

/** Why a link is no more. `remote`: the other side closed it; `lost`: nobody did. */
export type LinkEnd =
  | { readonly type: "closed"; readonly reason: string }
  | { readonly type: "remote"; readonly reason: string }
  | { readonly type: "lost"; readonly reason: string }
  /** A frame or a message broke the rules of framing, or passed a limit. */
  | { readonly type: "malformed"; readonly reason: string };

export type LinkEvent =
  | { readonly type: "message"; readonly lane: Lane; readonly bytes: Uint8Array }
  /** The path wavers (ICE `disconnected`) or is itself again; not a death. */
  | { readonly type: "path-changed"; readonly path: "steady" | "wavering" }
  /** Last event of a link. */
  | { readonly type: "ended"; readonly end: LinkEnd };

/** One open connection between the coordinator and a volunteer, whatever carries it. */
export interface Link {
  readonly kind: "peer" | "memory";
  /** The certificates' fingerprints as this side sees them (`sha-256 AB:CD:…`); the memory link has constants. */
  readonly fingerprints: { readonly local: string; readonly remote: string };
  /** Bytes given to `send` that the platform has not taken yet. */
  readonly backlogBytes: number;
  /**
   * Whole messages, in order within a lane; never calls the listener back before it returns. Gives the bytes away:
   * they may be sent later, and over memory they are handed over as they are. After the end, a no-op.
   */
  send(lane: Lane, message: Uint8Array): void;
  /** The largest message this side accepts from now on, in bytes; `handshakeBytes` until the handshake is done. */
  limitMessages(bytes: number): void;
  /** One listener; what arrived before it is handed over in order. */
  listen(listener: (event: LinkEvent) => void): void;
  /** What was sent on the control lane before is still handed to the platform; then `ended` with type `closed`. */
  close(reason: string): void;
}

/** The coordinator's side: where links come from. */
export interface LinkHost {
  listen(listener: (event: HostEvent) => void): void;
  /** Takes no more links and leaves the signaling server; open links live on. */
  close(): void;
}

export type HostEvent =
  | { readonly type: "link-opened"; readonly link: Link }
  /** Registered at the signaling server, so that newcomers can find us. */
  | { readonly type: "reachable" }
  /** The signaling server is away; open links go on, and the host keeps trying. */
  | { readonly type: "unreachable"; readonly reason: string }
  /** The host cannot go on: the room's id is held by another page, say. */
  | { readonly type: "failed"; readonly reason: string };

export type DialFailure =
  /** Nobody is registered under the id that the room's secret gives. */
  | "nobody-there"
  /** The signaling server does not answer. */
  | "signaling-away"
  /** The offer went out and no link opened within the time limit. */
  | "no-path"
  /** This browser cannot open such a link. */
  | "unsupported";

export type DialOutcome =
  | { readonly type: "opened"; readonly link: Link }
  | { readonly type: "failed"; readonly failure: DialFailure; readonly detail: string };

/** The volunteer's side: one try. */
export type Dial = (signal: AbortSignal) => Promise<DialOutcome>;
