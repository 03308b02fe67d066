import { encode } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call, CallBook } from "./call-book.ts";
import { LockState } from "./lock-state.ts";
import { Numbers, type TypeCode } from "./numbers.ts";
import { Refusal } from "./refusal.ts";
import { LockedObject } from "./locked-object.ts";
import { placeOf, slicePlaces } from "./slice-places.ts";
import { wholeNumber } from "./whole-number.ts";

interface ArraySettings {
  readonly type: TypeCode;
  /** The length of an array of zeros, or its numbers. */
  readonly initial: number | readonly unknown[];
}

/**
 * `get(index)`, `set(index, value)`, `slice(start?, stop?, step?)`, `setSlice(values, start?, stop?, step?)` of as many values as
 * there are places, `length()`, and the methods of a reentrant lock of its own, which the others do not ask for.
 */
export class SharedArray extends LockedObject {
  readonly kind = "array";
  readonly #numbers: Numbers;

  constructor(book: CallBook, { type, initial }: ArraySettings) {
    super(book, new LockState(book, true));
    const length = typeof initial === "number" ? wholeNumber("size", initial, 0) : initial.length;
    const bytes = length * Numbers.bytesPerNumber(type);
    book.checkRoom(bytes);
    this.#numbers = new Numbers(type, length);
    if (typeof initial !== "number") initial.forEach((number, place) => this.#numbers.set(place, number));
    book.hold(this, bytes);
  }

  override begin(call: Call, method: string, args: Arguments): void {
    const { book } = this;
    switch (method) {
      case "get":
        book.answerValue(call, encode(this.#numbers.at(this.#place(args))));
        return;
      case "set":
        this.#numbers.set(this.#place(args), args.value(1));
        book.answerValue(call);
        return;
      case "slice": {
        const places = slicePlaces(args, 0, this.#numbers.length);
        book.answerValue(call, encode(places.map((place) => this.#numbers.at(place))));
        return;
      }
      case "setSlice":
        this.#setSlice(args);
        book.answerValue(call);
        return;
      case "length":
        book.answerValue(call, encode(this.#numbers.length));
        return;
      default:
        super.begin(call, method, args);
    }
  }

  #place(args: Arguments): number {
    const place = placeOf(args.whole(0, "index"), this.#numbers.length);
    if (place === -1) throw new Refusal("IndexError", "invalid index");
    return place;
  }

  /** As in Python, values before one that is no number are set. */
  #setSlice(args: Arguments): void {
    const values = args.list(0, "values");
    const places = slicePlaces(args, 1, this.#numbers.length);
    if (values.length !== places.length) {
      throw new Refusal("RangeError", "can only assign a list of the same length");
    }
    places.forEach((place, at) => this.#numbers.set(place, values[at]));
  }
}
