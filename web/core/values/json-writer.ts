import { toBase64 } from "./base64.ts";
import { hiddenInErrors, viewOf } from "./construct.ts";
import { bytesPerElement, viewKindOf, type ViewKind } from "./format.ts";
import { unread } from "./glance.ts";
import { errorTexts } from "./thrown.ts";

/**
 * Any value as JSON. What JSON has a word for is written as that: null, true and false, finite numbers (-0, too), texts,
 * dense lists, objects. Everything else is an object with a key `$` that names its kind, as `docs/values.md` lists them;
 * an object that has such a key of its own is written by its entries. Line ends of every kind are escaped within texts,
 * so that a value is one line whatever it holds.
 *
 * @throws RangeError where the text would be longer than the browser's texts can be.
 */
export function toJson(value: unknown): string {
  const writer = new JsonWriter(new Map());
  const text = writer.value(value);
  const shared = [...writer.buffers].filter(([, views]) => views > 1);
  return shared.length === 0 ? text : new JsonWriter(new Map(shared)).value(value);
}

/** Pieces of text that are put together in one step of writing. */
const piecesAStep = 2_000;

/**
 * The same in steps, each of about a thousand parts of the value: writing millions of them at once would hold up the page for
 * seconds. A single part, as a text or a typed array, is written in one step.
 *
 * @throws RangeError as `toJson`.
 */
export function* writingJson(value: unknown): Generator<void, string> {
  const writer = new JsonWriter(new Map());
  const text = yield* writer.wholeInSteps(value);
  const shared = [...writer.buffers].filter(([, views]) => views > 1);
  return shared.length === 0 ? text : yield* new JsonWriter(new Map(shared)).wholeInSteps(value);
}

function quoted(text: string): string {
  const json = JSON.stringify(text);
  return /[\u2028\u2029]/.test(json) ? json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029") : json;
}

class JsonWriter {
  /** How often parts of the value lie in each buffer; of those that are given, the number is known before. */
  readonly buffers: Map<ArrayBufferLike, number>;
  readonly #numbers = new Map<object, number>();

  constructor(buffers: Map<ArrayBufferLike, number>) {
    this.buffers = buffers;
  }

  *wholeInSteps(value: unknown): Generator<void, string> {
    const pieces = new Pieces();
    yield* this.#steps(value, pieces);
    return pieces.whole();
  }

