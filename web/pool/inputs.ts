import type { InputRecipe } from "../core/job/input-recipe.ts";
import type { InputStream } from "../core/job/input-stream.ts";
import { kindOf } from "./kind-of.ts";
import { Range } from "./range.ts";

/**
 * As much of a `ReadableStream` as its readers need; those of Safari cannot be iterated.
 *
 * @example
 * import { Pool, type Readable } from "tabpool";
 *
 * const words: Readable<string> = new Blob(["abc"]).stream().pipeThrough(new TextDecoderStream());
 * await using pool = await Pool.open({ processes: 1, server: null });
 * console.log(await pool.map((word: string) => word.length, words)); // [ 3 ]
 */
export interface Readable<Item> {
  /** Locks it to one reader: `read` gives the next item, `cancel` lets the rest go. */
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Item | undefined }>;
    cancel(): Promise<void>;
  };
}

/**
 * What a pool's methods take inputs from. Lists, sets, maps, texts, typed arrays and ranges are read at the call; anything else is read while the
 * pool computes, no faster: a generator, a stream, `lines`.
 *
 * @example
 * import { type Inputs, Pool } from "tabpool";
 *
 * async function* slowly(): AsyncGenerator<number> {
 *   for (const n of [1, 2, 3]) yield n;
 * }
 * const all: Inputs<number>[] = [[1, 2], new Set([3]), Uint8Array.of(4), slowly()];
 * await using pool = await Pool.open({ processes: 1, server: null });
 * for (const inputs of all) console.log((await pool.map((n: number) => n * n, inputs)).join(" ")); // 1 4
 * // 9
 * // 16
 * // 1 4 9
 */
export type Inputs<Input> = Iterable<Input> | AsyncIterable<Input> | Readable<Input>;

export interface ReadInputs {
  /** As they stand in a definition. */
  readonly recipe: InputRecipe;
  /** Of a recipe that is a stream; null for the others. */
  readonly source: InputStream | null;
}

/** @throws TypeError for what holds no inputs. */
export function readInputs(inputs: unknown): ReadInputs {
  if (inputs instanceof Range) {
    const { start, step, length: count } = inputs;
    return { recipe: { type: "range", start, step, count }, source: null };
  }
  if (isSized(inputs)) return { recipe: { type: "list", values: Array.from(inputs) }, source: null };
  return { recipe: { type: "stream" }, source: streamOf(inputs) };
}

/** All that is there at once and can be read again: a list, a text's characters, a set, a typed array. */
function isSized(inputs: unknown): inputs is Iterable<unknown> {
  if (typeof inputs === "string" || Array.isArray(inputs)) return true;
  if (ArrayBuffer.isView(inputs)) return !(inputs instanceof DataView);
  return inputs instanceof Set || inputs instanceof Map;
}

function streamOf(inputs: unknown): InputStream {
  if (isAsyncIterable(inputs) || isIterable(inputs)) return inputs;
  if (isReadable(inputs)) return { [Symbol.asyncIterator]: () => reading(inputs) };
  throw new TypeError(`inputs must be an iterable, an async iterable or a stream, got ${kindOf(inputs)}`);
}

/** Reads what can be read to its end; called off, it lets the rest go. */
export async function* reading<Item>(readable: Readable<Item>): AsyncGenerator<Item, void> {
  const reader = readable.getReader();
  let isAtEnd = false;
  try {
    while (true) {
      const { done, value } = await reader.read();
      isAtEnd = done;
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    if (!isAtEnd) await reader.cancel();
  }
}

function has(value: unknown, member: PropertyKey): boolean {
  return value !== null && value !== undefined && typeof Reflect.get(Object(value), member, value) === "function";
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return has(value, Symbol.asyncIterator);
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return has(value, Symbol.iterator);
}

export function isReadable(value: unknown): value is Readable<unknown> {
  return has(value, "getReader");
}
