import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { peerIdOfToken } from "../../web/core/handshake/coordinator-token.ts";
import { AddressCounts } from "../address-counts.ts";
import type { AddressTags } from "../address-tags.ts";
import type { Caller } from "../callers.ts";
import type { SignalingLimits } from "../limits.ts";
import { mayConnect } from "../origins.ts";
import { parsePeerId, type PeerName } from "../peer-ids.ts";
import type { PresentPeers } from "../present-peers.ts";
import { maxFragments } from "../peer-server.ts";
import { refuseUpgrade } from "../refuse-upgrade.ts";
import type { RefusalCounts, RefusalReason } from "../refusals.ts";
import type { Clock } from "../token-bucket.ts";
import { Budgets } from "./budget.ts";
import { closeSocket, RelayedLink } from "./relayed-link.ts";

/** Where volunteers and coordinators meet whose network has no path between them. */
export const relaySocketPath = "/peer/relay";

/** Bytes of the longest message: no less than a record has (`web/links/relay/records.ts`), of a frame of 64 KiB. */
const maxMessageBytes = 64 * 1024 + 64;

/** Most that wait or are carried, for each that may be carried. */
const waitingPerLink = 5;

export interface RelayGateOptions {
  readonly limits: SignalingLimits;
  readonly now: Clock;
  readonly refusals: RefusalCounts;
  readonly callerOf: (request: IncomingMessage) => Caller;
  readonly allowedOrigins: ReadonlySet<string>;
  /** Those that are registered: a coordinator must be, and hears there of volunteers that wait. */
  readonly present: PresentPeers;
  readonly tags: AddressTags;
}

export interface RelayHealth {
  /** Links that are carried now. */
  readonly links: number;
  /** How often a room or an address had used up its bytes, and waited. */
  readonly slowed: number;
  /** Bytes that were passed on since the start. */
  readonly bytes: number;
  readonly limits: Readonly<Record<string, number>>;
}

/** A link, from the volunteer's asking to its end. */
interface Entry {
  readonly link: RelayedLink;
  readonly star: string;
  readonly address: string;
}

