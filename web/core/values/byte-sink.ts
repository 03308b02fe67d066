import { TooLarge } from "./culprit.ts";
import { extensions } from "./format.ts";
import * as tag from "./tags.ts";
import { writeWhole } from "./whole-numbers.ts";

const encoder = /* @__PURE__ */ new TextEncoder();

/** Texts up to here are written character by character as long as those are ASCII: most keys and most short results. */
const plainLength = 200;

/** Longer texts are encoded by themselves first: room for the worst case would be three times their length. */
const longText = 64 * 1024;

/** Bytes in front of a payload of up to 4 GB: tag, length, type. */
const longHead = 6;

/** Bytes that grow, and the scalar values of the format written into them. */
export class ByteSink {
  bytes: Uint8Array;
  at = 0;
  #view: DataView;
  #start = 0;
  /** Of the value that is being written; without bounds between values. */
  #most = Number.POSITIVE_INFINITY;

  constructor(bytes: number) {
    this.bytes = new Uint8Array(bytes);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** A value begins, which may take at most `mostBytes`. */
  begin(mostBytes: number): void {
    this.#start = this.at;
    this.#most = mostBytes;
  }

  /** @throws Culprit where the value, and `spare` bytes that are still to come, are more than it may take. */
  check(spare = 0): void {
    if (this.at + spare - this.#start > this.#most) throw new TooLarge(`takes more than ${inKibibytes(this.#most)}`);
  }

  /** The value is written. @throws Culprit where it is too large. */
  end(): void {
    this.check();
    this.#most = Number.POSITIVE_INFINITY;
  }

  /** Nothing of the value counts. */
  undo(): void {
    this.at = this.#start;
    this.#most = Number.POSITIVE_INFINITY;
  }

  /** Makes room for this many further bytes. */
  reserve(size: number): void {
    const needed = this.at + size;
    if (needed <= this.bytes.length) return;
    this.check();
    let grown = this.bytes.length;
    while (grown < needed) grown *= 2;
    const larger = new Uint8Array(grown);
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at] = value;
    this.at += 1;
  }

  number(value: number): void {
    this.reserve(9);
    if (value >>> 0 === value && !Object.is(value, -0)) {
      this.at = writeWhole(value, this.bytes, this.at);
    } else if (value < 0 && value >= -0x8000_0000 && Number.isInteger(value)) {
      this.#negative(value);
    } else {
      this.bytes[this.at] = tag.float64;
      this.#view.setFloat64(this.at + 1, value);
      this.at += 9;
    }
  }

  #negative(value: number): void {
    const { at } = this;
    if (value >= tag.negative - 0x100) {
      this.#view.setInt8(at, value);
      this.at = at + 1;
    } else if (value >= -0x80) {
      this.bytes[at] = tag.int8;
      this.#view.setInt8(at + 1, value);
      this.at = at + 2;
    } else if (value >= -0x8000) {
      this.bytes[at] = tag.int16;
      this.#view.setInt16(at + 1, value);
      this.at = at + 3;
    } else {
      this.bytes[at] = tag.int32;
      this.#view.setInt32(at + 1, value);
      this.at = at + 5;
    }
  }

