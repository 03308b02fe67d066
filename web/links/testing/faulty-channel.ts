import type { DataChannelLike } from "../channel-feed.ts";

type Listeners = {
  readonly message: ((event: { readonly data: unknown }) => void)[];
  readonly bufferedamountlow: (() => void)[];
  readonly close: (() => void)[];
};

export interface Faults {
  /** Bytes that the queue holds before `send` throws. Default: 16 MiB, as in Chromium. */
  readonly queueBytes?: number;
}

/** Channels with frames to deliver. Each call delivers one frame, and returns whether there are more. */
const inTurn: (() => boolean)[] = [];

/** Channels deliver one frame each in turn, as the streams of one connection do. Each frame is delivered in a task of its own. */
function takeTurns(step: () => boolean): void {
  inTurn.push(step);
  if (inTurn.length > 1) return;
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    const next = inTurn[0];
    const isLeft = next?.() === true;
    inTurn.shift();
    if (isLeft && next !== undefined) inTurn.push(next);
    if (inTurn.length > 0) port2.postMessage(null);
    else port1.close();
  });
  port1.start();
  port2.postMessage(null);
}

/** A data channel within one process. Its queue fills, it delivers in tasks of its own, and refuses frames as browsers do. */
export class FaultyChannel implements DataChannelLike {
  readyState: DataChannelLike["readyState"] = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType: DataChannelLike["binaryType"] = "blob";
  /** Bytes of the queue at its longest. */
  peakBytes = 0;
  readonly sizes: number[] = [];
  readonly #listeners: Listeners = { message: [], bufferedamountlow: [], close: [] };
  readonly #queueBytes: number;
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  #other: FaultyChannel | null = null;
  #isRunning = false;
  #refusals = 0;
  #isForgetful = false;
  #forgottenBytes = 0;

  constructor({ queueBytes = 16 * 1024 * 1024 }: Faults) {
    this.#queueBytes = queueBytes;
  }

  static pair(faults: Faults = {}): [FaultyChannel, FaultyChannel] {
    const [a, b] = [new FaultyChannel(faults), new FaultyChannel(faults)];
    a.#other = b;
    b.#other = a;
    return [a, b];
  }

  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "bufferedamountlow" | "close", listener: () => void): void;
  addEventListener(type: keyof Listeners, listener: (event: { readonly data: unknown }) => void): void {
    if (type === "message") this.#listeners.message.push(listener);
    else
      this.#listeners[type].push(() => {
        listener({ data: null });
      });
  }

  /** Refuses the next `times` frames although the queue has room. */
  refuseFrames(times: number): void {
    this.#refusals = times;
  }

  /** Subtracts nothing from `bufferedAmount` and fires no event, until a frame is given after the next burst. */
  forgetSent(): void {
    this.#isForgetful = true;
  }

  /** Receives a frame of any kind, as a stranger may send it. */
  receiveFrame(data: unknown): void {
    for (const listener of this.#listeners.message) listener({ data });
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== "open")
      throw new DOMException("RTCDataChannel.readyState is not 'open'", "InvalidStateError");
    if (this.#forgottenBytes > 0) {
      this.#isForgetful = false;
      this.bufferedAmount -= this.#forgottenBytes;
      this.#forgottenBytes = 0;
    }
    if (this.#refusals > 0 || this.bufferedAmount + frame.length > this.#queueBytes) {
      this.#refusals -= 1;
      throw new DOMException("RTCDataChannel send queue is full", "OperationError");
    }
    this.sizes.push(frame.length);
    this.#queue.push(frame.slice());
    this.bufferedAmount += frame.length;
    this.peakBytes = Math.max(this.peakBytes, this.bufferedAmount);
    this.#startDelivery();
  }

  close(): void {
    if (this.readyState !== "open") return;
    this.readyState = "closing";
    this.#startDelivery();
  }

  /** Loses the connection without an event on either side, as when a process is killed. */
  vanish(): void {
    this.#queue.length = 0;
    this.#other = null;
  }

  #startDelivery(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    takeTurns(() => this.#deliverFrame());
  }

  /** Delivers one frame. Returns whether there are more. */
  #deliverFrame(): boolean {
    const frame = this.#queue.shift();
    if (frame !== undefined) {
      const before = this.bufferedAmount;
      if (this.#isForgetful) this.#forgottenBytes += frame.length;
      else this.bufferedAmount -= frame.length;
      if (this.#other?.readyState === "open") this.#other.receiveFrame(frame.buffer);
      const sankLow =
        before > this.bufferedAmountLowThreshold && this.bufferedAmount <= this.bufferedAmountLowThreshold;
      if (sankLow) for (const listener of this.#listeners.bufferedamountlow) listener();
      return true;
    }
    this.#isRunning = false;
    if (this.readyState === "closing") {
      const other = this.#other;
      this.#becomeClosed();
      if (other !== null) other.#becomeClosed();
    }
    return false;
  }

  #becomeClosed(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    for (const listener of this.#listeners.close) listener();
  }
}
