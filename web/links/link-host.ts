import type { Seen } from "../core/seen.ts";
import type { DataConnection } from "peerjs";
import { backOffMs } from "../core/back-off.ts";
import type { HostEvent, LinkFigures, LinkHost } from "./link.ts";
import { answerLimitMs, OfferLine } from "./offer-line.ts";
import { addControlChannel, openPeerLink } from "./peer-link.ts";
import { callerOf, originIn, requestedSerialization, type Caller } from "./caller.ts";
import type { Register, Registration } from "./registration.ts";
import type { OpenSocket } from "./relay/relay-socket.ts";
import type { SignalingAddress } from "./signaling-address.ts";
import { Strangers } from "./strangers.ts";

/**
 * Connections that have not passed the handshake; further offers wait in line. More at a time would make each of them slower.
 * It also bounds the share of Chrome's 500 connections that volunteers without the key can use up.
 */
const maxStrangers = 16;

/**
 * Milliseconds that a connection may take to open and to pass the handshake while others wait. In a local network it takes a
 * fraction of a second; a slower one is tried again by its volunteer.
 */
const strangerGraceMs = 3_000;

/** Milliseconds until a connection must have opened. ICE gives up after 15 s. */
const openTimeLimitMs = 15_000;

/** Milliseconds until the server must have answered. A PeerServer that still holds the old entry may never answer. */
const registerTimeLimitMs = 8_000;

/** Milliseconds after which a registration counts as lasting. Two pages that fight for one id have shorter ones. */
const lastingMs = 10_000;

/** Waits between two registrations: a server that restarts is found again soon, one that stays away is not flooded. */
const registerAgain = { firstMs: 400, longestMs: 15_000 };

export interface LinkHostOptions {
  /** The coordinator's. */
  readonly peerId: string;
  /** Gives the peer id back to a page that registers again. */
  readonly token: string;
  readonly signaling: SignalingAddress;
  /** Opens the WebSocket of a relayed link. */
  readonly openSocket: OpenSocket;
  /** From 0 up to 1. Spreads the registrations of many rooms after the server was away. */
  readonly random: () => number;
}

