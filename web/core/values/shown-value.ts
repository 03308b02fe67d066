import { viewKindOf } from "./format.ts";
import { mostShownCharacters, unread } from "./glance.ts";
import { errorTexts } from "./thrown.ts";

/**
 * A text for a table's cell or a line of a log: its first characters, and how many there are. One that is not much longer
 * is left whole.
 */
export function cutWords(text: string, most = mostShownCharacters): string {
  if (text.length <= 2 * most) return text;
  // No half of a surrogate pair at the cut.
  const beginning = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
  return `${beginning}… (${text.length.toLocaleString("en-US")} characters)`;
}

/**
 * Any value in a few words for people: `[1, "two"]`, `Map {"a": 1}`, `5n`. A stranger may have sent it, so it can be of any
 * kind and size: never throws, and stops reading where nobody would see it.
 */
export function shownValue(value: unknown): string {
  const words = new Words();
  try {
    words.value(value);
  } catch {
    return "a value that cannot be shown";
  }
  return words.text;
}

/** Of a text in a value whose other parts have taken all the room. */
const fewestCharacters = 40;

/** Puts a value in words, up to `mostShownCharacters` of them and a little. */
class Words {
  text = "";
  readonly #open = new Set<object>();

  /** Characters that a further text may have, and a few in any case. */
  get #left(): number {
    return Math.max(fewestCharacters, mostShownCharacters - this.text.length);
  }

  value(value: unknown): void {
    if (typeof value === "string") this.text += JSON.stringify(cutWords(value, this.#left));
    else if (value === unread) this.text += "…";
    else if (typeof value === "bigint") this.text += `${cutWords(String(value), this.#left)}n`;
    else if (Object.is(value, -0)) this.text += "-0";
    else if (typeof value === "function") this.text += "a function";
    else if (typeof value === "object" && value !== null) this.#object(value);
    else this.text += String(value);
  }

  #object(value: object): void {
    if (this.#open.has(value)) {
      this.text += "(itself)";
      return;
    }
    this.#open.add(value);
    this.#contents(value);
    this.#open.delete(value);
  }

  #contents(value: object): void {
    if (Array.isArray(value)) this.#list(value);
    else if (value instanceof Map) this.#items("Map {", value, "}", ([key, item]) => this.#pair(key, item));
    else if (value instanceof Set) this.#items("Set {", value, "}", (item) => this.value(item));
    else if (value instanceof Date) this.text += Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    else if (value instanceof RegExp) this.text += String(value);
    else if (value instanceof Error) this.#error(value);
    else if (value instanceof ArrayBuffer) this.#bytes("ArrayBuffer", new Uint8Array(value));
    else if (ArrayBuffer.isView(value)) this.#view(value);
    else this.#items("{", Object.keys(value), "}", (key) => this.#property(value, key));
  }

  #items<Item>(opening: string, items: Iterable<Item>, closing: string, write: (item: Item) => void): void {
    this.text += opening;
    let isFirst = true;
    for (const item of items) {
      if (!isFirst) this.text += ", ";
      isFirst = false;
      if (this.text.length > mostShownCharacters) {
        this.text += "…";
        break;
      }
      write(item);
    }
    this.text += closing;
  }

  #pair(key: unknown, value: unknown): void {
    this.value(key);
    this.text += ": ";
    this.value(value);
  }

  #property(holder: object, key: string): void {
    const value: unknown = Reflect.get(holder, key);
    this.#pair(key, value);
  }

  /** `[1, 2 empty, 3, index: 4]`: a list may have holes and named properties, and claim to be of any length. */
  #list(list: readonly unknown[]): void {
    if (isLongAndDense(list)) {
      this.#items("[", list.keys(), "]", (at) => this.value(list[at]));
      return;
    }
    const keys = Object.keys(list);
    const named = keys.filter((key) => !/^\d+$/.test(key));
    const isDense = keys.length - named.length === list.length;
    const elements = isDense ? list.keys() : stretchesOf(list, keys);
    this.#items("[", chained(elements, named), "]", (item) => {
      if (typeof item === "number") this.value(list[item]);
      else if (typeof item === "string") this.#property(list, item);
      else this.text += `${item.empty} empty`;
    });
  }

  #error(error: Error): void {
    const { name, message } = errorTexts(error);
    this.text += cutWords(`${name}: ${message}`, this.#left);
    if (error.cause === undefined) return;
    this.text += " (cause: ";
    this.value(error.cause);
    this.text += ")";
  }

  #view(view: ArrayBufferView): void {
    const { buffer, byteOffset, byteLength } = view;
    const kind = viewKindOf(view) ?? "bytes";
    if (isElements(view)) this.#items(`${kind} [`, view, "]", (item) => this.value(item));
    else this.#bytes(kind, new Uint8Array(buffer, byteOffset, byteLength));
  }

  #bytes(kind: string, bytes: Uint8Array): void {
    this.#items(`${kind} [`, bytes, "]", (byte) => this.value(byte));
  }
}

/** Whether the words end before any hole of the list, and before its end: the names of millions of elements would fill the memory. */
function isLongAndDense(list: readonly unknown[]): boolean {
  if (list.length <= mostShownCharacters) return false;
  for (let at = 0; at <= mostShownCharacters; at += 1) if (!(at in list)) return false;
  return true;
}

/** Indices of elements that are there, and how many are not between them. */
function* stretchesOf(
  list: readonly unknown[],
  keys: readonly string[],
): Generator<number | { readonly empty: number }> {
  let next = 0;
  for (const key of keys) {
    if (!/^\d+$/.test(key)) break;
    const index = Number(key);
    if (index > next) yield { empty: index - next };
    yield index;
    next = index + 1;
  }
  if (next < list.length) yield { empty: list.length - next };
}

function* chained<First, Second>(first: Iterable<First>, second: Iterable<Second>): Generator<First | Second> {
  yield* first;
  yield* second;
}

/** Every typed array is, and no DataView. */
function isElements(view: ArrayBufferView): view is ArrayBufferView & Iterable<number | bigint> {
  return Symbol.iterator in view;
}
