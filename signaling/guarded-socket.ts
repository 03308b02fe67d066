import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";

/** Milliseconds that a refused client has to read the reason and close. After that its socket is cut. */
const closeTimeLimitMs = 1_000;

/**
 * Stands between PeerServer and a websocket. PeerServer gets only messages that the gate has checked, and cannot pile up bytes
 * for a client that does not read. Emits the events that PeerServer listens to: `message`, `close`, `error`.
 */
export class GuardedSocket extends EventEmitter {
  readonly #socket: WebSocket;
  readonly #unreadBytes: number;
  readonly #onSlow: () => void;
  #greeted = false;
  #closing = false;

  constructor(socket: WebSocket, unreadBytes: number, onSlow: () => void) {
    super();
    this.#socket = socket;
    this.#unreadBytes = unreadBytes;
    this.#onSlow = onSlow;
  }

  /** True once PeerServer has sent OPEN, which it does not for an id that it still knows. */
  get greeted(): boolean {
    return this.#greeted;
  }

  get closing(): boolean {
    return this.#closing;
  }

  /** Never throws: PeerServer would take an error for a dead peer, and have the other side close its open links. */
  send(text: string): void {
    if (this.#closing) return;
    if (text === '{"type":"OPEN"}') this.#greeted = true;
    if (this.#socket.bufferedAmount > this.#unreadBytes) {
      this.#closing = true;
      this.#onSlow();
      this.#socket.terminate();
      return;
    }
    this.#socket.send(text);
  }

  sendMessage(message: Readonly<Record<string, unknown>>): void {
    this.send(JSON.stringify(message));
  }

  /** `reason` must fit a close frame: at most 123 bytes. */
  close(code = 1000, reason = ""): void {
    this.#closing = true;
    this.#socket.close(code, reason);
    this.cutSoon();
  }

  /** Cuts the socket soon: a client that does not answer the closing handshake could go on sending for 30 s. */
  cutSoon(): void {
    this.#closing = true;
    const timer = setTimeout(() => this.#socket.terminate(), closeTimeLimitMs);
    this.#socket.once("close", () => clearTimeout(timer));
  }
}
