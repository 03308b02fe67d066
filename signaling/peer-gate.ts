import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { peerIdOfToken } from "../web/core/handshake/coordinator-token.ts";
import type { AddressTags } from "./address-tags.ts";
import { AddressCounts } from "./address-counts.ts";
import type { Caller } from "./callers.ts";
import { GuardedSocket } from "./guarded-socket.ts";
import type { SignalingLimits } from "./limits.ts";
import { lookAfter } from "./look-after.ts";
import { mayConnect } from "./origins.ts";
import { mayTalk, parsePeerId, type PeerName } from "./peer-ids.ts";
import { peerKey, startPeerServer, type PeerServer } from "./peer-server.ts";
import { PresentPeers, type Presence } from "./present-peers.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import type { RefusalCounts, RefusalReason } from "./refusals.ts";
import { decodeSignal, type SignalMessage } from "./signal-message.ts";
import { TokenBucket, type Clock } from "./token-bucket.ts";

export interface PeerGateOptions {
  readonly limits: SignalingLimits;
  readonly now: Clock;
  readonly refusals: RefusalCounts;
  readonly callerOf: (request: IncomingMessage) => Caller;
  /** Origins of pages that may connect, beside the server's own. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly tags: AddressTags;
  /** Called when a registered client came or went. Not called when a client only replaces its socket. */
  readonly onPresence: (peer: string, token: string, here: boolean) => void;
}

interface Application {
  readonly name: PeerName;
  readonly token: string;
}

/** Decides which clients may register at PeerServer, and which of their messages are passed on. */
export class PeerGate {
  readonly present = new PresentPeers();
  readonly #options: PeerGateOptions;
  readonly #peerServer: PeerServer;
  readonly #addresses = new AddressCounts();
  readonly #open = new Set<WebSocket>();
  #closed = false;