class RegisteredHost implements LinkHost {
  readonly #options: LinkHostOptions;
  readonly #registerPeer: Register;
  readonly #strangers = new Strangers(maxStrangers, strangerGraceMs);
  /** Ids of the peers that have a connection, pending or open. Each may have one. */
  readonly #callers = new Set<string>();
  readonly #line = new OfferLine(
    answerLimitMs,
    () => this.#hasPlace(),
    (origin) => this.#strangers.countOf(origin),
  );
  /** Rings when a stranger has had its time, while others wait. */
  #placeTimer: ReturnType<typeof setTimeout> | undefined;
  #listener: ((event: HostEvent) => void) | null = null;
  #kept: HostEvent[] = [];
  #registration: Registration | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Number of the next registration in a row that did not last, from 1. */
  #attempt = 1;
  #registeredAt: number | null = null;
  /** True if `unreachable` was emitted and `reachable` was not since. */
  #saidUnreachable = false;
  #isOver = false;

  constructor(options: LinkHostOptions, register: Register) {
    this.#options = options;
    this.#registerPeer = register;
    this.#register();
  }

  listen(listener: (event: HostEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#kept.splice(0)) listener(event);
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#placeTimer);
    this.#strangers.closeUnopened();
    const registration = this.#registration;
    // Cleared first, since its own event of the disconnection would be taken for a loss.
    this.#registration = null;
    registration?.disconnect();
  }

  #emitEvent(event: HostEvent): void {
    if (this.#listener === null) this.#kept.push(event);
    else this.#listener(event);
  }

  /**
   * Registers anew each time: PeerJS's own `reconnect` waits for ever if the server still holds the old entry. The old
   * peer is disconnected and not destroyed, which would close its links.
   */
  #register(): void {
    const { peerId, token, signaling } = this.#options;
    const whileCurrent =
      <Told extends unknown[]>(act: (...told: Told) => void): ((...told: Told) => void) =>
      (...told) => {
        if (registration === this.#registration) act(...told);
      };
    const registration: Registration = this.#registerPeer(
      { peerId, token, signaling },
      {
        onOpen: whileCurrent(() => this.#onRegistered()),
        onOffer: (accept, offer) => this.#lineUp(accept, callerOf(offer)),
        onRelayWish: (wish) => {
          const caller = callerOf(wish);
          this.#lineUp(() => void this.#acceptRelay(caller), caller);
        },
        onConnection: (connection) => this.#onConnection(connection),
        onLost: whileCurrent((reason) => this.#onRegistrationLost(reason)),
        onFailed: whileCurrent((reason) => this.#failForGood(reason)),
      },
    );
    this.#registration = registration;
    this.#timer = setTimeout(() => this.#onRegistrationLost({ key: "server-silent" }), registerTimeLimitMs);
  }

  #onRegistered(): void {
    clearTimeout(this.#timer);
    this.#registeredAt = performance.now();
    this.#saidUnreachable = false;
    this.#emitEvent({ type: "reachable" });
  }

  #lineUp(accept: () => void, caller: Caller): void {
    this.#line.addOffer(accept, caller, performance.now());
    this.#watchPlaces();
  }

  #failForGood(reason: Seen): void {
    this.close();
    this.#emitEvent({ type: "failed", reason });
  }

  #onRegistrationLost(reason: Seen): void {
    const registration = this.#registration;
    this.#registration = null;
    this.#line.dropOffers();
    registration?.disconnect();
    const lasted = this.#registeredAt === null ? 0 : performance.now() - this.#registeredAt;
    this.#registeredAt = null;
    this.#attempt = lasted >= lastingMs ? 1 : this.#attempt + 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#register(), backOffMs(this.#attempt, this.#options.random(), registerAgain));
    if (this.#saidUnreachable) return;
    this.#saidUnreachable = true;
    this.#emitEvent({ type: "unreachable", reason });
  }

  #hasPlace(): boolean {
    if (this.#isOver) return false;
    return !this.#strangers.areFull || this.#strangers.makePlace(performance.now());
  }

  /** Accepts the next offer once a stranger has had its time. */
  #watchPlaces(): void {
    clearTimeout(this.#placeTimer);
    const ms = this.#strangers.placeIn(performance.now());
    if (this.#isOver || this.#line.length === 0 || ms === null) return;
    this.#placeTimer = setTimeout(() => {
      this.#line.acceptOffers(performance.now());
      this.#watchPlaces();
    }, ms + 1);
  }

  /** Call when a connection has passed the handshake or is gone: the next offer is accepted. */
  #forgetStranger(connection: object): void {
    if (!this.#strangers.forgetStranger(connection)) return;
    this.#line.acceptOffers(performance.now());
    this.#watchPlaces();
  }

  #onConnection(connection: DataConnection): void {
    const caller = connection.peer;
    const isWelcome =
      !this.#isOver &&
      requestedSerialization(connection) === "raw" &&
      !this.#strangers.areFull &&
      !this.#callers.has(caller);
    if (!isWelcome) {
      connection.on("error", () => {});
      connection.close();
      return;
    }
    const origin = originIn(connection.metadata);
    this.#callers.add(caller);
    const control = addControlChannel(connection.peerConnection);
    const forget = (): void => {
      clearTimeout(timer);
      this.#callers.delete(caller);
      this.#forgetStranger(connection);
    };
    const giveUp = (): void => {
      forget();
      connection.close();
    };
    this.#strangers.addStranger(connection, origin, performance.now(), giveUp, () => connection.open);
    const timer = setTimeout(giveUp, openTimeLimitMs);
    connection.on("error", giveUp);
    connection.on("close", forget);
    // Chromium sometimes fires `open` twice on this side, and two links over one channel would both answer messages.
    connection.once("open", () => {
      connection.off("error", giveUp);
      const { peerConnection } = connection;
      // Loaded when somebody looks: no link needs it.
      const measure = async (): Promise<LinkFigures | null> => {
        const { measureConnection } = await import("./measure-connection.ts");
        return measureConnection(peerConnection);
      };
      void openPeerLink(connection, control, { origin, measure }).then((link) => {
        clearTimeout(timer);
        if (link === null || this.#isOver) return giveUp();
        link.whenAdmitted(() => this.#forgetStranger(connection));
        return this.#emitEvent({ type: "link-opened", link });
      });
    });
  }

  /** Its code is loaded only now: most rooms have no link of the kind. */
  async #acceptRelay(caller: Caller): Promise<void> {
    if (this.#isOver || this.#strangers.areFull || this.#callers.has(caller.id)) return;
    const stranger = {};
    let isGivenUp = false;
    let accepted: ReturnType<typeof import("./relay/accept-relay.ts").acceptRelay> | null = null;
    const forget = (): void => {
      clearTimeout(timer);
      this.#callers.delete(caller.id);
      this.#forgetStranger(stranger);
    };
    const giveUp = (): void => {
      isGivenUp = true;
      forget();
      accepted?.giveUp();
    };
    const timer = setTimeout(giveUp, openTimeLimitMs);
    let hasOpened = false;
    this.#callers.add(caller.id);
    this.#strangers.addStranger(stranger, caller.origin, performance.now(), giveUp, () => hasOpened);
    try {
      const { acceptRelay } = await import("./relay/accept-relay.ts");
      if (isGivenUp) return;
      const { peerId, token, signaling: relay, openSocket } = this.#options;
      accepted = acceptRelay({
        relay,
        openSocket,
        peerId,
        token,
        caller,
        onAdmitted: () => this.#forgetStranger(stranger),
        onReleased: forget,
      });
      const link = await accepted.link;
      clearTimeout(timer);
      if (link === null || isGivenUp || this.#isOver) return giveUp();
      hasOpened = true;
      this.#emitEvent({ type: "link-opened", link });
    } catch {
      // The code cannot be loaded: the volunteer is told that nobody answers, and tries again.
      giveUp();
    }
  }
}

/**
 * Makes a host that registers at the signaling server and accepts links of volunteers until it is closed. Open links go on
 * while the server is away, and after `close`; relayed ones need it.
 */
export function createLinkHost(options: LinkHostOptions, register: Register): LinkHost {
  return new RegisteredHost(options, register);
}
