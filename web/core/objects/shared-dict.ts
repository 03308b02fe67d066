import { shown } from "../shown.ts";
import { encode, encodeBoolean, encodedUndefined, encodeList, decode } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call-book.ts";
import { HeldValues } from "./held-values.ts";
import { Refusal } from "./refusal.ts";
import { SharedObject } from "./shared-object.ts";

/** What can be compared by itself: objects have no identity away from their home. */
type Key = string | number | bigint | boolean | null | undefined;

function isKey(value: unknown): value is Key {
  return value === null || (typeof value !== "object" && typeof value !== "symbol" && typeof value !== "function");
}

/**
 * `get(key, default?)`, `set(key, value)`, `delete(key)`, answered with whether there was one, `has(key)`, `pop(key, default?)`,
 * `popItem()` (the newest key's), `setDefault(key, default?)`, `update(pairs)`, `keys()`, `values()`, `items()`,
 * `size()`, `clear()`. Keys are texts, numbers, big integers, booleans, null and undefined, in the order in which they came.
 */
export class SharedDict extends SharedObject {
  readonly kind = "dict";
  readonly #values = new HeldValues<Key>(this);

  begin(call: Call, method: string, args: Arguments): void {
    const values = this.#values;
    switch (method) {
      case "get":
        this.book.answerValue(call, values.get(keyOf(args)) ?? defaultOf(args));
        return;
      case "set":
        this.#set(args, args.encoded(1, "value"));
        this.book.answerValue(call);
        return;
      case "update":
        this.#update(args.list(0, "pairs"));
        this.book.answerValue(call);
        return;
      case "setDefault":
        if (!values.has(keyOf(args))) this.#set(args, defaultOf(args));
        this.book.answerValue(call, values.get(keyOf(args)));
        return;
      case "delete":
        this.book.answerValue(call, encodeBoolean(values.delete(keyOf(args))));
        return;
      case "has":
        this.book.answerValue(call, encodeBoolean(values.has(keyOf(args))));
        return;
      case "pop":
        this.#pop(call, args);
        return;
      case "popItem":
        this.#popItem(call);
        return;
      case "keys":
        this.book.answerValue(call, encode([...values.keys()]));
        return;
      case "values":
        this.book.answerValue(call, encodeList(values.values()));
        return;
      case "items":
        this.book.answerValue(call, encode(Array.from(values.keys(), (key) => [key, decode(this.#at(key))])));
        return;
      case "size":
        this.book.answerValue(call, encode(values.size));
        return;
      case "clear":
        values.clear();
        this.book.answerValue(call);
        return;
      default:
        this.unknown(method);
    }
  }

  /** Nothing waits for a key. */
  serve(): void {}

  endCaller(): void {}

  #at(key: Key): Uint8Array {
    return this.#values.get(key) ?? encodedUndefined;
  }

  #set(args: Arguments, value: Uint8Array): void {
    this.#values.set(keyOf(args), args.encoded(0, "key").length, value);
  }

  /** Where one of the values cannot be kept, those before it are. */
  #update(pairs: readonly unknown[]): void {
    for (const pair of pairs) {
      if (!Array.isArray(pair) || pair.length !== 2)
        throw new Refusal("TypeError", `entries must be pairs of a key and a value, got ${shown(pair)} among them`);
      const [key, value]: readonly unknown[] = pair;
      this.#values.set(checkedKey(key), encode(key).length, encode(value));
    }
  }

  #pop(call: Call, args: Arguments): void {
    const key = keyOf(args);
    if (!this.#values.has(key) && args.count > 1) this.book.answerValue(call, args.encoded(1, "default"));
    else this.#take(call, key, (value) => value);
  }

  #popItem(call: Call): void {
    const newest = [...this.#values.keys()].at(-1);
    if (this.#values.size === 0) throw new Refusal("KeyError", "the dict is empty");
    this.#take(call, newest, (value) => encode([newest, decode(value)]));
  }

  #take(call: Call, key: Key, answerOf: (value: Uint8Array) => Uint8Array): void {
    if (!this.#values.has(key)) throw new Refusal("KeyError", shown(key));
    const answer = answerOf(this.#at(key));
    const taken = this.#values.take(key);
    if (taken === undefined) return;
    this.book.answerValue(call, answer, { bytes: taken.bytes, undo: () => this.#values.putBack(key, taken) });
  }
}

/** @throws Refusal */
function keyOf(args: Arguments): Key {
  if (args.count === 0) throw new Refusal("TypeError", "key is missing");
  return checkedKey(args.value(0));
}

/** @throws Refusal */
function checkedKey(key: unknown): Key {
  if (!isKey(key))
    throw new Refusal("TypeError", `key must be a text, a number, a boolean, null or undefined, got ${shown(key)}`);
  return key;
}

function defaultOf(args: Arguments): Uint8Array {
  return args.count > 1 ? args.encoded(1, "default") : encodedUndefined;
}
