import type { DataChannelLike } from "../channel-feed.ts";
import { Opener, Sealer } from "./records.ts";
import type { RelayKeys } from "./relay-keys.ts";

/** What the first byte of a record's content says that the rest is. */
const kinds = { mainFrame: 0, controlFrame: 1, received: 2, mainClosed: 3, controlClosed: 4 } as const;

/** Bytes of a channel after which their receipt is told: often enough that the sender's queue sinks below its low-water mark. */
const receiptBytes = 64 * 1024;

type ChannelName = "main" | "control";

/** False once there are no numbers left for records. */
type SendRecord = (kind: "frame" | "closed", payload: Uint8Array) => boolean;

interface Listeners {
  message: ((event: { readonly data: unknown }) => void)[];
  bufferedamountlow: (() => void)[];
  close: (() => void)[];
}

/**
 * One of two channels over a WebSocket. Its queue are the bytes that the other end has not told to have received: a WebSocket tells
 * of no queue that has sunk, and its own queue is not the relay's, nor the other end's. So a sender waits for the slowest part of the way.
 */
class RelayChannel implements DataChannelLike {
  readyState: DataChannelLike["readyState"] = "open";
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType: DataChannelLike["binaryType"] = "arraybuffer";
  readonly #listeners: Listeners = { message: [], bufferedamountlow: [], close: [] };
  readonly #sendRecord: SendRecord;

  constructor(sendRecord: SendRecord) {
    this.#sendRecord = sendRecord;
  }

  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "bufferedamountlow" | "close", listener: () => void): void;
  addEventListener(type: keyof Listeners, listener: (event: { readonly data: unknown }) => void): void {
    if (type === "message") this.#listeners.message.push(listener);
    else this.#listeners[type].push(() => listener({ data: null }));
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== "open") throw new Error("the channel is not open");
    if (!this.#sendRecord("frame", frame)) throw new Error("a relayed link carries no more records");
    this.bufferedAmount += frame.length;
  }

  close(): void {
    if (this.readyState !== "open") return;
    this.readyState = "closing";
    this.#sendRecord("closed", new Uint8Array());
  }

  receiveFrame(frame: Uint8Array): void {
    for (const listener of this.#listeners.message) listener({ data: frame });
  }

  /** False where the other end claims to have received more than was sent. */
  noteReceived(bytes: number): boolean {
    const before = this.bufferedAmount;
    if (bytes > before) return false;
    this.bufferedAmount -= bytes;
    const low = this.bufferedAmountLowThreshold;
    if (before > low && this.bufferedAmount <= low)
      for (const listener of this.#listeners.bufferedamountlow) listener();
    return true;
  }

  /** The other end sends nothing more over it; nor does this one. */
  becomeClosed(): void {
    this.close();
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    for (const listener of this.#listeners.close) listener();
  }
}

/** The main and the control channel of a link over one WebSocket, encrypted. */
export class RelayChannels {
  readonly main: RelayChannel;
  readonly control: RelayChannel;
  readonly #send: (record: Uint8Array<ArrayBuffer>) => void;
  readonly #sealer: Sealer;
  readonly #opener: Opener;
  /** Bytes that have come and whose receipt was not told yet. */
  readonly #untold: Record<ChannelName, number> = { main: 0, control: 0 };
  #isBroken = false;

  /** `send`: gives a record to the WebSocket. */
  constructor({ sending, receiving }: RelayKeys, send: (record: Uint8Array<ArrayBuffer>) => void) {
    this.#sealer = new Sealer(sending);
    this.#opener = new Opener(receiving);
    this.#send = send;
    this.main = this.#createChannel(kinds.mainFrame, kinds.mainClosed);
    this.control = this.#createChannel(kinds.controlFrame, kinds.controlClosed);
  }

  /** Takes one message of the WebSocket. Returns why it ends the link, and null where it does not; takes nothing more then. */
  takeMessage(data: unknown): string | null {
    if (this.#isBroken) return null;
    const problem = data instanceof ArrayBuffer ? this.#takeRecord(new Uint8Array(data)) : "text over a relayed link";
    this.#isBroken ||= problem !== null;
    return problem;
  }

  #createChannel(frame: number, closed: number): RelayChannel {
    return new RelayChannel((kind, payload) => this.#sendContent(kind === "frame" ? frame : closed, payload));
  }

  #sendContent(kind: number, payload: Uint8Array): boolean {
    const record = this.#sealer.sealContent(kind, payload);
    if (record !== null) this.#send(record);
    return record !== null;
  }

  #takeRecord(record: Uint8Array): string | null {
    const opened = this.#opener.openRecord(record);
    if (opened.type === "malformed") return opened.reason;
    const payload = opened.content.subarray(1);
    switch (opened.content[0]) {
      case kinds.mainFrame:
        return this.#takeFrame("main", payload);
      case kinds.controlFrame:
        return this.#takeFrame("control", payload);
      case kinds.received:
        return this.#takeReceipt(payload);
      case kinds.mainClosed:
        this.main.becomeClosed();
        return null;
      case kinds.controlClosed:
        this.control.becomeClosed();
        return null;
      case undefined:
      default:
        return `an unknown kind of relayed record (${opened.content[0]})`;
    }
  }

  #takeFrame(name: ChannelName, frame: Uint8Array): string | null {
    if (this[name].readyState === "closed") return `a frame after the ${name} channel's end`;
    this.#untold[name] += frame.length;
    if (this.#untold[name] >= receiptBytes) this.#tellReceipt();
    this[name].receiveFrame(frame);
    return null;
  }

  #tellReceipt(): void {
    const receipt = new Uint8Array(8);
    const view = new DataView(receipt.buffer);
    view.setUint32(0, this.#untold.main, true);
    view.setUint32(4, this.#untold.control, true);
    this.#untold.main = 0;
    this.#untold.control = 0;
    this.#sendContent(kinds.received, receipt);
  }

  #takeReceipt(receipt: Uint8Array): string | null {
    if (receipt.length !== 8) return `a receipt of ${receipt.length} bytes`;
    const view = new DataView(receipt.buffer, receipt.byteOffset);
    const isTrue =
      this.main.noteReceived(view.getUint32(0, true)) && this.control.noteReceived(view.getUint32(4, true));
    return isTrue ? null : "a receipt of more than was sent";
  }
}
