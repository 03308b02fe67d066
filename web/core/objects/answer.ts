import { packAll, valueAt } from "../values/packed.ts";
import { Refusal } from "./refusal.ts";

/** What a call comes to; `value` is one encoded value, `name` mostly an `ErrorName`: the answer may come from another home. */
export type Answer =
  | { readonly type: "value"; readonly value: Uint8Array }
  | { readonly type: "error"; readonly name: string; readonly message: string };

/** One value as bytes. @throws Refusal where it is too large. */
export function encode(value: unknown): Uint8Array {
  try {
    return packAll([value]).bytes;
  } catch (error) {
    throw new Refusal("TypeError", error instanceof Error ? error.message : String(error));
  }
}

/** One list of encoded values. @throws Refusal where one of them is no value, or all together are too large. */
export function encodeList(values: Iterable<Uint8Array>): Uint8Array {
  return encode(Array.from(values, decode));
}

/** @throws Refusal where the bytes, which may come from a stranger, are no value. */
export function decode(bytes: Uint8Array): unknown {
  try {
    return valueAt({ ends: Uint32Array.of(bytes.length), bytes }, 0);
  } catch (error) {
    throw new Refusal("TypeError", error instanceof Error ? error.message : String(error));
  }
}

export const encodedUndefined = encode(undefined);
export const encodedTrue = encode(true);
export const encodedFalse = encode(false);

export function encodeBoolean(value: boolean): Uint8Array {
  return value ? encodedTrue : encodedFalse;
}
