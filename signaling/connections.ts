import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { Server as HttpsServer } from "node:https";
import type { Socket } from "node:net";
import { AddressCounts } from "./address-counts.ts";
import { countedAddress } from "./counted-address.ts";
import type { SignalingLimits } from "./limits.ts";
import { lookAfter } from "./look-after.ts";

/** Milliseconds that a connection is given in any case: of many that come at once the first have not been read yet. */
const freshMs = 1_000;

/** How many times `firstWordMs` a connection has for its first request in whole, once a byte of it has come. Node answers 408 before. */
const timesForRequest = 4;

type Limits = Pick<SignalingLimits, "connections" | "silentPerAddress" | "firstWordMs">;

/** A connection that has not asked for anything yet. */
interface Waiting {
  readonly socket: Socket;
  readonly address: string;
  readonly since: number;
}

/** The same for a TCP connection and for the TLS connection over it. */
function endsOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

/** The connections of a server, and which of them have asked for nothing yet. */
class Connections {
  readonly #server: HttpServer | HttpsServer;
  readonly #limits: Limits;
  readonly #onSilent: () => void;
  /** Those without a request yet, the oldest first. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #silent = new AddressCounts();
  #open = 0;

  constructor(server: HttpServer | HttpsServer, limits: Limits, onSilent: () => void) {
    this.#server = server;
    this.#limits = limits;
    this.#onSilent = onSilent;
  }

  noteRequest({ socket }: IncomingMessage): void {
    this.#endWait(endsOf(socket));
  }

  addConnection(socket: Socket): void {
    const [ends, address] = [endsOf(socket), countedAddress(socket.remoteAddress ?? "unknown")];
    this.#open++;
    this.#waiting.set(ends, { socket, address, since: performance.now() });
    this.#silent.addOpen(address);
    const { firstWordMs } = this.#limits;
    const timers = [
      lookAfter(firstWordMs, () => {
        if (socket.bytesRead === 0) this.#cut(ends);
      }),
      lookAfter(timesForRequest * firstWordMs, () => this.#cut(ends)),
    ];
    socket.once("close", () => {
      this.#open--;
      for (const timer of timers) clearTimeout(timer);
      if (this.#waiting.get(ends)?.socket === socket) this.#endWait(ends);
    });
    this.#boundAddress(address);
    if (this.#open > this.#limits.connections) this.#makePlace();
  }

  #endWait(ends: string): void {
    const waiting = this.#waiting.get(ends);
    if (waiting === undefined) return;
    this.#waiting.delete(ends);
    this.#silent.removeOpen(waiting.address);
  }

  /** Closes the connection unless it has asked for something. */
  #cut(ends: string): void {
    const waiting = this.#waiting.get(ends);
    if (waiting === undefined) return;
    this.#endWait(ends);
    this.#onSilent();
    waiting.socket.destroy();
  }

  #boundAddress(address: string): void {
    if (this.#silent.openOf(address) <= this.#limits.silentPerAddress) return;
    const until = performance.now() - freshMs;
    for (const [ends, waiting] of this.#waiting) {
      if (waiting.since > until || this.#silent.openOf(address) <= this.#limits.silentPerAddress) return;
      if (waiting.address === address) this.#cut(ends);
    }
  }

  /** The newest one, too, if no other connection can be spared. */
  #makePlace(): void {
    if (this.#waiting.size === 1) this.#server.closeIdleConnections();
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined && this.#open > this.#limits.connections) this.#cut(oldest);
  }
}

/**
 * Closes connections of a server that ask for nothing: after a while, and before that where they are too many. Calls `onSilent`
 * for each.
 */
export function watchConnections(server: HttpServer | HttpsServer, limits: Limits, onSilent: () => void): void {
  const connections = new Connections(server, limits, onSilent);
  server.on("connection", (socket: Socket) => connections.addConnection(socket));
  server.on("request", (request) => connections.noteRequest(request));
  server.on("upgrade", (request) => connections.noteRequest(request));
}
