import { fromBase64 } from "./base64.ts";
import { define, errorOf, errorTextKeys, hiddenInErrors, setSparseLength, viewOf } from "./construct.ts";
import { viewKinds, type ViewKind } from "./format.ts";
import { maxBigIntBytes, maxValueDepth } from "./limits.ts";
import { cutWords, shownValue } from "./shown-value.ts";

/** Objects and lists within one another. Reading is recursive; values of the largest depth stand some objects down in a job. */
const mostDepth = 2 * maxValueDepth;

/** Decimal digits: a text of millions of them would hold up the page while it is converted. */
const mostDigits = Math.ceil(8 * maxBigIntBytes * Math.log10(2));

/** A part of the JSON that has no meaning; the path to it is put together on the way out. */
class NotAValue extends TypeError {
  #way = "";
  readonly #why: string;

  constructor(why: string) {
    super(why);
    this.#why = why;
  }

  within(step: string): this {
    this.#way = step + this.#way;
    this.message = `${cutWords(this.#way)}: ${this.#why}`;
    return this;
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The value that `toJson` has written, out of what `JSON.parse` makes of its text.
 *
 * @throws TypeError where it is none, with the way to what is wrong: `.rows[3]: "$" names no kind of value: "Mpa"`.
 */
export function fromJson(json: unknown): unknown {
  return new JsonReader().value(json);
}

class JsonReader {
  readonly #objects: object[] = [];
  #depth = 0;

  value(json: unknown): unknown {
    if (Array.isArray(json)) return this.#fill(this.#noted([]), json);
    if (!isFields(json)) return json;
    return Object.hasOwn(json, "$") ? this.#special(json) : this.#plain(json);
  }

  /** Gives the object its number, before anything in it can name it. */
  #noted<Value extends object>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  #within(step: string, json: unknown): unknown {
    this.#depth += 1;
    try {
      if (this.#depth > mostDepth) throw new NotAValue(`is nested too deeply: ${mostDepth} within one another at most`);
      return this.value(json);
    } catch (error) {
      throw error instanceof NotAValue ? error.within(step) : error;
    } finally {
      this.#depth -= 1;
    }
  }

  #fill(list: unknown[], items: readonly unknown[]): unknown[] {
    for (const [index, item] of items.entries()) list.push(this.#within(`[${index}]`, item));
    return list;
  }

  #plain(json: Fields): unknown {
    const object = this.#noted({});
    for (const [key, item] of Object.entries(json)) define(object, key, this.#within(`.${key}`, item), true);
    return object;
  }

  #special(json: Fields): unknown {
    const kind = json["$"];
    switch (kind) {
      case "undefined":
        return undefined;
      case "NaN":
      case "Infinity":
      case "-Infinity":
        return Number(kind);
      case "BigInt":
        return bigIntOf(textIn(json, "digits"));
      case "same":
        return this.#same(json["as"]);
      case "Map":
        return this.#map(json);
      case "Set": {
        const set = this.#noted(new Set<unknown>());
        for (const element of this.#fill([], listIn(json, "elements"))) set.add(element);
        return set;
      }
      case "Date":
        return this.#noted(new Date(json["time"] === null ? Number.NaN : textIn(json, "time")));
      case "RegExp":
        return this.#noted(regExpOf(textIn(json, "source"), textIn(json, "flags")));
      case "list": {
        const list = this.#noted([]);
        setSparseLength(list, lengthIn(json));
        return this.#withEntries(list, listIn(json, "entries"));
      }
      case "object":
        return this.#withEntries(this.#noted({}), listIn(json, "entries"));
      case "Error": {
        const error = errorOf(textIn(json, "name"), textIn(json, "message"), textIn(json, "stack"));
        return this.#withEntries(this.#noted(error), listIn(json, "properties"), hiddenInErrors);
      }
      case "ArrayBuffer":
        return this.#noted(bytesIn(json).buffer);
      default: {
        const view = viewKinds.find((known) => known === kind);
        if (view === undefined) throw new NotAValue(`"$" names no kind of value: ${shownValue(kind)}`);
        return this.#view(view, json);
      }
    }
  }

  #same(number: unknown): object {
    const object = typeof number === "number" ? this.#objects[number] : undefined;
    if (object === undefined) throw new NotAValue(`"as" names no part before it: ${shownValue(number)}`);
    return object;
  }

  #map(json: Fields): Map<unknown, unknown> {
    const map = this.#noted(new Map<unknown, unknown>());
    for (const [index, [key, item]] of entriesOf(listIn(json, "entries"))) {
      const found = this.#within(`.entries[${index}][0]`, key);
      map.set(found, this.#within(`.entries[${index}][1]`, item));
    }
    return map;
  }

  #withEntries<Holder extends object>(
    holder: Holder,
    entries: readonly unknown[],
    hidden: readonly string[] = [],
  ): Holder {
    for (const [, [key, item]] of entriesOf(entries)) {
      if (typeof key !== "string") throw new NotAValue("a key that is no text");
      if (holder instanceof Error && errorTextKeys.includes(key)) throw new NotAValue(`a second "${key}"`);
      define(holder, key, this.#within(`.${key}`, item), !hidden.includes(key));
    }
    return holder;
  }

  #view(kind: ViewKind, json: Fields): object {
    const place = this.#objects.push({}) - 1;
    const view = this.#made(kind, json);
    this.#objects[place] = view;
    return view;
  }

