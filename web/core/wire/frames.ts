import { maxFrameBytes } from "./limits.ts";
import type { Lane } from "./messages.ts";

/**
 * A frame is one byte for its kind and lane, then its payload. The first piece of a cut message has the message's total
 * length in between. A message is cut only if it does not fit into one frame, and every piece but the last fills its frame:
 * so a receiver knows the size of each piece from the total, and endless empty pieces are refused.
 * Short messages that leave together share a frame, each with its length in front: every frame passes six threads, which
 * would cost more than a message of a hundred bytes.
 */
const kinds = { whole: 0, first: 1, next: 2, shared: 3 } as const;
const bulkBit = 4;

const kindBytes = 1;
const totalBytes = 4;
const lengthBytes = 2;
/** The longest shared frame. A receiver copies its messages, so that none holds the memory of the others. */
const sharedFrameBytes = 4096;
const wholePayload = maxFrameBytes - kindBytes;
const firstPayload = wholePayload - totalBytes;

/** Bytes of a message of `total` bytes that the frame for its part from `offset` on carries. */
function payloadAt(offset: number, total: number): number {
  if (total <= wholePayload) return total;
  return Math.min(offset === 0 ? firstPayload : wholePayload, total - offset);
}

/** Writes a frame with the part of `message` from `offset` on into `target`. Returns its length and the offset of the next one. */
export function writeFrame(
  target: Uint8Array,
  lane: Lane,
  message: Uint8Array,
  offset: number,
): { readonly length: number; readonly next: number } {
  const total = message.length;
  const payload = payloadAt(offset, total);
  const isCut = total > wholePayload;
  const kind = isCut ? (offset === 0 ? kinds.first : kinds.next) : kinds.whole;
  target[0] = kind + (lane === "bulk" ? bulkBit : 0);
  let at = kindBytes;
  if (kind === kinds.first) {
    new DataView(target.buffer, target.byteOffset).setUint32(at, total, true);
    at += totalBytes;
  }
  target.set(message.subarray(offset, offset + payload), at);
  return { length: at + payload, next: offset + payload };
}

/**
 * Writes one frame with as many waiting messages as fit into a shared frame; null if fewer than two do. `messageAt` gives
 * the waiting messages in their order.
 */
export function writeSharedFrame(
  target: Uint8Array,
  lane: Lane,
  messageAt: (position: number) => Uint8Array | undefined,
): { readonly length: number; readonly count: number; readonly bytes: number } | null {
  const view = new DataView(target.buffer, target.byteOffset);
  let length = kindBytes;
  let count = 0;
  for (let message = messageAt(0); message !== undefined; message = messageAt(count)) {
    if (length + lengthBytes + message.length > sharedFrameBytes) break;
    view.setUint16(length, message.length, true);
    target.set(message, length + lengthBytes);
    length += lengthBytes + message.length;
    count += 1;
  }
  target[0] = kinds.shared + (lane === "bulk" ? bulkBit : 0);
  return count < 2 ? null : { length, count, bytes: length - kindBytes - count * lengthBytes };
}

export type Joined =
  /** The frame completed these messages, in this order: several only if they shared it. */
  | { readonly type: "messages"; readonly lane: Lane; readonly messages: readonly Uint8Array[] }
  /** The message is not complete yet. */
  | { readonly type: "more" }
  | { readonly type: "malformed"; readonly problem: string };

interface CutMessage {
  readonly total: number;
  readonly pieces: Uint8Array[];
  arrived: number;
}

const more: Joined = { type: "more" };
const malformed = (problem: string): Joined => ({ type: "malformed", problem });

function joined(cut: CutMessage): Uint8Array {
  const bytes = new Uint8Array(cut.total);
  let at = 0;
  for (const piece of cut.pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * Joins frames into messages; each lane has its own cut message. Keeps the payloads, in the frames' own memory, and
 * allocates the whole message only when its last piece has come: claiming a large total makes it allocate nothing.
 */
export class Joiner {
  readonly #cut: Record<Lane, CutMessage | null> = { control: null, bulk: null };
  #limitBytes: number;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Sets the longest message in bytes. Does not count for a message whose first frame has arrived. */
  limit(bytes: number): void {
    this.#limitBytes = bytes;
  }

  take(frame: Uint8Array): Joined {
    if (frame.length > maxFrameBytes)
      return malformed(`a frame of ${frame.length} bytes; the most is ${maxFrameBytes}`);
    const head = frame[0];
    if (head === undefined) return malformed("an empty frame");
    const lane: Lane = (head & bulkBit) === 0 ? "control" : "bulk";
    const cut = this.#cut[lane];
    switch (head & ~bulkBit) {
      case kinds.whole:
        if (cut !== null) return malformed(`a new ${lane} message inside a cut one`);
        return this.#whole(lane, [frame.subarray(kindBytes)]);
      case kinds.shared:
        if (cut !== null) return malformed(`a new ${lane} message inside a cut one`);
        return this.#shared(lane, frame);
      case kinds.first:
        if (cut !== null) return malformed(`a new ${lane} message inside a cut one`);
        return this.#first(lane, frame);
      case kinds.next:
        if (cut === null) return malformed(`a piece of no ${lane} message`);
        return this.#next(lane, cut, frame.subarray(kindBytes));
      default:
        return malformed(`an unknown kind of frame (${head})`);
    }
  }

  #tooLong(lane: Lane, total: number): Joined | null {
    return total <= this.#limitBytes
      ? null
      : malformed(`a ${lane} message of ${total} bytes; the most is ${this.#limitBytes}`);
  }

  #whole(lane: Lane, messages: readonly Uint8Array[]): Joined {
    const longest = Math.max(...messages.map(({ length }) => length));
    return this.#tooLong(lane, longest) ?? { type: "messages", lane, messages };
  }

  #shared(lane: Lane, frame: Uint8Array): Joined {
    if (frame.length > sharedFrameBytes)
      return malformed(`a shared frame of ${frame.length} bytes; the most is ${sharedFrameBytes}`);
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    const messages: Uint8Array[] = [];
    for (let at = kindBytes; at < frame.length;) {
      if (at + lengthBytes > frame.length) return malformed("a shared frame that ends within a length");
      const begin = at + lengthBytes;
      at = begin + view.getUint16(at, true);
      if (at > frame.length) return malformed("a shared frame that ends within a message");
      messages.push(frame.slice(begin, at));
    }
    if (messages.length < 2) return malformed("a shared frame with fewer than two messages");
    return this.#whole(lane, messages);
  }

  #first(lane: Lane, frame: Uint8Array): Joined {
    if (frame.length < kindBytes + totalBytes) return malformed("a first piece without its total");
    const total = new DataView(frame.buffer, frame.byteOffset).getUint32(kindBytes, true);
    const tooLong = this.#tooLong(lane, total);
    if (tooLong !== null) return tooLong;
    if (total <= wholePayload) return malformed(`a cut ${lane} message of only ${total} bytes`);
    return this.#next(lane, { total, pieces: [], arrived: 0 }, frame.subarray(kindBytes + totalBytes));
  }

  #next(lane: Lane, cut: CutMessage, piece: Uint8Array): Joined {
    const expected = payloadAt(cut.arrived, cut.total);
    if (piece.length !== expected) return malformed(`a piece of ${piece.length} bytes; expected ${expected}`);
    cut.pieces.push(piece);
    cut.arrived += piece.length;
    if (cut.arrived < cut.total) {
      this.#cut[lane] = cut;
      return more;
    }
    this.#cut[lane] = null;
    return { type: "messages", lane, messages: [joined(cut)] };
  }
}
