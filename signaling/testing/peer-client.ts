import { once } from "node:events";
import { WebSocket, type ClientOptions } from "ws";
import { sampleIdentity, sampleKeys } from "../../web/core/handshake/testing/sample-room.ts";

/** Coordinators of the tests' rooms: by their ids, with the token by which each one's id is had. */
const sampleCoordinators = [1, 2, 3].map((fill) => sampleIdentity(sampleKeys(fill)));
const tokens = new Map(sampleCoordinators.map((identity) => [identity.coordinatorPeerId, identity.token]));
export const [coordinatorId = "", otherId = "", bystanderId = ""] = tokens.keys();

/** The token by which the coordinator's id is had; one of a volunteer, whose may be any. */
export function tokenOf(id: string): string {
  return tokens.get(id) ?? `token-of-${id}`;
}

/** The id of a volunteer of the tests' room, or of another one. */
export function volunteerId(number: number, of: string = coordinatorId): string {
  return `${of}-${number.toString(16).padStart(16, "0")}`;
}

export type Said = Readonly<Record<string, unknown>>;

/** A websocket that sends messages as PeerJS does, and records the server's messages. */
export class PeerClient {
  readonly socket: WebSocket;
  /** How the socket ended. */
  readonly ended: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #heard: Said[] = [];
  #wake: () => void = () => {};

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.ended = new Promise((resolve) => {
      this.socket.once("close", (code, reason) => {
        this.#wake();
        resolve({ code, reason: reason.toString() });
      });
    });
    // Tests wait for `close`, which follows an error, too.
    this.socket.on("error", () => {});
    this.socket.on("message", (data) => {
      if (!Buffer.isBuffer(data)) throw new Error("the server sent fragments");
      const message: unknown = JSON.parse(data.toString());
      if (typeof message !== "object" || message === null) throw new Error("the server sent no object");
      this.#heard.push(Object.fromEntries(Object.entries(message)));
      this.#wake();
    });
  }

  /** Resolves to the next message, in order. Rejects if the socket ends first. */
  async next(): Promise<Said> {
    for (;;) {
      const message = this.#heard.shift();
      if (message !== undefined) return message;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error("the socket ended without a further message");
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.ended;
  }
}

export function peerUrl(origin: string, id: string, token: string, key = "peerjs"): string {
  const query = new URLSearchParams({ key, id, token, version: "1.5.5" });
  return `${origin.replace("http", "ws")}/peer/peerjs?${query.toString()}`;
}

/** Registers a client and waits for the server's OPEN. */
export async function register(origin: string, id: string, token = tokenOf(id)): Promise<PeerClient> {
  const client = new PeerClient(peerUrl(origin, id, token));
  const message = await client.next();
  if (message["type"] !== "OPEN") throw new Error(`not let in: ${JSON.stringify(message)}`);
  return client;
}

/** Opens a websocket that may be refused before it opens. */
export async function dialAnything(url: string): Promise<PeerClient> {
  const client = new PeerClient(url);
  await Promise.race([once(client.socket, "open"), client.ended]);
  return client;
}

export function offer(to: string, sdp = "v=0"): Said {
  return {
    type: "OFFER",
    dst: to,
    payload: {
      sdp: { type: "offer", sdp },
      type: "data",
      connectionId: "dc_1",
      label: "dc_1",
      reliable: true,
      serialization: "raw",
    },
  };
}

export function answer(to: string): Said {
  return {
    type: "ANSWER",
    dst: to,
    payload: { sdp: { type: "answer", sdp: "v=0" }, type: "data", connectionId: "dc_1" },
  };
}

export function candidate(to: string, line = "candidate:1 1 udp 1 127.0.0.1 9 typ host"): Said {
  return {
    type: "CANDIDATE",
    dst: to,
    payload: {
      candidate: { candidate: line, sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "abcd" },
      type: "data",
      connectionId: "dc_1",
    },
  };
}
