import { wholeBytes, writeWhole } from "./whole-numbers.ts";
import * as tag from "./tags.ts";

/**
 * Writes and reads the values that most tasks take and give: whole numbers, short plain texts, short lists of both. Several
 * times as fast as the writer and the reader that know every kind of value, which all other values are left to.
 */

/** Bytes that a small value takes at most: a list of texts. */
export const maxSmallBytes = 1 + tag.mostShortItems * (1 + tag.mostShortText);

/** Writes the value at `at` and returns where it ends; -1 if it is none of these. There must be `maxSmallBytes`. */
export function writeSmall(value: unknown, bytes: Uint8Array, at: number): number {
  if (!Array.isArray(value)) return writeScalar(value, bytes, at);
  const items: readonly unknown[] = value;
  // Holes have no key, and named properties have one more.
  if (items.length > tag.mostShortItems || Object.keys(items).length !== items.length) return -1;
  bytes[at] = tag.shortList + items.length;
  let end = at + 1;
  for (let item = 0; item < items.length; item += 1) {
    end = writeScalar(items[item], bytes, end);
    if (end === -1) return -1;
  }
  return end;
}

function writeScalar(value: unknown, bytes: Uint8Array, at: number): number {
  if (typeof value === "string") return writeText(value, bytes, at);
  if (typeof value !== "number") return -1;
  if (value >>> 0 !== value || Object.is(value, -0)) return -1;
  return writeWhole(value, bytes, at);
}

function writeText(text: string, bytes: Uint8Array, at: number): number {
  const { length } = text;
  if (length > tag.mostShortText) return -1;
  bytes[at] = tag.shortText + length;
  for (let character = 0; character < length; character += 1) {
    const code = text.charCodeAt(character);
    if (code > 0x7f) return -1;
    bytes[at + 1 + character] = code;
  }
  return at + 1 + length;
}

/** Stands for every value that `readSmall` does not read. */
export const notSmall = Symbol("not small");

/** The value that is all of `bytes[start, end)`; `notSmall` if that is no such value, or not well formed. */
export function readSmall(bytes: Uint8Array, start: number, end: number): unknown {
  const first = bytes[start] ?? tag.unused;
  if (start >= end) return notSmall;
  if (first < tag.shortList || first >= tag.shortText) return readScalar(bytes, start, end);
  const items: unknown[] = [];
  let at = start + 1;
  for (let left = first - tag.shortList; left > 0; left -= 1) {
    const next = at < end ? at + scalarBytes(bytes[at] ?? tag.unused) : end + 1;
    const item = next <= end ? readScalar(bytes, at, next) : notSmall;
    if (item === notSmall) return notSmall;
    items.push(item);
    at = next;
  }
  return at === end ? items : notSmall;
}

/** Bytes of the scalar that begins with this byte; 0 if the byte begins another value. */
function scalarBytes(first: number): number {
  return first >= tag.shortText && first < tag.nil ? 1 + first - tag.shortText : wholeBytes(first);
}

function readScalar(bytes: Uint8Array, start: number, end: number): unknown {
  const first = bytes[start] ?? tag.unused;
  if (scalarBytes(first) !== end - start) return notSmall;
  if (first < tag.shortMap) return first;
  if (first >= tag.uint8) {
    let value = 0;
    for (let at = start + 1; at < end; at += 1) value = value * 256 + (bytes[at] ?? 0);
    return value;
  }
  let text = "";
  for (let at = start + 1; at < end; at += 1) {
    const code = bytes[at] ?? 0;
    if (code > 0x7f) return notSmall;
    text += String.fromCharCode(code);
  }
  return text;
}
