import type { Packed } from "../values/format.ts";
import { lookAtMost, valueAt } from "../values/packed.ts";
import type { InputSource } from "./input-source.ts";

/** Chunks below both limits are put together: a slow stream brings its inputs one at a time. */
const smallBytes = 64 * 1_024;
const smallValues = 4_096;

/** The inputs of a job that grows, packed as they travel, in the chunks in which they came. */
export class AppendedInputs implements InputSource {
  readonly #chunks: Packed[] = [];
  /** The index of each chunk's first input. */
  readonly #firsts: number[] = [];
  #total = 0;

  constructor(chunks: Iterable<Packed> = []) {
    for (const chunk of chunks) this.append(chunk);
  }

  get total(): number {
    return this.#total;
  }

  append(inputs: Packed): void {
    const count = inputs.ends.length;
    if (count === 0) return;
    const last = this.#chunks.at(-1);
    if (last !== undefined && isSmall(last) && isSmall(inputs)) {
      this.#chunks[this.#chunks.length - 1] = joined(last, inputs);
    } else {
      this.#chunks.push(inputs);
      this.#firsts.push(this.#total);
    }
    this.#total += count;
  }

  at(index: number): unknown {
    const { chunk, place } = this.#find(index);
    return valueAt(chunk, place);
  }

  look(index: number): unknown {
    const { chunk, place } = this.#find(index);
    return lookAtMost(chunk, place);
  }

  /** All inputs as one list. @throws RangeError where they are too many bytes for one. */
  toPacked(): Packed {
    const bytes = this.#chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    return this.#chunks.length === 1 && this.#chunks[0] !== undefined
      ? this.#chunks[0]
      : copied(this.#chunks, this.#total, bytes);
  }

  #find(index: number): { readonly chunk: Packed; readonly place: number } {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    const chunk = this.#chunks[low];
    if (chunk === undefined || !Number.isInteger(index) || index < 0 || index >= this.#total) {
      throw new RangeError(`there is no input ${index}: there are ${this.#total} so far`);
    }
    return { chunk, place: index - (this.#firsts[low] ?? 0) };
  }
}

function isSmall({ ends, bytes }: Packed): boolean {
  return ends.length < smallValues && bytes.length < smallBytes;
}

function joined(first: Packed, second: Packed): Packed {
  return copied([first, second], first.ends.length + second.ends.length, first.bytes.length + second.bytes.length);
}

function copied(chunks: readonly Packed[], count: number, byteLength: number): Packed {
  const ends = new Uint32Array(count);
  const bytes = new Uint8Array(byteLength);
  let [nth, at] = [0, 0];
  for (const chunk of chunks) {
    for (const end of chunk.ends) {
      ends[nth] = at + end;
      nth += 1;
    }
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return { ends, bytes };
}
