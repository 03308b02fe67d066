import { writeFrame } from "./frames.ts";
import { maxFrameBytes } from "./limits.ts";
import type { Lane } from "./messages.ts";

/** Messages of one lane, first in first out, without moving what waits behind. */
class Waiting {
  #messages: (Uint8Array | undefined)[] = [];
  #head = 0;

  get first(): Uint8Array | undefined {
    return this.#messages[this.#head];
  }

  add(message: Uint8Array): void {
    this.#messages.push(message);
  }

  removeFirst(): void {
    this.#messages[this.#head] = undefined;
    this.#head += 1;
    if (this.#head * 2 < this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#head);
    this.#head = 0;
  }
}

/**
 * What waits to be sent, as the frames in which it will be: control goes ahead of bulk, also between the pieces of a
 * cut bulk message. Messages are kept by reference until their last frame is sent.
 */
export class Outbox {
  readonly #waiting: Readonly<Record<Lane, Waiting>> = { control: new Waiting(), bulk: new Waiting() };
  readonly #offsets: Record<Lane, number> = { control: 0, bulk: 0 };
  readonly #frame = new Uint8Array(maxFrameBytes);
  #next: { readonly lane: Lane; readonly next: number } | null = null;
  #backlogBytes = 0;

  /** Bytes of messages, without their frames' heads. */
  get backlogBytes(): number {
    return this.#backlogBytes;
  }

  add(lane: Lane, message: Uint8Array): void {
    this.#waiting[lane].add(message);
    this.#backlogBytes += message.length;
  }

  isEmpty(from: Lane | "any"): boolean {
    return this.#waiting[from === "any" ? this.#laneAhead : from].first === undefined;
  }

  /**
   * The lane's next frame, or the next of any lane, in memory that the next call writes over; stays the next one until
   * `sent`.
   */
  peek(from: Lane | "any"): Uint8Array<ArrayBuffer> | null {
    const lane = from === "any" ? this.#laneAhead : from;
    const message = this.#waiting[lane].first;
    if (message === undefined) return null;
    const { length, next } = writeFrame(this.#frame, lane, message, this.#offsets[lane]);
    this.#next = { lane, next };
    return this.#frame.subarray(0, length);
  }

  /** The frame that was peeked last is on its way. */
  sent(): void {
    if (this.#next === null) return;
    const { lane, next } = this.#next;
    this.#next = null;
    const message = this.#waiting[lane].first;
    if (message === undefined) return;
    this.#backlogBytes -= next - this.#offsets[lane];
    this.#offsets[lane] = next;
    if (next < message.length) return;
    this.#waiting[lane].removeFirst();
    this.#offsets[lane] = 0;
  }

  get #laneAhead(): Lane {
    return this.#waiting.control.first === undefined ? "bulk" : "control";
  }
}