/** Joins a volunteer's websocket with one of its coordinator. Links are within a room's star; the coordinator says who has proved itself. */
export class RelayGate {
  readonly #options: RelayGateOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    maxFragments,
    // A page sends none, and answers to one that reads nothing would pile up.
    autoPong: false,
  });
  readonly #addresses = new AddressCounts();
  readonly #open = new Set<WebSocket>();
  /** By the volunteer's id. */
  readonly #entries = new Map<string, Entry>();
  readonly #roomBudgets: Budgets;
  readonly #addressBudgets: Budgets;
  #slowed = 0;
  #bytes = 0;
  #isClosed = false;

  constructor(options: RelayGateOptions) {
    const { limits, refusals } = options;
    this.#options = options;
    this.#roomBudgets = new Budgets({
      bytesPerSecond: limits.relayRoomBytesPerSecond,
      bytesWaiting: limits.relayRoomBytesWaiting,
    });
    this.#addressBudgets = new Budgets({
      bytesPerSecond: limits.relayAddressBytesPerSecond,
      bytesWaiting: limits.relayAddressBytesWaiting,
    });
    this.#sockets.on("wsClientError", (error, socket) => {
      refusals.countRefusal("broken-websocket");
      refuseUpgrade(socket, "400 Bad Request", `${error.message}.`);
    });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { callerOf, limits, refusals } = this.#options;
    const caller = callerOf(request);
    const most = limits.relaySocketsPerAddress;
    if (this.#isClosed || this.#addresses.openOf(caller.address) >= most) {
      refusals.countRefusal("too-many-sockets");
      refuseUpgrade(socket, "429 Too Many Requests", `This address has ${most} relayed links, which is the most.`);
      return;
    }
    this.#addresses.addOpen(caller.address);
    // Two ends that vanish at once would leave a link for ever: nothing is sent over it.
    if (socket instanceof Socket) socket.setKeepAlive(true, 60_000);
    socket.once("close", () => this.#addresses.removeOpen(caller.address));
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#onSocket(webSocket, request, caller));
  }

  get #links(): number {
    return [...this.#entries.values()].filter(({ link }) => link.isTaken).length;
  }

  health(): RelayHealth {
    const { limits } = this.#options;
    const stated = Object.entries(limits).filter(([name]) => name.startsWith("relay"));
    return { links: this.#links, slowed: this.#slowed, bytes: this.#bytes, limits: Object.fromEntries(stated) };
  }

  /** Ends all links at once. */
  close(): void {
    this.#isClosed = true;
    for (const { link } of this.#entries.values()) link.stop();
    for (const webSocket of this.#open) webSocket.terminate();
  }

  #onSocket(webSocket: WebSocket, request: IncomingMessage, { address, host }: Caller): void {
    const { allowedOrigins, refusals } = this.#options;
    this.#open.add(webSocket);
    webSocket.once("close", () => this.#open.delete(webSocket));
    webSocket.on("error", (error) => {
      const isTooLarge = "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
      refusals.countRefusal(isTooLarge ? "frame-too-large" : "broken-websocket");
      webSocket.terminate();
    });
    for (const event of ["ping", "pong"] as const) {
      webSocket.once(event, () => {
        // No page sends one, and no budget counts them.
        refusals.countRefusal("malformed-message");
        webSocket.terminate();
      });
    }
    if (!mayConnect(request.headers.origin, host, allowedOrigins)) {
      this.#refuse(webSocket, "foreign-origin", "Pages of this origin are not taken.");
      return;
    }
    const query = new URLSearchParams(request.url?.split("?")[1] ?? "");
    const name = parsePeerId(query.get("id"));
    if (name === null) this.#refuse(webSocket, "invalid-id", "The id must be that of a coordinator or a volunteer.");
    else if (name.role === "volunteer") this.#admitVolunteer(webSocket, name, address);
    else this.#admitCoordinator(webSocket, name, address, query);
  }

  #admitVolunteer(webSocket: WebSocket, { id, star }: PeerName, address: string): void {
    const { limits, now, present, refusals, tags } = this.#options;
    const coordinator = present.presenceOf(coordinatorOf(star));
    if (coordinator === undefined) {
      this.#refuse(webSocket, "nobody-there", "No coordinator is registered for this room.");
      return;
    }
    if (this.#entries.has(id)) {
      this.#refuse(webSocket, "id-taken", "There is a relayed link of this id.");
      return;
    }
    const ofRoom = [...this.#entries.values()].filter((entry) => entry.star === star);
    const waiting = ofRoom.filter(({ link }) => !link.isTaken);
    const most = limits.relayWaitingPerRoom;
    const isCrowded = waiting.length >= most || waiting.filter((entry) => entry.address === address).length >= most / 2;
    // Those that wait for their coordinators have places of their own: in rooms of strangers they may wait for nobody.
    const isFull = this.#links >= limits.relayed || this.#entries.size >= waitingPerLink * limits.relayed;
    if (isCrowded || isFull || ofRoom.length - waiting.length >= limits.relayedPerRoom) {
      this.#refuse(webSocket, "relay-full", "The relay has as many links as it takes.");
      return;
    }
    const link = new RelayedLink({
      limits,
      now,
      volunteer: webSocket,
      onSlowed: () => (this.#slowed += 1),
      onPassedOn: (bytes) => (this.#bytes += bytes),
      onEnd: (why) => {
        this.#entries.delete(id);
        if (why !== null) refusals.countRefusal(why);
      },
    });
    this.#entries.set(id, { link, star, address });
    coordinator.guard.sendMessage({
      type: "RELAY",
      src: id,
      payload: { metadata: { from: tags.tagOf(address, star) } },
    });
  }

  #admitCoordinator(webSocket: WebSocket, { id, star }: PeerName, address: string, query: URLSearchParams): void {
    const { limits, now, present } = this.#options;
    const token = query.get("token") ?? "";
    if (peerIdOfToken(token) !== id || !present.isPresent(id, token)) {
      this.#refuse(webSocket, "invalid-token", "The token is not that of the coordinator that is registered.");
      return;
    }
    const entry = this.#entries.get(query.get("for") ?? "");
    if (entry === undefined || entry.star !== star || entry.link.isTaken) {
      this.#refuse(webSocket, "nobody-there", "No volunteer of this id waits.");
      return;
    }
    const taken = [...this.#entries.values()].filter((other) => other.star === star && other.link.isTaken);
    if (taken.length >= limits.relayedPerRoom || this.#links >= limits.relayed) {
      this.#refuse(webSocket, "relay-full", "The relay has as many links as it takes, of this room or in all.");
      return;
    }
    const budgets = [
      this.#roomBudgets.budgetOf(star, now()),
      ...[...new Set([address, entry.address])].map((each) => this.#addressBudgets.budgetOf(each, now())),
    ];
    entry.link.take(webSocket, budgets);
  }

  #refuse(webSocket: WebSocket, reason: RefusalReason, sentence: string): void {
    this.#options.refusals.countRefusal(reason);
    closeSocket(webSocket, 1008, `${reason}: ${sentence}`);
  }
}

function coordinatorOf(star: string): string {
  return `tp-${star}`;
}