  #made(kind: ViewKind, json: Fields): object {
    try {
      return viewOf(kind, this.#contents(json));
    } catch (error) {
      throw error instanceof NotAValue ? error : new NotAValue(`no ${kind}: ${String(error)}`);
    }
  }

  /** A view is written by its bytes, by its elements, or by its place in a buffer that it shares. */
  #contents(json: Fields): readonly unknown[] {
    if ("base64" in json) return [bytesIn(json).buffer];
    if ("elements" in json) return [this.#numbers(listIn(json, "elements"))];
    const buffer = this.#within(".buffer", json["buffer"]);
    const { offset } = json;
    if (!(buffer instanceof ArrayBuffer) || typeof offset !== "number") throw new NotAValue("a view without a buffer");
    return [buffer, offset, lengthIn(json)];
  }

  #numbers(items: readonly unknown[]): unknown[] {
    return items.map((item, index) => this.#within(`.elements[${index}]`, item));
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function textIn(json: Fields, name: string): string {
  const text = json[name];
  if (typeof text !== "string") throw new NotAValue(`"${name}" must be a text`);
  return text;
}

function listIn(json: Fields, name: string): readonly unknown[] {
  const list = json[name];
  if (!Array.isArray(list)) throw new NotAValue(`"${name}" must be a list`);
  return list;
}

function lengthIn(json: Fields): number {
  const { length } = json;
  if (typeof length !== "number" || length >>> 0 !== length) throw new NotAValue('"length" must be a whole number');
  return length;
}

function* entriesOf(entries: readonly unknown[]): Generator<[number, readonly [unknown, unknown]]> {
  for (const [index, entry] of entries.entries()) {
    if (!Array.isArray(entry) || entry.length !== 2) throw new NotAValue(`entry ${index} must be a key and a value`);
    yield [index, [entry[0], entry[1]]];
  }
}

function bigIntOf(digits: string): bigint {
  if (!/^-?\d+$/.test(digits)) throw new NotAValue(`"digits" must be those of a whole number`);
  if (digits.length > mostDigits + 1) {
    throw new NotAValue(`"digits" has ${digits.length} characters; a whole number has ${mostDigits} digits at most`);
  }
  return BigInt(digits);
}

function regExpOf(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new NotAValue(String(error));
  }
}

function bytesIn(json: Fields): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(textIn(json, "base64"));
  } catch (error) {
    throw error instanceof NotAValue ? error : new NotAValue(`"base64" is not base64: ${String(error)}`);
  }
}
