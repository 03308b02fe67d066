/**
 * How values are written as bytes: in MessagePack, whose own types hold null, booleans, numbers, texts, dense lists,
 * objects with texts as keys, and bytes (a Uint8Array); everything else is an extension of one of the types below.
 * Its tags are in `tags.ts`. Lengths and numbers are big-endian. A payload "of values" holds encoded values, one after the other.
 *
 * Lists, objects, extensions from `date` to `error` and bytes are numbered from 0 in the order in which they begin;
 * `reference` names one of them again, which is how cycles and shared parts come back.
 */
export const extensions = {
  /** One byte, 0. */
  undefined: 1,
  /** A byte that is 1 for a negative number, then the magnitude. */
  bigInt: 2,
  /** Code units of two bytes: a text with a surrogate that has no partner, which UTF-8 cannot say. */
  utf16: 3,
  /** Milliseconds since 1970 as a float of 64 bits; NaN for an invalid date. */
  date: 4,
  /** Values: source and flags. */
  regExp: 5,
  /** Values: a key, its value, and so on. */
  map: 6,
  /** Values: the elements. */
  set: 7,
  /** Values: the length, then a key and its value for each element that is there and each named property. */
  list: 8,
  /** The bytes of an ArrayBuffer. */
  buffer: 9,
  /** A byte for the kind, then the bytes of a typed array or DataView that has its buffer for itself. */
  view: 10,
  /** Values: kind, offset in bytes, length in elements, and the buffer that it shares with others. */
  sharedView: 11,
  /** Values: name, message and stack, then a key and its value for `cause`, `errors` and each property. */
  error: 12,
  /** The number of an object of the same value, in four bytes. */
  reference: 13,
} as const;

/**
 * Encoded values one after the other: value `i` is `bytes.subarray(ends[i - 1] ?? 0, ends[i])`. Plain data, so that threads
 * can hand it to each other.
 */
export interface Packed {
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Kinds of views by their number in the format: never reorder them. */
export const viewKinds = [
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Float16Array",
] as const;

export type ViewKind = (typeof viewKinds)[number];

/** Bytes of one element, in the order of `viewKinds`. */
const elementBytes = [1, 1, 1, 1, 2, 2, 4, 4, 4, 8, 8, 8, 2] as const;

export function bytesPerElement(kind: ViewKind): number {
  return elementBytes[viewKinds.indexOf(kind)] ?? 1;
}

/** The view's kind, such as `Uint8Array`; null if this format has no such kind. A property that claims another kind is ignored. */
export function viewKindOf(view: ArrayBufferView): ViewKind | null {
  if (view instanceof DataView) return "DataView";
  // The getter that all typed arrays share reads what the view is, not what it says of itself.
  const tag: unknown = Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, view);
  return viewKinds.find((kind) => kind === tag) ?? null;
}

/** Errors that the language itself makes, by name; every other name stands on a plain `Error`. */
export const nativeErrors: Readonly<Record<string, new (message?: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};
