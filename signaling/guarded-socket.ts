import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";

/** How long a refused client may take to read why; then its socket is cut. */
const partingMs = 1_000;

/**
 * What PeerServer is given in place of a websocket. It hears only messages that have passed the guards, and cannot
 * pile up bytes for a client that does not read. Emits what PeerServer listens to: `message`, `close`, `error`.
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

  /** True once PeerServer has answered OPEN; it does not for an id that it still knows. */
  get greeted(): boolean {
    return this.#greeted;
  }

  get closing(): boolean {
    return this.#closing;
  }

  /** Never throws: PeerServer takes a throw here for a dead peer and makes the other side hang up its open links. */
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

  say(message: Readonly<Record<string, unknown>>): void {
    this.send(JSON.stringify(message));
  }

  /** `reason` must fit a close frame: at most 123 bytes. */
  close(code = 1000, reason = ""): void {
    this.#closing = true;
    this.#socket.close(code, reason);
    this.cutSoon();
  }

  /** A client that does not answer the closing handshake would keep its socket, and what it goes on sending, for 30 s. */
  cutSoon(): void {
    this.#closing = true;
    const timer = setTimeout(() => this.#socket.terminate(), partingMs);
    this.#socket.once("close", () => clearTimeout(timer));
  }
}
