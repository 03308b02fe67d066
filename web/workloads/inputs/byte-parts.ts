import type { Stage } from "../../text/stage.ts";

/** Parts of a file's bytes, each as large as the others but the last one. */
export class ByteParts implements Stage<Uint8Array, Uint8Array> {
  readonly #size: number;
  #part: Uint8Array<ArrayBuffer>;
  #filled = 0;

  constructor(size: number) {
    this.#size = size;
    this.#part = new Uint8Array(size);
  }

  *take(piece: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < piece.length;) {
      const more = piece.subarray(from, from + this.#size - this.#filled);
      this.#part.set(more, this.#filled);
      this.#filled += more.length;
      from += more.length;
      if (this.#filled === this.#size) yield* this.end();
    }
  }

  *end(): Generator<Uint8Array> {
    if (this.#filled === 0) return;
    const part = this.#part.slice(0, this.#filled);
    this.#filled = 0;
    yield part;
  }
}
