import type { Packed } from "./format.ts";
import { Numbers, readNumbers, writeNumbers } from "./number-columns.ts";
import { longestText, shapedValues, type Shape, type ShapedValues } from "./shaped-values.ts";
import * as tag from "./tags.ts";
import { wholeBytes } from "./whole-numbers.ts";

/**
 * Values of one shape as a template and columns of the numbers in them, as log compressors store messages (CLP:
 * Rodrigues, Luo and Yuan, 2021): `8399 * 8399 = 70543201` takes 6 bytes on the way instead of 23. The shapes are those
 * of most tasks' inputs and results: a whole number, a list of such, and a short plain text with numbers in it.
 */
const kinds = ["number", "list", "text"] as const;

const mostInText = 8;

/** Fewer values gain nothing from a template. */
const fewestValues = 16;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function widthOf(shape: Shape): number {
  if (shape.kind === "number") return 1;
  return shape.kind === "list" ? shape.width : shape.literals.length - 1;
}

/** Where a text's characters begin; 0 if the value is no short text. */
function textStart(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] ?? 0;
  const isShort = first >= tag.shortText && first <= tag.shortText + tag.mostShortText;
  const at = isShort ? start + 1 : first === tag.text8 ? start + 2 : 0;
  return end - at <= longestText ? at : 0;
}

function shapeOf(bytes: Uint8Array, start: number, end: number): Shape | null {
  const first = bytes[start] ?? 0;
  if (first >= tag.shortList && first < tag.shortText) return { kind: "list", width: first - tag.shortList };
  const text = textStart(bytes, start, end);
  if (text === 0) return { kind: "number" };
  const literals = literalsOf(bytes, text, end);
  return literals.length - 1 <= mostInText ? { kind: "text", literals } : null;
}

function literalsOf(bytes: Uint8Array, start: number, end: number): readonly Uint8Array[] {
  const literals: Uint8Array[] = [];
  let from = start;
  for (let at = start; at < end; at += 1) {
    if (!isDigit(bytes[at] ?? 0)) continue;
    literals.push(bytes.slice(from, at));
    while (isDigit(bytes[at + 1] ?? 0) && at + 1 < end) at += 1;
    from = at + 1;
  }
  literals.push(bytes.slice(from, end));
  return literals;
}

/** null if the values have no common shape, or would not become shorter. */
export function toShaped({ ends, bytes }: Packed): Uint8Array | null {
  const count = ends.length;
  const shape = count < fewestValues ? null : shapeOf(bytes, 0, ends[0] ?? 0);
  if (shape === null) return null;
  const numbers = new Numbers(widthOf(shape), count);
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    const end = ends[row] ?? 0;
    if (!takeApart(shape, bytes, start, end, numbers, row)) return null;
    start = end;
  }
  const columns = writeNumbers(numbers);
  const head = headOf(shape);
  if (head.length + columns.length >= count + bytes.length) return null;
  const shaped = new Uint8Array(head.length + columns.length);
  shaped.set(head);
  shaped.set(columns, head.length);
  return shaped;
}

function takeApart(
  shape: Shape,
  bytes: Uint8Array,
  start: number,
  end: number,
  numbers: Numbers,
  row: number,
): boolean {
  if (shape.kind === "text") return takeTextApart(shape.literals, bytes, start, end, numbers, row);
  let at = start;
  if (shape.kind === "list") {
    if (bytes[at] !== tag.shortList + shape.width) return false;
    at += 1;
  }
  for (let column = 0; column < numbers.width; column += 1) {
    const size = wholeBytes(bytes[at] ?? tag.unused);
    if (size === 0 || at + size > end) return false;
    let value = size === 1 ? (bytes[at] ?? 0) : 0;
    for (let byte = 1; byte < size; byte += 1) value = value * 256 + (bytes[at + byte] ?? 0);
    numbers.set(column, row, value);
    at += size;
  }
  return at === end;
}

function takeTextApart(
  literals: readonly Uint8Array[],
  bytes: Uint8Array,
  start: number,
  end: number,
  numbers: Numbers,
  row: number,
): boolean {
  let at = textStart(bytes, start, end);
  if (at === 0) return false;
  for (let column = 0; ; column += 1) {
    const literal = literals[column];
    if (literal === undefined) return false;
    for (let byte = 0; byte < literal.length; byte += 1, at += 1) {
      if (at === end || bytes[at] !== literal[byte]) return false;
    }
    if (column === literals.length - 1) return at === end;
    const first = at;
    let value = 0;
    for (; at < end && isDigit(bytes[at] ?? 0); at += 1) value = value * 10 + (bytes[at] ?? 0) - 0x30;
    const digits = at - first;
    // A leading zero would be lost, and ten digits are what 32 bits have.
    if (digits === 0 || digits > 10 || value > 0xffff_ffff || (digits > 1 && bytes[first] === 0x30)) return false;
    numbers.set(column, row, value);
  }
}

function headOf(shape: Shape): Uint8Array {
  const kind = kinds.indexOf(shape.kind);
  if (shape.kind !== "text") return Uint8Array.of(kind, widthOf(shape));
  const parts = shape.literals.flatMap((literal) => [literal.length, ...literal]);
  return Uint8Array.of(kind, widthOf(shape), ...parts);
}

/** The shape that the bytes begin with, and where it ends; null if they begin with none. */
function readHead(bytes: Uint8Array): { shape: Shape; at: number } | null {
  const kind = kinds[bytes[0] ?? kinds.length];
  const width = bytes[1] ?? 0;
  if (kind === "number") return width === 1 ? { shape: { kind }, at: 2 } : null;
  if (kind === "list") return width <= tag.mostShortItems ? { shape: { kind, width }, at: 2 } : null;
  if (kind === undefined || width > mostInText) return null;
  const literals: Uint8Array[] = [];
  let at = 2;
  for (let literal = 0; literal <= width; literal += 1) {
    const length = bytes[at] ?? bytes.length;
    if (at + 1 + length > bytes.length) return null;
    literals.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { shape: { kind, literals }, at };
}

/** The values again; `undefined` if the bytes, which may come from a stranger, are no values of one shape. */
export function fromShaped(shaped: Uint8Array, count: number): ShapedValues | Packed | undefined {
  const head = readHead(shaped);
  if (head === null) return undefined;
  const { shape, at } = head;
  const numbers = readNumbers(shaped.subarray(at), widthOf(shape), count);
  return numbers === null ? undefined : shapedValues(shape, numbers, shaped);
}
