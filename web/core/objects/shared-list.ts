import { isSameBytes } from "../same-bytes.ts";
import { decode, encode, encodeList } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call-book.ts";
import { Refusal } from "./refusal.ts";
import { SharedObject } from "./shared-object.ts";
import { placeOf, slicePlaces } from "./slice-places.ts";

/**
 * `get(index)`, `set(index, value)`, `delete(index)`, `append(value)`, `extend(values)`, `insert(index, value)`, `pop(index = -1)`,
 * `remove(value)`, `index(value)`, `count(value)`, `reverse()`, `sort(isReversed = false)`, `slice(start?, stop?, step?)`, `length()`,
 * `clear()`. Values are the same if they are written alike as bytes, so objects only with their keys in the same order.
 */
export class SharedList extends SharedObject {
  readonly kind = "list";
  readonly #values: Uint8Array[] = [];

  begin(call: Call, method: string, args: Arguments): void {
    const { book } = this;
    switch (method) {
      case "get":
        book.answerValue(call, this.#values[this.#place(args, "list index out of range")]);
        return;
      case "set": {
        const place = this.#place(args, "list assignment index out of range");
        this.#splice(place, 1, [args.encoded(1, "value")]);
        break;
      }
      case "delete":
        this.#splice(this.#place(args, "list assignment index out of range"), 1, []);
        break;
      case "append":
        this.#splice(this.#values.length, 0, [args.encoded(0, "value")]);
        break;
      case "extend":
        this.#splice(this.#values.length, 0, args.list(0, "values").map(encode));
        break;
      case "insert":
        this.#splice(this.#insertPlace(args), 0, [args.encoded(1, "value")]);
        break;
      case "remove":
        this.#splice(this.#find(args), 1, []);
        break;
      case "clear":
        this.#splice(0, this.#values.length, []);
        break;
      case "reverse":
        this.#values.reverse();
        break;
      case "sort":
        this.#sort(args.value(0) === true);
        break;
      case "pop":
        this.#pop(call, args);
        return;
      case "index":
        book.answerValue(call, encode(this.#find(args)));
        return;
      case "count": {
        const value = args.encoded(0, "value");
        book.answerValue(call, encode(this.#values.filter((one) => isSameBytes(one, value)).length));
        return;
      }
      case "slice": {
        const places = slicePlaces(args, 0, this.#values.length);
        book.answerValue(call, encodeList(places.flatMap((place) => this.#values[place] ?? [])));
        return;
      }
      case "length":
        book.answerValue(call, encode(this.#values.length));
        return;
      default:
        this.unknown(method);
    }
    book.answerValue(call);
  }

  /** Nothing waits for a value. */
  serve(): void {}

  endCaller(): void {}

  #place(args: Arguments, message: string, fallback?: number): number {
    const place = placeOf(args.whole(0, "index", fallback), this.#values.length);
    if (place === -1) throw new Refusal("IndexError", message);
    return place;
  }

  /** As in Python, an index that is out of range stands for the nearer end. */
  #insertPlace(args: Arguments): number {
    const index = args.whole(0, "index");
    const { length } = this.#values;
    return Math.min(length, Math.max(0, index < 0 ? index + length : index));
  }

  #find(args: Arguments): number {
    const value = args.encoded(0, "value");
    const place = this.#values.findIndex((one) => isSameBytes(one, value));
    if (place === -1) throw new Refusal("RangeError", "the value is not in the list");
    return place;
  }

  /** @throws Refusal where there would be too many values, or bytes of them. */
  #splice(place: number, removed: number, added: readonly Uint8Array[]): void {
    const most = this.book.limits.items;
    if (this.#values.length - removed + added.length > most) {
      throw new Refusal("RangeError", `a list may hold ${most} values`);
    }
    this.book.hold(this, bytesOf(added));
    const gone = this.#values.splice(place, removed);
    // Many are only added at the end, where a call with thousands of arguments is not needed.
    if (place === this.#values.length) for (const value of added) this.#values.push(value);
    else this.#values.splice(place, 0, ...added);
    this.book.release(this, bytesOf(gone));
  }

  #pop(call: Call, args: Arguments): void {
    if (this.#values.length === 0) throw new Refusal("IndexError", "pop from empty list");
    const place = this.#place(args, "pop index out of range", -1);
    const [value] = this.#values.splice(place, 1);
    if (value === undefined) return;
    this.book.answerValue(call, value, {
      bytes: value.length,
      undo: () => this.#values.splice(place, 0, value),
    });
  }

  #sort(isReversed: boolean): void {
    const pairs = this.#values.map((value) => ({ value, key: decode(value) }));
    const sign = isReversed ? -1 : 1;
    if (!isComparable(pairs)) throw new Refusal("TypeError", "only numbers, or only texts, can be sorted");
    pairs.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
    pairs.forEach(({ value }, place) => {
      this.#values[place] = value;
    });
  }
}

interface Keyed<Key> {
  readonly value: Uint8Array;
  readonly key: Key;
}

function isComparable(pairs: Keyed<unknown>[]): pairs is Keyed<string>[] | Keyed<number | bigint>[] {
  return pairs.every(({ key }) => typeof key === "string") || pairs.every(({ key }) => isNumber(key));
}

function isNumber(key: unknown): boolean {
  return typeof key === "number" || typeof key === "bigint";
}

function bytesOf(values: readonly Uint8Array[]): number {
  return values.reduce((bytes, { length }) => bytes + length, 0);
}
