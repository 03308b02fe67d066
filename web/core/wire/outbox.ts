import { freeMemory } from "../values/own-memory.ts";
import { writeFrame, writeSharedFrame } from "./frames.ts";
import { maxFrameBytes } from "./limits.ts";
import type { Lane } from "./messages.ts";

/** A queue of the messages of one lane. Removing the first one does not move the others each time. */
class Waiting {
  #messages: (Uint8Array | undefined)[] = [];
  #head = 0;

  get first(): Uint8Array | undefined {
    return this.at(0);
  }

  at(position: number): Uint8Array | undefined {
    return this.#messages[this.#head + position];
  }

  add(message: Uint8Array): void {
    this.#messages.push(message);
  }

  removeFirst(): void {
    const { first } = this;
    if (first !== undefined) freeMemory(first);
    this.#messages[this.#head] = undefined;
    this.#head += 1;
    if (this.#head * 2 < this.#messages.length) return;
    this.#messages = this.#messages.slice(this.#head);
    this.#head = 0;
  }
}

interface Peeked {
  readonly lane: Lane;
  /** Messages that the frame completes. */
  readonly completes: number;
  /** Bytes of messages in the frame, without its head. */
  readonly bytes: number;
}

/**
 * Messages that wait to be sent, read as frames. Control goes ahead of bulk, also between the pieces of a cut bulk message.
 * Messages are kept by reference until their last frame is sent, and are empty then: their memory is given back.
 */
export class Outbox {
  readonly #waiting: Readonly<Record<Lane, Waiting>> = { control: new Waiting(), bulk: new Waiting() };
  /** Bytes of the first message of each lane that have been sent. */
  readonly #offsets: Record<Lane, number> = { control: 0, bulk: 0 };
  readonly #frame = new Uint8Array(maxFrameBytes);
  #peeked: Peeked | null = null;
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
   * Returns the next frame, of the lane or of any, without removing it. Until `sent()` it may still grow: short messages
   * added later are packed into it. The next call writes over its memory.
   */
  peek(from: Lane | "any"): Uint8Array<ArrayBuffer> | null {
    const lane = from === "any" ? this.#laneAhead : from;
    const waiting = this.#waiting[lane];
    const message = waiting.first;
    if (message === undefined) return null;
    const offset = this.#offsets[lane];
    const shared = offset === 0 ? writeSharedFrame(this.#frame, lane, (position) => waiting.at(position)) : null;
    if (shared !== null) {
      this.#peeked = { lane, completes: shared.count, bytes: shared.bytes };
      return this.#frame.subarray(0, shared.length);
    }
    const { length, next } = writeFrame(this.#frame, lane, message, offset);
    this.#peeked = { lane, completes: next === message.length ? 1 : 0, bytes: next - offset };
    return this.#frame.subarray(0, length);
  }

  /** Removes the frame that `peek` returned last: it is on its way. */
  sent(): void {
    if (this.#peeked === null) return;
    const { lane, completes, bytes } = this.#peeked;
    this.#peeked = null;
    this.#backlogBytes -= bytes;
    this.#offsets[lane] = completes > 0 ? 0 : this.#offsets[lane] + bytes;
    for (let left = completes; left > 0; left -= 1) this.#waiting[lane].removeFirst();
  }

  get #laneAhead(): Lane {
    return this.#waiting.control.first === undefined ? "bulk" : "control";
  }
}
