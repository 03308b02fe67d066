import { nativeErrors, type ViewKind } from "./format.ts";

/** Properties of errors that the language keeps unlisted. */
export const hiddenInErrors: readonly string[] = ["cause", "errors"];

/** Names of an error's own texts. None of its further properties may have one of them. */
export const errorTextKeys: readonly string[] = ["name", "message", "stack"];

/** Sets the length of a list that may be mostly holes. Engines reserve memory for all of a length that is not too large. */
export function setSparseLength(list: unknown[], length: number): void {
  // After the largest length they keep a table of the elements that exist, for smaller lengths, too.
  list.length = 0xffff_ffff;
  list.length = length;
}

/** Defines the property. Assigning to it would call the setters of `__proto__` and of errors. */
export function define(holder: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(holder, key, { value, enumerable, writable: true, configurable: true });
}

export function errorOf(name: string, message: string, stack: string): Error {
  const Native = Object.hasOwn(nativeErrors, name) ? nativeErrors[name] : undefined;
  const error = name === "AggregateError" ? new AggregateError([], message) : new (Native ?? Error)(message);
  if (error.name !== name) define(error, "name", name, false);
  define(error, "stack", stack, false);
  return error;
}

/**
 * A typed array or DataView over bytes (`[buffer, offset, length]`), or a typed array of numbers (`[numbers]`).
 *
 * @throws RangeError if it does not fit, TypeError if this browser has no such kind.
 */
export function viewOf(kind: ViewKind, of: readonly unknown[]): object {
  const View: unknown = Reflect.get(globalThis, kind);
  if (typeof View !== "function") throw new TypeError(`this browser has no ${kind}`);
  const view: unknown = Reflect.construct(View, of);
  if (typeof view !== "object" || view === null) throw new TypeError(`a ${kind} that cannot be made`);
  return view;
}
