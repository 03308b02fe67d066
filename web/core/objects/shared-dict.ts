import { shown } from "../shown.ts";
import { encode, encodeBoolean, encodedUndefined, encodeList, decode } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./desk.ts";
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
 * `popItem()` (the newest key's), `setDefault(key, default?)`, `update(key, value, key, value, …)`, `keys()`, `values()`, `items()`,
 * `size()`, `clear()`. Keys are texts, numbers, big integers, booleans, null and undefined, in the order in which they came.
 */
export class SharedDict extends SharedObject {
  readonly kind = "dict";
  readonly #values = new HeldValues<Key>(this);

  begin(call: Call, method: string, args: Arguments): void {
    const values = this.#values;
    switch (method) {
      case "get":
        this.desk.answerValue(call, values.get(keyAt(args, 0)) ?? defaultOf(args));
        return;
      case "set":
      case "update":
        this.#update(args);
        this.desk.answerValue(call);
        return;
      case "setDefault":
        if (!values.has(keyAt(args, 0))) this.#set(args, 0, defaultOf(args));
        this.desk.answerValue(call, values.get(keyAt(args, 0)));
        return;
      case "delete":
        this.desk.answerValue(call, encodeBoolean(values.delete(keyAt(args, 0))));
        return;
      case "has":
        this.desk.answerValue(call, encodeBoolean(values.has(keyAt(args, 0))));
        return;
      case "pop":
        this.#pop(call, args);
        return;
      case "popItem":
        this.#popItem(call);
        return;
      case "keys":
        this.desk.answerValue(call, encode([...values.keys()]));
        return;
      case "values":
        this.desk.answerValue(call, encodeList(values.values()));
        return;
      case "items":
        this.desk.answerValue(call, encode(Array.from(values.keys(), (key) => [key, decode(this.#at(key))])));
        return;
      case "size":
        this.desk.answerValue(call, encode(values.size));
        return;
      case "clear":
        values.clear();
        this.desk.answerValue(call);
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

  #set(args: Arguments, position: number, value: Uint8Array): void {
    this.#values.set(keyAt(args, position), args.encoded(position, "key").length, value);
  }

  /** Where one of the values cannot be kept, those before it are. */
  #update(args: Arguments): void {
    for (let at = 0; at < Math.max(2, args.count); at += 2) this.#set(args, at, args.encoded(at + 1, "value"));
  }

  #pop(call: Call, args: Arguments): void {
    const key = keyAt(args, 0);
    if (!this.#values.has(key) && args.count > 1) this.desk.answerValue(call, args.encoded(1, "default"));
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
    this.desk.answerValue(call, answer, { bytes: taken.bytes, undo: () => this.#values.putBack(key, taken) });
  }
}

/** @throws Refusal */
function keyAt(args: Arguments, position: number): Key {
  if (position >= args.count) throw new Refusal("TypeError", "key is missing");
  const key = args.value(position);
  if (!isKey(key)) throw new Refusal("TypeError", "a key must be a text, a number, a boolean, null or undefined");
  return key;
}

function defaultOf(args: Arguments): Uint8Array {
  return args.count > 1 ? args.encoded(1, "default") : encodedUndefined;
}
