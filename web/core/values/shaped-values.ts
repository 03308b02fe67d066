import type { Packed } from "./format.ts";
import type { Numbers } from "./number-columns.ts";
import * as tag from "./tags.ts";
import { decimalBytes, writeDecimal, writeWhole } from "./whole-numbers.ts";

/** What values that travel as a template and columns of numbers have in common. */
export type Shape =
  | { readonly kind: "number" }
  | { readonly kind: "list"; readonly width: number }
  /** One literal before each number, and one after the last. */
  | { readonly kind: "text"; readonly literals: readonly Uint8Array[] };

/** Texts of one shape are no longer than this, in bytes. */
export const longestText = 255;

/**
 * Values of one shape as a template and columns of numbers. One value is put together when it is read, and all of them when
 * their bytes are asked for: most results are stored and never looked at.
 */
export class ShapedValues {
  /** The template and the numbers in the bytes that travel and are stored. */
  readonly travelled: Uint8Array;
  readonly #shape: Shape;
  readonly #literals: readonly string[];
  readonly #numbers: Numbers;
  #packed: Packed | null = null;

  constructor(shape: Shape, literals: readonly string[], numbers: Numbers, travelled: Uint8Array) {
    this.#shape = shape;
    this.#literals = literals;
    this.#numbers = numbers;
    this.travelled = travelled;
  }

  get count(): number {
    return this.#numbers.count;
  }

  /** All values in their bytes, made at the first call and then kept. */
  get packed(): Packed {
    this.#packed ??=
      this.#shape.kind === "text"
        ? texts(this.#shape.literals, this.#numbers)
        : wholeNumbers(this.#shape.kind === "list", this.#numbers);
    return this.#packed;
  }

  at(row: number): number | readonly number[] | string {
    const { width } = this.#numbers;
    switch (this.#shape.kind) {
      case "number":
        return this.#numbers.get(0, row);
      case "list":
        return Array.from({ length: width }, (_, column) => this.#numbers.get(column, row));
      case "text": {
        let text = this.#literals[0] ?? "";
        for (let column = 0; column < width; column += 1) {
          text += `${this.#numbers.get(column, row)}${this.#literals[column + 1] ?? ""}`;
        }
        return text;
      }
    }
  }

  /** The same values without `travelled`, for keeping in memory: neither wire nor journal gets them again. */
  alone(): ShapedValues {
    return new ShapedValues(this.#shape, this.#literals, this.#numbers, new Uint8Array());
  }
}

/** `undefined` if a text would be longer than a shape allows: the bytes may come from a stranger. */
export function shapedValues(shape: Shape, numbers: Numbers, travelled: Uint8Array): ShapedValues | Packed | undefined {
  if (shape.kind !== "text") return new ShapedValues(shape, [], numbers, travelled);
  const { literals } = shape;
  if (!areShort(literals, numbers)) return undefined;
  // Characters beyond ASCII may be halves of some: only the reader of values knows what to make of those.
  const isPlain = literals.every((literal) => literal.every((byte) => byte < 0x80));
  if (!isPlain) return texts(literals, numbers);
  const words = literals.map((literal) => String.fromCharCode(...literal));
  return new ShapedValues(shape, words, numbers, travelled);
}

function areShort(literals: readonly Uint8Array[], numbers: Numbers): boolean {
  const { width, count } = numbers;
  const plain = literals.reduce((sum, literal) => sum + literal.length, 0);
  let longest = plain;
  for (let column = 0; column < width; column += 1) longest += decimalBytes(numbers.largest(column));
  if (longest <= longestText) return true;
  for (let row = 0; row < count; row += 1) {
    let length = plain;
    for (let column = 0; column < width; column += 1) length += decimalBytes(numbers.get(column, row));
    if (length > longestText) return false;
  }
  return true;
}

function texts(literals: readonly Uint8Array[], numbers: Numbers): Packed {
  const { width, count } = numbers;
  const plain = literals.reduce((sum, literal) => sum + literal.length, 0);
  const bytes = new Uint8Array(count * (2 + plain + 10 * width));
  const ends = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < count; row += 1) {
    let length = plain;
    for (let column = 0; column < width; column += 1) length += decimalBytes(numbers.get(column, row));
    const isShort = length <= tag.mostShortText;
    if (!isShort) bytes[at++] = tag.text8;
    bytes[at++] = isShort ? tag.shortText + length : length;
    for (const [column, literal] of literals.entries()) {
      for (const byte of literal) bytes[at++] = byte;
      if (column < width) at = writeDecimal(numbers.get(column, row), bytes, at);
    }
    ends[row] = at;
  }
  return { ends, bytes: bytes.slice(0, at) };
}

function wholeNumbers(inList: boolean, numbers: Numbers): Packed {
  const { width, count } = numbers;
  const bytes = new Uint8Array(count * (1 + 5 * width));
  const ends = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < count; row += 1) {
    if (inList) bytes[at++] = tag.shortList + width;
    for (let column = 0; column < width; column += 1) at = writeWhole(numbers.get(column, row), bytes, at);
    ends[row] = at;
  }
  return { ends, bytes: bytes.slice(0, at) };
}
