import { Joiner } from "../core/wire/frames.ts";
import { maxHandshakeBytes } from "../core/wire/limits.ts";
import type { Lane } from "../core/wire/messages.ts";
import { Outbox } from "../core/wire/outbox.ts";
import { LinkEvents } from "./link-events.ts";
import type { Link, LinkEnd, LinkEvent } from "./link.ts";

/** Above this many bytes in the platform's queue nothing more is given to it; Chromium refuses at 16 MiB. */
export const highWaterBytes = 1024 * 1024;

/** When the queue has sunk to this, more is given: enough to fill the path until the event has come round. */
const lowWaterBytes = 256 * 1024;

/**
 * Chromium at times forgets to take what has left off `bufferedAmount` (seen with a first burst on the accepting
 * side: everything had arrived, the amount stood still and no event came). The next frame sets it right, so after a
 * wait without any movement one more is given, as long as the queue stays far from where the browser refuses.
 */
const stallMs = 100;
const stalledQueueBytes = 2 * 1024 * 1024;

/** How long last words may take to leave before the connection under them is taken away. */
const lingerMs = 2_000;

/** The members of RTCDataChannel that a link uses. */
export interface DataChannelLike {
  readonly readyState: "connecting" | "open" | "closing" | "closed";
  /** Counts bytes given to `send` that have not left yet; must include a frame as soon as `send` has returned. */
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  binaryType: "arraybuffer" | "blob";
  /** Copies the bytes before it returns; throws when its queue is full and when the channel is not open. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** What was sent before still leaves. */
  close(): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "bufferedamountlow" | "close", listener: () => void): void;
}

export interface ChannelLinkOptions {
  readonly fingerprints: Link["fingerprints"];
  /** Called once, when the channel under the link is needed no more. */
  readonly release: () => void;
}

const byOtherSide = "the other side closed the link";

/** Frames over one open data channel. */
export class ChannelLink implements Link {
  readonly kind = "peer";
  readonly fingerprints: Link["fingerprints"];
  readonly #channel: DataChannelLike;
  readonly #release: () => void;
  readonly #events = new LinkEvents();
  readonly #outbox = new Outbox();
  readonly #joiner = new Joiner(maxHandshakeBytes);
  #stallTimer: ReturnType<typeof setTimeout> | undefined;
  #isAdmitted = false;
  #onAdmitted: (() => void) | null = null;
  #isReleased = false;

  constructor(channel: DataChannelLike, { fingerprints, release }: ChannelLinkOptions) {
    this.#channel = channel;
    this.fingerprints = fingerprints;
    this.#release = release;
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = lowWaterBytes;
    channel.addEventListener("message", ({ data }) => {
      this.#received(data);
    });
    channel.addEventListener("bufferedamountlow", () => {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
      this.#pump();
    });
    channel.addEventListener("close", () => {
      this.#finish({ type: "remote", reason: byOtherSide });
      this.#releaseOnce();
    });
  }

  get backlogBytes(): number {
    return this.#events.isOver ? 0 : this.#outbox.backlogBytes;
  }

  get isOver(): boolean {
    return this.#events.isOver;
  }

  send(lane: Lane, message: Uint8Array): void {
    if (this.#events.isOver) return;
    this.#outbox.add(lane, message);
    this.#pump();
  }

  limitMessages(bytes: number): void {
    this.#joiner.limit(bytes);
    if (this.#isAdmitted || bytes <= maxHandshakeBytes) return;
    this.#isAdmitted = true;
    this.#onAdmitted?.();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#events.listen(listener);
  }

  close(reason: string): void {
    this.#finish({ type: "closed", reason });
  }

  /** The connection under the channel is gone without a word. */
  lose(reason: string): void {
    this.#finish({ type: "lost", reason });
    this.#releaseOnce();
  }

  pathChanged(path: "steady" | "wavering"): void {
    this.#events.tell({ type: "path-changed", path });
  }

  /** Calls once the other side may send more than a handshake: the link is no stranger's any more. */
  whenAdmitted(listener: () => void): void {
    this.#onAdmitted = listener;
  }

  #received(data: unknown): void {
    if (this.#events.isOver) return;
    if (!(data instanceof ArrayBuffer)) {
      this.#finish({ type: "malformed", reason: "a frame of text" });
      return;
    }
    const joined = this.#joiner.take(new Uint8Array(data));
    if (joined.type === "message") this.#events.tell(joined);
    else if (joined.type === "malformed") this.#finish(joined);
  }

  #pump(): void {
    while (!this.#events.isOver && this.#channel.bufferedAmount < highWaterBytes) {
      const frame = this.#outbox.peek();
      if (frame === null || !this.#give(frame)) return;
    }
    if (!this.#events.isOver && this.#outbox.backlogBytes > 0) this.#watchForStall();
  }

  #watchForStall(): void {
    if (this.#stallTimer !== undefined) return;
    const before = this.#channel.bufferedAmount;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = undefined;
      if (this.#events.isOver) return;
      const frame = this.#channel.bufferedAmount === before && before < stalledQueueBytes ? this.#outbox.peek() : null;
      if (frame === null || this.#give(frame)) this.#pump();
    }, stallMs);
  }

  /** Whether the platform took the frame; if not, it is offered again when the queue has sunk, or the link is over. */
  #give(frame: Uint8Array<ArrayBuffer>): boolean {
    try {
      this.#channel.send(frame);
    } catch (error) {
      if (this.#channel.readyState !== "open") {
        // The close event follows, and tells the same again to nobody.
        this.#finish({ type: "remote", reason: byOtherSide });
      } else if (this.#channel.bufferedAmount <= lowWaterBytes) {
        // The queue is not full, so no event will come that would try again.
        this.lose(`the browser refused a frame: ${String(error)}`);
      }
      return false;
    }
    this.#outbox.sent();
    return true;
  }

  #finish(end: LinkEnd): void {
    if (this.#events.isOver) return;
    clearTimeout(this.#stallTimer);
    if (end.type === "closed") this.#giveLastWords();
    this.#events.end(end);
    if (this.#channel.readyState === "closed") {
      this.#releaseOnce();
      return;
    }
    this.#channel.close();
    // The other side may be gone without a word, and then no close event comes.
    setTimeout(() => {
      this.#releaseOnce();
    }, lingerMs);
  }

  #giveLastWords(): void {
    for (let frame = this.#outbox.peekControl(); frame !== null; frame = this.#outbox.peekControl()) {
      if (!this.#give(frame)) return;
    }
  }

  #releaseOnce(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.#release();
  }
}
