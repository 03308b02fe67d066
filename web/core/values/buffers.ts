import type { ByteSink } from "./byte-sink.ts";
import { extensions, viewKinds, type ViewKind } from "./format.ts";
import * as tag from "./tags.ts";

/**
 * The ArrayBuffers that a writer meets in one value. Most views have a buffer for themselves and are written with their
 * bytes alone. A buffer that is met twice is shared by parts of the value: the value is then written anew, with the whole
 * buffer once and views that name it.
 */
export class MetBuffers {
  readonly #uses: Map<ArrayBufferLike, "seen" | "met again" | "shared">;

  /** `shared`: the buffers that are known to be shared from writing the value before. */
  constructor(shared: readonly ArrayBufferLike[] = []) {
    this.#uses = new Map(shared.map((buffer) => [buffer, "shared"]));
  }

  /** The buffers that were met more than once. */
  get shared(): readonly ArrayBufferLike[] {
    return [...this.#uses.entries()].flatMap(([buffer, use]) => (use === "met again" ? [buffer] : []));
  }

  /** What to write of the buffer: after "met again" nothing, since the value is written anew. */
  meet(buffer: ArrayBufferLike): "alone" | "met again" | "shared" {
    const known = this.#uses.get(buffer);
    if (known === "shared") return "shared";
    this.#uses.set(buffer, known === undefined ? "seen" : "met again");
    return known === undefined ? "alone" : "met again";
  }
}

/** A view that has its buffer for itself: its kind and its own bytes. */
export function writeOwnView(sink: ByteSink, kind: ViewKind, bytes: Uint8Array): void {
  if (kind !== "Uint8Array") {
    sink.extension(extensions.view, 1 + bytes.length);
    sink.byte(viewKinds.indexOf(kind));
  } else if (bytes.length < 0x100) {
    sink.byte(tag.bytes8);
    sink.byte(bytes.length);
  } else {
    sink.head(0, -1, tag.bytes16, bytes.length);
  }
  sink.raw(bytes);
}
