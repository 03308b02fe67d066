import type { DataConnection, PeerErrorType } from "peerjs";
import { backOffMs } from "../core/back-off.ts";
import type { HostEvent, LinkHost } from "./link.ts";
import { OfferLine } from "./offer-line.ts";
import { answerLimitMs } from "./peer-dial.ts";
import { addControlChannel, takeOver } from "./peer-link.ts";
import { RawPeer, requestedSerialization } from "./raw-peer.ts";
import type { RawPeerOptions } from "./raw-peer.ts";

/**
 * Links that have not passed the handshake yet; further offers wait in line. More at a time would only make each of them
 * slower, and a stranger cannot have more than so many of Chrome's 500 connections.
 */
const maxStrangers = 16;

/** A link that has not opened after this will not: ICE gives up after 15 s. */
const openTimeLimitMs = 15_000;

/** The server answers at once, or it is away; a PeerServer that still holds the old entry may never answer. */
const registerTimeLimitMs = 8_000;

/** A registration that lasted this long was a real one; shorter ones come from two pages that fight for one id. */
const lastingMs = 10_000;

/** Waits between two registrations: a server that restarts is found again soon, one that stays away is not flooded. */
const registerAgain = { firstMs: 400, longestMs: 15_000 };

export interface PeerHostOptions extends RawPeerOptions {
  /** From 0 up to 1: spreads the returns of many rooms after the server was away. */
  readonly random: () => number;
}

/** Which errors of a peer say that it is registered no more. The others concern one connection. */
const fatal: Readonly<Record<`${PeerErrorType}`, "away" | "taken" | "never" | "ignored">> = {
  network: "away",
  "server-error": "away",
  "socket-error": "away",
  "socket-closed": "away",
  disconnected: "away",
  "unavailable-id": "taken",
  "browser-incompatible": "never",
  "invalid-id": "never",
  "invalid-key": "never",
  "ssl-unavailable": "never",
  "peer-unavailable": "ignored",
  webrtc: "ignored",
};

class PeerHost implements LinkHost {
  readonly #options: PeerHostOptions;
  readonly #strangers = new Set<DataConnection>();
  /** The peers with a connection, pending or open: one each. */
  readonly #callers = new Set<string>();
  readonly #line = new OfferLine(answerLimitMs, () => !this.#isOver && this.#strangers.size < maxStrangers);
  #listener: ((event: HostEvent) => void) | null = null;
  #early: HostEvent[] = [];
  #peer: RawPeer | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the next registration in a row that did not last, from 1. */
  #attempt = 1;
  #registeredAt: number | null = null;
  #wasEverRegistered = false;
  #isTold = false;
  #isOver = false;

  constructor(options: PeerHostOptions) {
    this.#options = options;
    this.#register();
  }

  listen(listener: (event: HostEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#early.splice(0)) listener(event);
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const stranger of this.#strangers) if (!stranger.open) stranger.close();
    const peer = this.#peer;
    // Before it tells of its own disconnection, which would be taken for a loss.
    this.#peer = null;
    peer?.disconnect();
  }

  #tell(event: HostEvent): void {
    if (this.#listener === null) this.#early.push(event);
    else this.#listener(event);
  }

  /**
   * A new peer each time: PeerJS's own `reconnect` waits for ever where the server still holds the old entry. The old
   * peer is only disconnected, never destroyed, since that would close the links that came by it.
   */
  #register(): void {
    const peer = new RawPeer({
      ...this.#options,
      offered: (take) => this.#line.enter(take, performance.now()),
    });
    this.#peer = peer;
    this.#timer = setTimeout(() => {
      this.#lost(peer, "the signaling server does not answer");
    }, registerTimeLimitMs);
    peer.on("open", () => {
      if (peer !== this.#peer) return;
      clearTimeout(this.#timer);
      this.#registeredAt = performance.now();
      this.#wasEverRegistered = true;
      this.#isTold = false;
      this.#tell({ type: "reachable" });
    });
    peer.on("connection", (connection) => {
      this.#offered(connection);
    });
    peer.on("call", (call) => {
      call.close();
    });
    peer.on("disconnected", () => {
      this.#lost(peer, "the signaling server has closed the connection");
    });
    peer.on("error", (error) => {
      const meaning = fatal[error.type];
      if (meaning === "ignored" || peer !== this.#peer) return;
      const isFinal = meaning === "never" || (meaning === "taken" && !this.#wasEverRegistered);
      if (isFinal) this.#fail(meaning === "taken" ? "the room's id is held by somebody else" : error.message);
      else this.#lost(peer, error.message);
    });
  }

  #fail(reason: string): void {
    this.close();
    this.#tell({ type: "failed", reason });
  }

  #lost(peer: RawPeer, reason: string): void {
    if (peer !== this.#peer) return;
    this.#peer = null;
    this.#line.clear();
    peer.disconnect();
    const lasted = this.#registeredAt === null ? 0 : performance.now() - this.#registeredAt;
    this.#registeredAt = null;
    this.#attempt = lasted >= lastingMs ? 1 : this.#attempt + 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#register(), backOffMs(this.#attempt, this.#options.random(), registerAgain));
    if (this.#isTold) return;
    this.#isTold = true;
    this.#tell({ type: "unreachable", reason });
  }

  /** It has proved itself, or it is gone: there is room for who is next in line. */
  #noStranger(connection: DataConnection): void {
    if (this.#strangers.delete(connection)) this.#line.advance(performance.now());
  }

  #offered(connection: DataConnection): void {
    const caller = connection.peer;
    const isWelcome =
      !this.#isOver &&
      requestedSerialization(connection) === "raw" &&
      this.#strangers.size < maxStrangers &&
      !this.#callers.has(caller);
    if (!isWelcome) {
      connection.on("error", () => {});
      connection.close();
      return;
    }
    this.#strangers.add(connection);
    this.#callers.add(caller);
    const control = addControlChannel(connection.peerConnection);
    const forget = (): void => {
      clearTimeout(timer);
      this.#callers.delete(caller);
      this.#noStranger(connection);
    };
    const giveUp = (): void => {
      forget();
      connection.close();
    };
    const timer = setTimeout(giveUp, openTimeLimitMs);
    connection.on("error", giveUp);
    connection.on("close", forget);
    // Chromium at times fires `open` twice on this side; two links over one channel would both answer what comes.
    connection.once("open", () => {
      connection.off("error", giveUp);
      void takeOver(connection, control).then((link) => {
        clearTimeout(timer);
        if (link === null || this.#isOver) return giveUp();
        link.whenAdmitted(() => this.#noStranger(connection));
        return this.#tell({ type: "link-opened", link });
      });
    });
  }
}

/**
 * Registers at the signaling server and takes links from whoever finds it there, for as long as it is not closed.
 * Links that are open live on without the server, and after `close`.
 */
export function createPeerHost(options: PeerHostOptions): LinkHost {
  return new PeerHost(options);
}
