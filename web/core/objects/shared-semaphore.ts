import { encode, encodedFalse, encodedTrue } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CallerState, CallBook } from "./call-book.ts";
import { Holdings } from "./holdings.ts";
import { Refusal } from "./refusal.ts";
import { firstOf, SharedObject } from "./shared-object.ts";
import { wholeNumber } from "./whole-number.ts";

interface SemaphoreSettings {
  readonly value: number;
  readonly isBounded: boolean;
}

/**
 * `acquire(timeout?)`, answered with whether a permit was had; `release()`, by any caller; `value()`. Permits of a caller that is
 * lost go back. A caller that is done keeps them where the semaphore is not bounded: it may have waited for a signal.
 */
export class SharedSemaphore extends SharedObject {
  readonly kind = "semaphore";
  /** Permits that are free. */
  #value: number;
  readonly #most: number;
  readonly #waiting = new Set<Call>();
  /** Permits that were acquired and not released. */
  readonly #lent = new Holdings();

  constructor(book: CallBook, { value, isBounded }: SemaphoreSettings) {
    super(book);
    this.#value = wholeNumber("value", value, 0);
    this.#most = isBounded ? value : Number.MAX_SAFE_INTEGER;
  }

  begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "acquire":
        this.book.wait(call, args.timeout(0), {
          line: this.#waiting,
          timeOut: () => this.book.answerValue(call, encodedFalse),
        });
        this.#waiting.add(call);
        return;
      case "release":
        if (this.#value >= this.#most) throw new Refusal("RangeError", "semaphore released too many times");
        this.#lent.remove(call.caller);
        this.#value += 1;
        this.book.answerValue(call);
        return;
      case "value":
        this.book.answerValue(call, encode(this.#value));
        return;
      default:
        this.unknown(method);
    }
  }

  serve(): void {
    for (let call = firstOf(this.#waiting); call !== undefined && this.#value > 0; call = firstOf(this.#waiting)) {
      const { caller } = call;
      this.#value -= 1;
      this.#lent.add(caller);
      this.book.answerValue(call, encodedTrue, {
        bytes: 0,
        undo: () => {
          if (this.#lent.removeOwn(caller)) this.#value += 1;
        },
      });
    }
  }

  endCaller(caller: CallerState, how: CallerEnd): void {
    const lent = this.#lent.clear(caller);
    if (how === "lost" || this.#most < Number.MAX_SAFE_INTEGER) this.#value += lent;
  }
}