  constructor(options: PeerGateOptions) {
    this.#options = options;
    this.#peerServer = startPeerServer(options.limits, {
      error: () => options.refusals.countRefusal("internal"),
      brokenHandshake: () => options.refusals.countRefusal("broken-websocket"),
    });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const caller = this.#options.callerOf(request);
    const { address } = caller;
    const most = this.#options.limits.socketsPerAddress;
    // Up to twice the limit the websocket is opened first: a page can read a close reason, but no HTTP answer.
    if (this.#closed || this.#addresses.openOf(address) >= 2 * most) {
      this.#options.refusals.countRefusal("too-many-sockets");
      refuseUpgrade(socket, "429 Too Many Requests", tooManySockets(most));
      return;
    }
    this.#addresses.addOpen(address);
    socket.once("close", () => this.#addresses.removeOpen(address));
    this.#peerServer.sockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#onSocket(webSocket, request, caller),
    );
  }

  /** Ends all sockets at once. */
  closeSockets(): void {
    this.#closed = true;
    for (const webSocket of this.#open) {
      webSocket.close(1001, "The signaling server is stopping.");
      webSocket.terminate();
    }
  }

  #onSocket(webSocket: WebSocket, request: IncomingMessage, { address, host }: Caller): void {
    const { allowedOrigins, limits, refusals } = this.#options;
    const guard = new GuardedSocket(webSocket, limits.unreadBytes, () => refusals.countRefusal("slow-reader"));
    this.#open.add(webSocket);
    webSocket.on("close", () => {
      this.#open.delete(webSocket);
      guard.emit("close");
    });
    // Before this event, `ws` has sent a close frame with a code that names the fault.
    webSocket.on("error", (error) => {
      refusals.countRefusal(isTooLarge(error) ? "frame-too-large" : "broken-websocket");
      guard.cutSoon();
    });
    if (this.#addresses.openOf(address) > limits.socketsPerAddress) {
      this.#refuse(guard, "too-many-sockets", tooManySockets(limits.socketsPerAddress));
      return;
    }
    if (!mayConnect(request.headers.origin, host, allowedOrigins)) {
      this.#refuse(guard, "foreign-origin", foreignOrigin);
      return;
    }
    const application = this.#readApplication(guard, request);
    if (application !== null) this.#registerClient(webSocket, guard, application, address);
  }

  #readApplication(guard: GuardedSocket, request: IncomingMessage): Application | null {
    const parameters = new URLSearchParams(request.url?.split("?")[1] ?? "");
    const name = parsePeerId(parameters.get("id"));
    const token = parameters.get("token") ?? "";
    if (parameters.get("key") !== peerKey) {
      return this.#refuse(guard, "wrong-key", "The key must be that of this server.");
    }
    if (name === null) {
      return this.#refuse(guard, "invalid-id", "The id must be that of a coordinator or a volunteer of a room.");
    }
    if (!/^[A-Za-z0-9_-]{1,128}$/.test(token)) {
      return this.#refuse(guard, "invalid-token", "The token must be 1 to 128 letters, digits, - or _.");
    }
    if (name.role === "coordinator" && peerIdOfToken(token) !== name.id) {
      return this.#refuse(guard, "invalid-token", "The token is not that of the coordinator with this id.");
    }
    const held = this.present.presenceOf(name.id);
    if (held !== undefined && held.token !== token) {
      this.#options.refusals.countRefusal("id-taken");
      guard.sendMessage({ type: "ID-TAKEN", payload: { msg: "ID is taken" } });
      guard.close(1008, "Another client is registered with this id.");
      return null;
    }
    if (held === undefined && this.present.clients >= this.#options.limits.clients) {
      return this.#refuse(guard, "server-full", "The server has as many clients as it takes; try again later.");
    }
    return { name, token };
  }

  #registerClient(webSocket: WebSocket, guard: GuardedSocket, { name, token }: Application, address: string): void {
    const { now, onPresence, tags } = this.#options;
    const presence: Presence = {
      name,
      token,
      tag: tags.tagOf(address, name.star),
      guard,
      messages: new TokenBucket(now()),
      waiting: new TokenBucket(now()),
    };
    const older = this.present.addPresence(presence);
    guard.once("close", () => {
      if (this.present.removePresence(presence)) onPresence(name.id, token, false);
    });
    webSocket.on("message", (data, isBinary) =>
      this.#onMessage(presence, isBinary || !Buffer.isBuffer(data) ? null : data),
    );
    webSocket.on("ping", (data) => {
      if (this.#isWithinRate(presence)) webSocket.pong(data);
    });
    this.#expectWord(webSocket, guard);
    this.#peerServer.registerClient(guard, name.id, token);
    if (older === undefined) {
      onPresence(name.id, token, true);
      return;
    }
    // A tab that was reloaded or lost its network is back before its old socket is known to be dead. If the old socket is
    // alive, it belongs to another tab with the same room: ID-TAKEN keeps that tab from taking the id back in turn.
    older.guard.sendMessage({ type: "ID-TAKEN", payload: { msg: "ID is taken" } });
    older.guard.close(1008, "Another tab has registered with this id and token.");
    if (!guard.greeted) guard.sendMessage({ type: "OPEN" });
  }

  /** Browsers answer a ping by themselves, also for a page whose timers are held back. */
  #expectWord(webSocket: WebSocket, guard: GuardedSocket): void {
    const { firstWordMs } = this.#options.limits;
    const timer = lookAfter(firstWordMs, () => {
      if (!heard) this.#refuse(guard, "silent", `Nothing has come over this socket within ${firstWordMs} ms.`);
    });
    let heard = false;
    const noteWord = (): void => {
      heard = true;
      clearTimeout(timer);
    };
    for (const event of ["message", "ping", "pong", "close"]) webSocket.once(event, noteWord);
    webSocket.ping();
  }

  #onMessage(from: Presence, data: Buffer | null): void {
    if (from.guard.closing || !this.#isWithinRate(from)) return;
    const decoded = data === null ? null : decodeSignal(data.toString("utf8"), from.tag);
    if (decoded === null || !decoded.ok) {
      this.#refuse(from.guard, "malformed-message", decoded === null ? "A message must be text." : decoded.reason);
      return;
    }
    this.#passOn(from, decoded.message);
  }

  #passOn(from: Presence, message: SignalMessage): void {
    if (message.type === "HEARTBEAT") {
      from.guard.emit("message", JSON.stringify(message));
      return;
    }
    if (!mayTalk(from.name, message.to)) {
      this.#options.refusals.countRefusal("outside-the-star");
      from.guard.sendMessage(
        errorMessage("outside-the-star: Messages pass only between a coordinator and the volunteers of its room."),
      );
      return;
    }
    if (this.present.presenceOf(message.to.id) === undefined && !this.#mayWait(from, message.text)) {
      this.#options.refusals.countRefusal("too-many-waiting");
      from.guard.sendMessage({ type: "EXPIRE", src: message.to.id, dst: from.name.id });
      return;
    }
    from.guard.emit("message", message.text);
  }

  /** True if the message may wait for its peer. PeerServer keeps messages to absent peers for `waitMs`. */
  #mayWait(from: Presence, text: string): boolean {
    const { limits, now } = this.#options;
    return from.waiting.takeTokens(
      text.length,
      limits.waitingBytes,
      limits.waitingBytes / (limits.waitMs / 1000),
      now(),
    );
  }

  #isWithinRate(from: Presence): boolean {
    if (from.guard.closing) return false;
    const { limits, now } = this.#options;
    const volunteers = from.name.role === "coordinator" ? this.present.volunteersOf(from.name.star) : 0;
    const burst = limits.messageBurst + volunteers * limits.messageBurstPerVolunteer;
    const perSecond = limits.messagesPerSecond + volunteers * limits.messagesPerSecondPerVolunteer;
    if (from.messages.takeTokens(1, burst, perSecond, now())) return true;
    this.#refuse(from.guard, "too-many-messages", `More than ${perSecond} messages a second.`);
    return false;
  }

  #refuse(guard: GuardedSocket, reason: RefusalReason, sentence: string): null {
    this.#options.refusals.countRefusal(reason);
    guard.sendMessage(errorMessage(`${reason}: ${sentence}`));
    guard.close(1008, sentence.slice(0, 120));
    return null;
  }
}

/** PeerJS gives a page nothing but the text: its key goes first. */
function errorMessage(text: string): Readonly<Record<string, unknown>> {
  return { type: "ERROR", payload: { msg: text } };
}

const foreignOrigin = "Pages of this origin are not taken; whoever runs the server can allow it with --allow-origin.";

function tooManySockets(most: number): string {
  return `This address has ${most} sockets open already, which is the most; close some tabs.`;
}

function isTooLarge(error: Error): boolean {
  return "code" in error && error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
}
