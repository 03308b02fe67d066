import { decode, encode } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call, CallBook } from "./call-book.ts";
import { LockState } from "./lock-state.ts";
import { Numbers, type TypeCode } from "./numbers.ts";
import { LockedObject } from "./locked-object.ts";

interface ValueSettings {
  readonly type: TypeCode | null;
  readonly initial: Uint8Array;
}

/** `get()`, `set(value)`, and the methods of a reentrant lock of its own, which `get` and `set` do not ask for. */
export class SharedValue extends LockedObject {
  readonly kind = "value";
  readonly #number: Numbers | null;
  #value: Uint8Array;

  constructor(book: CallBook, { type, initial }: ValueSettings) {
    super(book, new LockState(book, true));
    this.#number = type === null ? null : new Numbers(type, 1);
    this.#value = this.#read(initial);
    book.hold(this, this.#value.length);
  }

  override begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "get":
        this.book.answerValue(call, this.#value);
        return;
      case "set": {
        const value = this.#read(args.encoded(0, "value"));
        this.book.hold(this, value.length);
        this.book.release(this, this.#value.length);
        this.#value = value;
        this.book.answerValue(call);
        return;
      }
      default:
        super.begin(call, method, args);
    }
  }

  /** The value as its type makes it. */
  #read(value: Uint8Array): Uint8Array {
    if (this.#number === null) return value;
    this.#number.set(0, decode(value));
    return encode(this.#number.at(0));
  }
}
