import { formatCount } from "../words/format.ts";
import type { Stage } from "./stage.ts";

/** Labels of `TextDecoder`, by the mark before the text. */
const marks = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
] as const;

type Encoding = (typeof marks)[number]["encoding"];

/** Bytes of the longest mark. */
const mostMarkBytes = 3;

const names: Readonly<Record<Encoding, string>> = { "utf-8": "UTF-8", "utf-16le": "UTF-16", "utf-16be": "UTF-16" };

const remedy = "save the file as UTF-8, then pick it again";

/**
 * Text of a file's bytes: UTF-8, or what the mark at the beginning says; the mark is no part of the text. Malformed bytes are
 * an error and never replaced, since a task would compute something else than the file has. So is UTF-16 without its mark: its
 * bytes are UTF-8, too, with a zero beside each letter.
 */
export class TextDecoding implements Stage<Uint8Array, string> {
  #encoding: Encoding | null = null;
  /** Bytes that belong together with those to come. */
  #rest: Uint8Array = new Uint8Array();
  /** Bytes before `#rest`, and line ends in them. */
  #before = 0;
  #lineEnds = 0;
  #isBehindReturn = false;

  *take(piece: Uint8Array): Generator<string> {
    this.#rest = joined(this.#rest, piece);
    if (this.#encoding === null && this.#rest.length < mostMarkBytes) return;
    const encoding = this.#findEncoding();
    yield* this.#decode(encoding, wholeEnd(encoding, this.#rest));
  }

  *end(): Generator<string> {
    yield* this.#decode(this.#findEncoding(), this.#rest.length);
  }

  /** Leaves out the mark. */
  #findEncoding(): Encoding {
    if (this.#encoding !== null) return this.#encoding;
    const mark = markOf(this.#rest);
    if (mark === undefined && this.#rest.subarray(0, 2).includes(0)) {
      throw new Error(`line 1: the file begins like UTF-16 without the mark of it; ${remedy}`);
    }
    this.#encoding = mark?.encoding ?? "utf-8";
    this.#skip(mark?.bytes.length ?? 0);
    return this.#encoding;
  }

  #skip(bytes: number): void {
    this.#rest = this.#rest.subarray(bytes);
    this.#before += bytes;
  }

  *#decode(encoding: Encoding, end: number): Generator<string> {
    const bytes = this.#rest.subarray(0, end);
    const text = decoded(encoding, bytes);
    if (text !== null) {
      this.#skip(end);
      yield* this.#give(text);
      return;
    }
    const right = rightBytes(encoding, bytes);
    yield* this.#give(decoded(encoding, bytes.subarray(0, right), { stream: true }) ?? "");
    const [line, byte] = [this.#lineEnds + 1, this.#before + right + 1].map(formatCount);
    throw new Error(`line ${line}: byte ${byte} of the file is no ${names[encoding]}; ${remedy}`);
  }

  *#give(text: string): Generator<string> {
    if (text === "") return;
    if (this.#isBehindReturn && text.startsWith("\n")) this.#lineEnds -= 1;
    this.#isBehindReturn = text.endsWith("\r");
    this.#lineEnds += lineEndsIn(text);
    yield text;
  }
}

function markOf(bytes: Uint8Array): (typeof marks)[number] | undefined {
  return marks.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte));
}

/** `UTF-8`, or what the mark at the beginning says. */
export function encodingOf(head: Uint8Array): string {
  return names[markOf(head)?.encoding ?? "utf-8"];
}

function lineEndsIn(text: string): number {
  if (text.includes("\r")) return text.match(/\r\n?|\n/g)?.length ?? 0;
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** null where the bytes are malformed; with `stream` the last character may be unfinished, and is left out. */
function decoded(encoding: Encoding, bytes: Uint8Array, options?: TextDecodeOptions): string | null {
  try {
    // A mark within the text is part of it.
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, options);
  } catch {
    return null;
  }
}

/** How many bytes there are before the first wrong one. */
function rightBytes(encoding: Encoding, bytes: Uint8Array): number {
  let [right, wrong] = [0, bytes.length];
  while (right + 1 < wrong) {
    const middle = (right + wrong) >>> 1;
    if (decoded(encoding, bytes.subarray(0, middle), { stream: true }) === null) wrong = middle;
    else right = middle;
  }
  return right;
}

/** Where the last character that is whole ends. */
function wholeEnd(encoding: Encoding, bytes: Uint8Array): number {
  const { length } = bytes;
  if (encoding === "utf-8") return wholeUtf8End(bytes);
  const even = length - (length % 2);
  const high = bytes[encoding === "utf-16le" ? even - 1 : even - 2] ?? 0;
  // The first half of a surrogate pair.
  return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
}

function wholeUtf8End(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back += 1) {
    const byte = bytes[length - back] ?? 0;
    if (byte < 0x80) return length;
    // The first byte of a character says how many it has.
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? length - back : length;
  }
  return length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
