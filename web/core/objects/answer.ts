import { packAll } from "../values/packed.ts";

/** Python's names where Python has one; `ValueError` is a RangeError here, as JavaScript calls it. */
export type ErrorName =
  | "BrokenBarrierError"
  | "BrokenPipeError"
  | "Empty"
  | "EOFError"
  | "Error"
  | "Full"
  | "Gone"
  | "IndexError"
  | "KeyError"
  | "RangeError"
  | "TypeError";

/** What a call comes to; `value` is one encoded value. */
export type Answer =
  | { readonly type: "value"; readonly value: Uint8Array }
  | { readonly type: "error"; readonly name: ErrorName; readonly message: string };

/** One value as bytes. */
export function encode(value: unknown): Uint8Array {
  return packAll([value]).bytes;
}

export const encodedUndefined = encode(undefined);
export const encodedTrue = encode(true);
export const encodedFalse = encode(false);

export function encodeBoolean(value: boolean): Uint8Array {
  return value ? encodedTrue : encodedFalse;
}
