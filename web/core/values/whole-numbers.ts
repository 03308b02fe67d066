import * as tag from "./tags.ts";

/** Whole numbers from 0 to 2^32 - 1, as MessagePack writes them and as people do. */

/** Bytes of the whole number that begins with this byte; 0 if the byte begins another value. */
export function wholeBytes(first: number): number {
  if (first < tag.shortMap) return 1;
  return first >= tag.uint8 && first <= tag.uint32 ? 1 + (1 << (first - tag.uint8)) : 0;
}

/** Writes the number at `at` and returns where it ends. */
export function writeWhole(value: number, bytes: Uint8Array, at: number): number {
  if (value < tag.shortMap) {
    bytes[at] = value;
    return at + 1;
  }
  const size = value < 0x100 ? 1 : value < 0x1_0000 ? 2 : 4;
  bytes[at] = size === 1 ? tag.uint8 : size === 2 ? tag.uint16 : tag.uint32;
  for (let byte = size; byte > 0; byte -= 1) bytes[at + 1 + size - byte] = value >>> (8 * (byte - 1));
  return at + 1 + size;
}

export function decimalBytes(value: number): number {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1_000 ? 3 : 4;
  if (value < 100_000_000) return value < 1_000_000 ? (value < 100_000 ? 5 : 6) : value < 10_000_000 ? 7 : 8;
  return value < 1_000_000_000 ? 9 : 10;
}

/** Writes the number's decimal digits at `at` and returns where they end. */
export function writeDecimal(value: number, bytes: Uint8Array, at: number): number {
  const end = at + decimalBytes(value);
  let left = value >>> 0;
  for (let digit = end - 1; digit >= at; digit -= 1) {
    const tens = (left / 10) >>> 0;
    bytes[digit] = 0x30 + left - 10 * tens;
    left = tens;
  }
  return end;
}

const mostVarintBytes = 5;

/** The most bytes that `count` varints take. */
export function varintRoom(count: number): number {
  return mostVarintBytes * count;
}

/** Writes the number at `at`, seven bits a byte, the lowest first, each byte but the last with its highest bit set. Returns where it ends. */
export function writeVarint(value: number, bytes: Uint8Array, at: number): number {
  let end = at;
  let left = value;
  while (left > 0x7f) {
    bytes[end] = (left & 0x7f) | 0x80;
    left >>>= 7;
    end += 1;
  }
  bytes[end] = left;
  return end + 1;
}

/** Reads one varint after the other. `next` is -1 if the bytes are no number of 32 bits. */
export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the next number begins. */
  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  next(): number {
    let value = 0;
    let weight = 1;
    for (let size = 1; size <= mostVarintBytes; size += 1, weight *= 0x80) {
      const byte = this.#bytes[this.#at] ?? 0x80;
      this.#at += 1;
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value <= 0xffff_ffff ? value : -1;
    }
    return -1;
  }
}
