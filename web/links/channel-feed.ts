import { messageOf } from "../core/message-of.ts";
import type { Seen } from "../core/seen.ts";

/** Bytes in the platform's queue up to which it is given frames. Chromium refuses frames at 16 MiB. */
export const highWaterBytes = 1024 * 1024;

/** Bytes in the platform's queue at which it is given frames again: enough to fill the path until the event is handled. */
const lowWaterBytes = 256 * 1024;

/**
 * Milliseconds without movement of the queue after which it is given one frame more. Chromium sometimes does not subtract
 * sent bytes from `bufferedAmount` (seen with a first burst on the accepting side: everything had arrived, the amount stood
 * still and no event came), and corrects it with the next frame.
 */
const stallMs = 100;

/** Bytes up to which a queue without movement is given one frame more: far from where the browser refuses. */
const stalledQueueBytes = 2 * 1024 * 1024;

/** The members of RTCDataChannel that a link uses. */
export interface DataChannelLike {
  readonly readyState: "connecting" | "open" | "closing" | "closed";
  /** Bytes given to `send` that have not left yet. Includes a frame as soon as `send` has returned. */
  readonly bufferedAmount: number;
  bufferedAmountLowThreshold: number;
  binaryType: "arraybuffer" | "blob";
  /** Copies the bytes before it returns. Throws if the queue is full or the channel is not open. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Closes the channel after the frames in its queue have left. */
  close(): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "bufferedamountlow" | "close", listener: () => void): void;
}

/** The frames that wait for one channel. */
export interface FrameSource {
  readonly isEmpty: boolean;
  /** Returns the next frame without removing it, in memory that is reused. Until `sent()`, short messages may be added to it. */
  peek(): Uint8Array<ArrayBuffer> | null;
  /** Removes the frame that `peek` has returned. */
  sent(): void;
}

/** Why a channel accepts no more frames; `null` if it is closing, when its close event follows. */
export type Refusal = Seen | null;

/** Gives one data channel the frames that wait for it, without overfilling its queue. */
export class ChannelFeed {
  readonly #channel: DataChannelLike;
  readonly #source: FrameSource;
  readonly #onRefused: (why: Refusal) => void;
  #stallTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(channel: DataChannelLike, source: FrameSource, onRefused: (why: Refusal) => void) {
    this.#channel = channel;
    this.#source = source;
    this.#onRefused = onRefused;
    channel.bufferedAmountLowThreshold = lowWaterBytes;
    channel.addEventListener("bufferedamountlow", () => {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
      this.sendFrames();
    });
  }

  /** Gives frames until the queue is at the high-water mark or no frame waits. */
  sendFrames(): void {
    while (!this.#isStopped && this.#channel.bufferedAmount < highWaterBytes) {
      const frame = this.#source.peek();
      if (frame === null || !this.#sendFrame(frame)) break;
    }
    const goesOn = !this.#isStopped && this.#channel.readyState === "open";
    if (goesOn && !this.#source.isEmpty) this.#awaitStall();
  }

  /** Gives all frames, however long the queue is: for the last messages of a link that closes. */
  sendAllFrames(peek: () => Uint8Array<ArrayBuffer> | null): void {
    for (let frame = peek(); frame !== null; frame = peek()) if (!this.#sendFrame(frame)) return;
  }

  /** Gives no more frames. */
  stopFeeding(): void {
    this.#isStopped = true;
    clearTimeout(this.#stallTimer);
  }

  #awaitStall(): void {
    if (this.#stallTimer !== undefined) return;
    const before = this.#channel.bufferedAmount;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = undefined;
      const isStalled = this.#channel.bufferedAmount === before && before < stalledQueueBytes;
      const frame = isStalled ? this.#source.peek() : null;
      if (frame !== null) this.#sendFrame(frame);
      this.sendFrames();
    }, stallMs);
  }

  /** True if the platform accepted the frame. Otherwise it is sent again when the queue has sunk or stalls, or the link has ended. */
  #sendFrame(frame: Uint8Array<ArrayBuffer>): boolean {
    try {
      this.#channel.send(frame);
    } catch (error) {
      if (this.#channel.readyState !== "open") this.#onRefused(null);
      // A full queue takes it when it has sunk.
      else if (this.#channel.bufferedAmount <= lowWaterBytes)
        this.#onRefused({ key: "channel-refused-frame", message: messageOf(error) });
      return false;
    }
    this.#source.sent();
    return true;
  }
}
