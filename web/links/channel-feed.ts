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

/** What waits for one channel. */
export interface FrameSource {
  readonly isEmpty: boolean;
  /** The next frame, in memory that may be written over; stays the next one until `sent`, and may have more in it by then. */
  peek(): Uint8Array<ArrayBuffer> | null;
  sent(): void;
}

/** Why a channel takes nothing any more; `null` where it is closing, and its close event says the rest. */
export type Refusal = string | null;

/** Gives one data channel what waits for it, as much as it takes without its queue running over. */
export class ChannelFeed {
  readonly #channel: DataChannelLike;
  readonly #source: FrameSource;
  readonly #refused: (why: Refusal) => void;
  #stallTimer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(channel: DataChannelLike, source: FrameSource, refused: (why: Refusal) => void) {
    this.#channel = channel;
    this.#source = source;
    this.#refused = refused;
    channel.bufferedAmountLowThreshold = lowWaterBytes;
    channel.addEventListener("bufferedamountlow", () => {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
      this.pump();
    });
  }

  pump(): void {
    while (!this.#isStopped && this.#channel.bufferedAmount < highWaterBytes) {
      const frame = this.#source.peek();
      if (frame === null || !this.#give(frame)) return;
    }
    if (!this.#isStopped && !this.#source.isEmpty) this.#watchForStall();
  }

  /** As long as there is one, however much is queued: for the last words on a link that closes. */
  giveAll(peek: () => Uint8Array<ArrayBuffer> | null): void {
    for (let frame = peek(); frame !== null; frame = peek()) if (!this.#give(frame)) return;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#stallTimer);
  }

  #watchForStall(): void {
    if (this.#stallTimer !== undefined) return;
    const before = this.#channel.bufferedAmount;
    this.#stallTimer = setTimeout(() => {
      this.#stallTimer = undefined;
      const isStalled = this.#channel.bufferedAmount === before && before < stalledQueueBytes;
      const frame = isStalled ? this.#source.peek() : null;
      if (frame === null || this.#give(frame)) this.pump();
    }, stallMs);
  }

  /** Whether the platform took the frame; if not, it is offered again when the queue has sunk, or the link is over. */
  #give(frame: Uint8Array<ArrayBuffer>): boolean {
    try {
      this.#channel.send(frame);
    } catch (error) {
      if (this.#channel.readyState !== "open") this.#refused(null);
      // With a full queue an event will come that tries again.
      else if (this.#channel.bufferedAmount <= lowWaterBytes)
        this.#refused(`the browser refused a frame: ${String(error)}`);
      return false;
    }
    this.#source.sent();
    return true;
  }
}
