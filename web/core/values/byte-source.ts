import { maxBigIntBytes } from "./limits.ts";

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts of this many bytes and fewer are read character by character as long as those are ASCII. */
const plainBytes = 40;

/** Bytes that are read from their start to their end, and the scalar values of the format in them. */
export class ByteSource {
  /** Where the next byte is. */
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = start;
    this.#end = end;
  }

  /** Bytes until the end. */
  get left(): number {
    return this.#end - this.at;
  }

  /** The place of the next `size` bytes, which are then behind. @throws TypeError if there are fewer. */
  take(size: number): number {
    const { at } = this;
    if (size > this.#end - at) throw new TypeError("the bytes end inside the value");
    this.at = at + size;
    return at;
  }

  byte(): number {
    return this.#view.getUint8(this.take(1));
  }

  /** A whole number from 0 in one, two or four bytes, for a `power` of 0, 1 or 2. */
  uint(power: number): number {
    if (power === 0) return this.byte();
    return power === 1 ? this.#view.getUint16(this.take(2)) : this.#view.getUint32(this.take(4));
  }

  /** A whole number in `size` bytes, the first of which has its sign. */
  int(size: 1 | 2 | 4): number {
    const at = this.take(size);
    if (size === 1) return this.#view.getInt8(at);
    return size === 2 ? this.#view.getInt16(at) : this.#view.getInt32(at);
  }

  float64(): number {
    return this.#view.getFloat64(this.take(8));
  }

  /** The next `length` bytes, in the memory of all of them. */
  bytes(length: number): Uint8Array {
    const at = this.take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A text of `length` bytes in UTF-8; of a longer one than `most` bytes only the beginning, and `…`. */
  text(length: number, most = length): string {
    const at = this.take(length);
    const shown = Math.min(length, most);
    if (shown <= plainBytes) {
      let text = "";
      for (let byte = at; byte < at + shown; byte += 1) {
        const code = this.#bytes[byte] ?? 0x80;
        if (code > 0x7f) return this.#decoded(at, shown, length);
        text += String.fromCharCode(code);
      }
      if (shown === length) return text;
    }
    return this.#decoded(at, shown, length);
  }

  #decoded(at: number, shown: number, length: number): string {
    const text = decoder.decode(this.#bytes.subarray(at, at + shown));
    // A character may have been cut in two.
    return shown === length ? text : `${text.replace(/\uFFFD+$/, "")}…`;
  }

  /** A text of `length` bytes in code units; of a longer one than `most` units only the beginning, and `…`. */
  utf16(length: number, most = length): string {
    if (length % 2 !== 0) throw new TypeError("a text of half a character");
    const at = this.take(length);
    const units = Math.min(length / 2, most);
    let text = "";
    for (let unit = 0; unit < units; unit += 1) text += String.fromCharCode(this.#view.getUint16(at + 2 * unit));
    if (units === length / 2) return text;
    // No pair is cut in two: the first unit left off may be the second half of one.
    const isCut = this.#view.getUint16(at + 2 * units) >> 10 === 0x37;
    return `${isCut ? text.replace(/[\uD800-\uDBFF]$/, "") : text}…`;
  }

  bigInt(length: number): bigint {
    if (length < 2) throw new TypeError("a big integer without digits");
    if (length - 1 > maxBigIntBytes) {
      throw new TypeError(`a big integer of ${length - 1} bytes; the most is ${maxBigIntBytes}`);
    }
    const isNegative = this.byte() === 1;
    let digits = "0x";
    for (const byte of this.bytes(length - 1)) digits += byte.toString(16).padStart(2, "0");
    const magnitude = BigInt(digits);
    return isNegative ? -magnitude : magnitude;
  }
}
