import type { WebSocket } from "ws";
import { lookAfter } from "../look-after.ts";
import type { SignalingLimits } from "../limits.ts";
import type { Clock } from "../token-bucket.ts";
import type { RefusalReason } from "../refusals.ts";
import type { Budget } from "./budget.ts";
import { Flow } from "./flow.ts";

/** What the coordinator says of a volunteer that has proved itself. */
const provedWord = "PROVED";

/** Milliseconds that a closing socket has to read what is on its way to it. After that it is cut. */
const closeTimeLimitMs = 5_000;

/** Closes a websocket, `text` for whoever has opened it: at most 123 bytes. It could go on sending for 30 s otherwise. */
export function closeSocket(webSocket: WebSocket, code: number, text: string): void {
  webSocket.close(code, text);
  const timer = setTimeout(() => webSocket.terminate(), closeTimeLimitMs).unref();
  webSocket.once("close", () => clearTimeout(timer));
}

/** Bytes of the key that each end sends first. */
const keyBytes = 32;

export interface RelayedLinkOptions {
  readonly limits: SignalingLimits;
  readonly now: Clock;
  readonly volunteer: WebSocket;
  readonly onSlowed: () => void;
  /** Called for each message that is passed on. */
  readonly onPassedOn: (bytes: number) => void;
  /** Called once, with the reason where the server has ended it. */
  readonly onEnd: (why: RefusalReason | null) => void;
}

/** A volunteer's and a coordinator's websocket, of which each gets what the other sends. What that is only they can read. */
export class RelayedLink {
  readonly #options: RelayedLinkOptions;
  #coordinator: WebSocket | null = null;
  /** What the volunteer has sent ahead. */
  #key: Buffer | null = null;
  #flows: readonly [up: Flow, down: Flow] | null = null;
  #timer: NodeJS.Timeout;
  #isProved = false;
  #isOver = false;

  constructor(options: RelayedLinkOptions) {
    this.#options = options;
    const { volunteer, limits } = options;
    this.#timer = lookAfter(limits.relayWaitMs, () => {
      if (this.#flows === null) this.#end("silent", "The coordinator has not taken the link in time.");
    });
    volunteer.on("message", (data, isBinary) => this.#onVolunteerMessage(data, isBinary));
    volunteer.once("close", () => this.#finish(null));
  }

  get isTaken(): boolean {
    return this.#flows !== null;
  }

  /** The coordinator's end has come. */
  take(coordinator: WebSocket, budgets: readonly Budget[]): void {
    const { volunteer, limits, now, onSlowed } = this.#options;
    const shared = {
      budgets,
      bytesWaiting: limits.relayLinkBytesWaiting,
      unprovedBytes: limits.relayUnprovedBytes,
      stallMs: limits.relayStallMs,
      now,
      onSlowed,
      onStalled: () => this.#end("slow-reader", "An end of the link has read nothing for too long."),
    };
    const up = new Flow({ ...shared, from: volunteer, to: coordinator });
    const down = new Flow({ ...shared, from: coordinator, to: volunteer });
    this.#flows = [up, down];
    this.#coordinator = coordinator;
    clearTimeout(this.#timer);
    this.#timer = lookAfter(limits.relayProofMs, () => {
      if (!this.#isProved) this.#end("relay-unproved", "The volunteer has not proved itself in time.");
    });
    coordinator.on("message", (data, isBinary) => {
      if (isBinary) this.#passOn(down, data);
      else if (Buffer.isBuffer(data) && data.toString() === provedWord) this.#prove();
      else this.#end("malformed-message", "What a relay takes is binary.");
    });
    coordinator.once("close", () => this.#finish(null));
    if (this.#key !== null) this.#passOn(up, this.#key);
  }

  /** The server is stopping. */
  stop(): void {
    this.#closeBoth(1001, "The server is stopping.");
  }

  #closeBoth(code: number, text: string): void {
    for (const end of [this.#options.volunteer, this.#coordinator]) if (end !== null) closeSocket(end, code, text);
  }

  #onVolunteerMessage(data: unknown, isBinary: boolean): void {
    if (!isBinary) this.#end("malformed-message", "What a relay takes is binary.");
    else if (this.#flows !== null) this.#passOn(this.#flows[0], data);
    else if (this.#key === null && Buffer.isBuffer(data) && data.length === keyBytes) this.#key = data;
    else this.#end("relay-unproved", "More than a key has come before the coordinator took the link.");
  }

  #passOn(flow: Flow, data: unknown): void {
    if (!Buffer.isBuffer(data)) return;
    this.#options.onPassedOn(data.length);
    flow.passOn(data);
  }

  #prove(): void {
    if (this.#isProved) return;
    this.#isProved = true;
    clearTimeout(this.#timer);
    for (const flow of this.#flows ?? []) flow.prove();
  }

  #end(reason: RefusalReason, sentence: string): void {
    if (this.#isOver) return;
    this.#closeBoth(1008, `${reason}: ${sentence}`);
    this.#finish(reason);
  }

  #finish(why: RefusalReason | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const flow of this.#flows ?? []) flow.end();
    this.#closeBoth(1000, "");
    this.#options.onEnd(why);
  }
}