  /** As `value`. What is no container, is special, or was written before takes one step. */
  *#steps(value: unknown, pieces: Pieces): Generator<void, void> {
    if (typeof value !== "object" || value === null || this.#numbers.has(value)) {
      pieces.put(this.value(value));
      return;
    }
    if (Array.isArray(value) && isDense(value)) yield* this.#itemsInSteps(value, "[", value, "]", pieces);
    else if (value instanceof Set) yield* this.#itemsInSteps(value, setBefore, value, "]}", pieces);
    else if (value instanceof Map) yield* this.#entriesInSteps(value, pieces);
    else if (isPlain(value)) yield* this.#propertiesInSteps(value, pieces);
    else pieces.put(this.value(value));
  }

  *#itemsInSteps(
    holder: object,
    before: string,
    items: Iterable<unknown>,
    after: string,
    pieces: Pieces,
  ): Generator<void, void> {
    this.#numbers.set(holder, this.#numbers.size);
    let between = before;
    for (const item of items) {
      pieces.put(between);
      if (pieces.endStep()) yield;
      yield* this.#steps(item, pieces);
      between = ",";
    }
    pieces.put(between === before ? before + after : after);
  }

  *#entriesInSteps(map: ReadonlyMap<unknown, unknown>, pieces: Pieces): Generator<void, void> {
    this.#numbers.set(map, this.#numbers.size);
    let between = `${mapBefore}[`;
    for (const [key, item] of map) {
      pieces.put(between);
      if (pieces.endStep()) yield;
      yield* this.#steps(key, pieces);
      pieces.put(",");
      yield* this.#steps(item, pieces);
      between = "],[";
    }
    pieces.put(map.size === 0 ? `${mapBefore}]}` : "]]}");
  }

  *#propertiesInSteps(value: object, pieces: Pieces): Generator<void, void> {
    this.#numbers.set(value, this.#numbers.size);
    let between = "{";
    for (const key of Object.keys(value)) {
      pieces.put(`${between}${quoted(key)}:`);
      if (pieces.endStep()) yield;
      yield* this.#steps(Reflect.get(value, key), pieces);
      between = ",";
    }
    pieces.put(between === "{" ? "{}" : "}");
  }

  value(value: unknown): string {
    switch (typeof value) {
      case "string":
        return quoted(value);
      case "number":
        if (Object.is(value, -0)) return "-0";
        return Number.isFinite(value) ? String(value) : `{"$":"${value}"}`;
      case "boolean":
        return String(value);
      case "bigint":
        return `{"$":"BigInt","digits":"${value}"}`;
      case "object":
        return value === null ? "null" : this.#object(value);
      case "symbol":
        // No JSON: people are shown the beginning of a value.
        if (value === unread) return "…";
        return `{"$":"undefined"}`;
      case "undefined":
      case "function":
        return `{"$":"undefined"}`;
    }
  }

  #object(value: object): string {
    const number = this.#numbers.get(value);
    if (number !== undefined) return `{"$":"same","as":${number}}`;
    this.#numbers.set(value, this.#numbers.size);
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof Map) return `${mapBefore}${this.#entries(value).slice(1)}}`;
    if (value instanceof Set) return `${setBefore}${this.#items(value).slice(1)}}`;
    if (value instanceof Date) {
      const text = Number.isNaN(value.getTime()) ? "null" : quoted(value.toISOString());
      return `{"$":"Date","time":${text}}`;
    }
    if (value instanceof RegExp) return `{"$":"RegExp","source":${quoted(value.source)},"flags":"${value.flags}"}`;
    if (value instanceof Error) return this.#error(value);
    if (value instanceof ArrayBuffer) return this.#buffer(value);
    if (ArrayBuffer.isView(value)) return this.#view(value);
    return this.#plain(value);
  }

  #items(items: Iterable<unknown>): string {
    return `[${Array.from(items, (item) => this.value(item)).join(",")}]`;
  }

  #entries(entries: Iterable<readonly [unknown, unknown]>): string {
    return `[${Array.from(entries, ([key, item]) => `[${this.value(key)},${this.value(item)}]`).join(",")}]`;
  }

  #properties(holder: object, keys: readonly string[]): string {
    return this.#entries(keys.map((key) => [key, Reflect.get(holder, key)] as const));
  }

  #list(list: readonly unknown[]): string {
    if (isDense(list)) return this.#items(list);
    const keys = Object.keys(list);
    return `{"$":"list","length":${list.length},"entries":${this.#properties(list, keys)}}`;
  }

  #plain(value: object): string {
    const keys = Object.keys(value);
    if (keys.includes("$")) return `{"$":"object","entries":${this.#properties(value, keys)}}`;
    const properties = keys.map((key) => `${quoted(key)}:${this.value(Reflect.get(value, key))}`);
    return `{${properties.join(",")}}`;
  }

  #error(error: Error): string {
    const { name, message, stack } = errorTexts(error);
    const hidden = hiddenInErrors.filter((key) => Object.hasOwn(error, key));
    const keys = [...hidden, ...Object.keys(error).filter((key) => !hidden.includes(key))];
    const texts = `"name":${quoted(name)},"message":${quoted(message)},"stack":${quoted(stack)}`;
    return `{"$":"Error",${texts},"properties":${this.#properties(error, keys)}}`;
  }

  #meet(buffer: ArrayBufferLike): boolean {
    const before = this.buffers.get(buffer) ?? 0;
    this.buffers.set(buffer, before + 1);
    return before > 1;
  }

  #buffer(buffer: ArrayBuffer): string {
    this.#meet(buffer);
    return `{"$":"ArrayBuffer","base64":"${toBase64(new Uint8Array(buffer))}"}`;
  }

  #view(view: ArrayBufferView): string {
    const { buffer, byteOffset, byteLength } = view;
    const kind = viewKindOf(view) ?? "Uint8Array";
    if (this.#meet(buffer)) {
      const length = byteLength / bytesPerElement(kind);
      return `{"$":"${kind}","offset":${byteOffset},"length":${length},"buffer":${this.value(buffer)}}`;
    }
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const elements = bytesPerElement(kind) === 1 ? null : [...elementsOf(view)];
    if (elements === null || hasOtherNaN(kind, elements, bytes)) {
      return `{"$":"${kind}","base64":"${toBase64(bytes)}"}`;
    }
    return `{"$":"${kind}","elements":${this.#items(elements)}}`;
  }
}

const mapBefore = `{"$":"Map","entries":[`;
const setBefore = `{"$":"Set","elements":[`;

/** Without holes and named properties. */
function isDense(list: readonly unknown[]): boolean {
  const keys = Object.keys(list);
  return keys.length === list.length && (keys.length === 0 || keys.at(-1) === String(list.length - 1));
}

/** Whether it is written as an object of JSON. */
function isPlain(value: object): boolean {
  const isSpecial =
    Array.isArray(value) ||
    value instanceof Date ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value);
  return !isSpecial && !Object.hasOwn(value, "$");
}

/** A text that is put together of many small ones: thousands at a time, since a text of millions of parts takes as much memory as they do. */
class Pieces {
  readonly #texts: string[] = [];
  #newest: string[] = [];

  put(piece: string): void {
    this.#newest.push(piece);
  }

  /** Whether a step is over; then the next one begins. */
  endStep(): boolean {
    if (this.#newest.length < piecesAStep) return false;
    this.#texts.push(this.#newest.join(""));
    this.#newest = [];
    return true;
  }

  whole(): string {
    return this.#texts.join("") + this.#newest.join("");
  }
}

/** Whether a float is `NaN` by other bits than those of the `NaN` that a reader makes out of JSON. */
function hasOtherNaN(kind: ViewKind, elements: readonly unknown[], bytes: Uint8Array): boolean {
  if (!elements.some(Number.isNaN)) return false;
  const usual = new Uint8Array(bytesPerElement(kind));
  Reflect.set(viewOf(kind, [usual.buffer]), 0, Number.NaN);
  return elements.some(
    (element, index) => Number.isNaN(element) && usual.some((byte, at) => byte !== bytes[index * usual.length + at]),
  );
}

/** Every typed array can be gone through; a DataView, which cannot, is written as bytes. */
function elementsOf(view: ArrayBufferView): Iterable<unknown> {
  return Symbol.iterator in view && isIterable(view) ? view : [];
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