  float(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.at, value);
    this.at += 8;
  }

  /** A tag and a length: in the tag itself, or in two bytes, or (the next tag after `long`) in four. */
  head(short: number, mostShort: number, long: number, length: number): void {
    this.reserve(5);
    if (length <= mostShort) {
      this.bytes[this.at] = short + length;
      this.at += 1;
    } else if (length < 0x1_0000) {
      this.bytes[this.at] = long;
      this.#view.setUint16(this.at + 1, length);
      this.at += 3;
    } else {
      this.bytes[this.at] = long + 1;
      this.#view.setUint32(this.at + 1, length);
      this.at += 5;
    }
  }

  text(text: string): void {
    if (text.length <= plainLength && this.#plainText(text)) return;
    if (text.length > this.#most) throw new TooLarge(`takes more than ${inKibibytes(this.#most)}`);
    if (/\p{Surrogate}/u.test(text)) this.#utf16(text);
    else this.#utf8(text);
  }

  #plainText(text: string): boolean {
    const { length } = text;
    this.reserve(2 + length);
    const { bytes } = this;
    const start = this.at + (length <= tag.mostShortText ? 1 : 2);
    for (let character = 0; character < length; character += 1) {
      const code = text.charCodeAt(character);
      if (code > 0x7f) return false;
      bytes[start + character] = code;
    }
    if (length <= tag.mostShortText) {
      bytes[this.at] = tag.shortText + length;
    } else {
      bytes[this.at] = tag.text8;
      bytes[this.at + 1] = length;
    }
    this.at = start + length;
    return true;
  }

  #utf8(text: string): void {
    if (text.length > longText) {
      if (this.#longAscii(text)) return;
      const encoded = encoder.encode(text);
      this.#textHead(encoded.length);
      this.raw(encoded);
      return;
    }
    this.reserve(5 + 3 * text.length);
    const { written } = encoder.encodeInto(text, this.bytes.subarray(this.at + 5));
    const from = this.at + 5;
    this.#textHead(written);
    this.bytes.copyWithin(this.at, from, from + written);
    this.at += written;
  }

  /** Writes a long text if it is ASCII, without a copy of it in between; tells whether it is. */
  #longAscii(text: string): boolean {
    const { length } = text;
    this.reserve(5 + length);
    const start = this.at;
    this.#textHead(length);
    const { read } = encoder.encodeInto(text, this.bytes.subarray(this.at, this.at + length));
    this.at = read === length ? this.at + length : start;
    return read === length;
  }

  #textHead(length: number): void {
    if (length > tag.mostShortText && length < 0x100) {
      this.reserve(2);
      this.bytes[this.at] = tag.text8;
      this.bytes[this.at + 1] = length;
      this.at += 2;
    } else {
      this.head(tag.shortText, tag.mostShortText, tag.text16, length);
    }
  }

  #utf16(text: string): void {
    this.extension(extensions.utf16, 2 * text.length);
    this.reserve(2 * text.length);
    for (let unit = 0; unit < text.length; unit += 1) {
      this.#view.setUint16(this.at, text.charCodeAt(unit));
      this.at += 2;
    }
  }

  /** The head of an extension whose payload of `length` bytes follows. */
  extension(type: number, length: number): void {
    this.reserve(longHead);
    if (length === 1 || length === 4 || length === 8) {
      this.bytes[this.at] =
        length === 1 ? tag.fixedExtension1 : length === 4 ? tag.fixedExtension4 : tag.fixedExtension8;
      this.at += 1;
    } else if (length < 0x100) {
      this.bytes[this.at] = tag.extension8;
      this.bytes[this.at + 1] = length;
      this.at += 2;
    } else {
      this.bytes[this.at] = tag.extension32;
      this.#view.setUint32(this.at + 1, length);
      this.at += 5;
    }
    this.bytes[this.at] = type;
    this.at += 1;
  }

  /** Begins an extension whose length is not known yet; the answer is for `endExtension`. */
  beginExtension(type: number): number {
    this.reserve(longHead);
    this.bytes[this.at] = tag.extension32;
    this.bytes[this.at + 5] = type;
    this.at += longHead;
    return this.at;
  }

  endExtension(payloadAt: number): void {
    this.#view.setUint32(payloadAt - longHead + 1, this.at - payloadAt);
  }

  raw(bytes: Uint8Array): void {
    if (bytes.length > this.#most) throw new TooLarge(`takes more than ${inKibibytes(this.#most)}`);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
    this.check();
  }

  uint32(value: number): void {
    this.reserve(4);
    this.#view.setUint32(this.at, value);
    this.at += 4;
  }
}

/** `63 MiB`, `64 KiB` */
function inKibibytes(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`;
}
