import { encodeBoolean, encodedFalse, encodedTrue } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call-book.ts";
import { SharedObject } from "./shared-object.ts";

/** `set()`, `clear()`, `isSet()`, `wait(timeout?)`, answered with whether the event is set. */
export class SharedEvent extends SharedObject {
  readonly kind = "event";
  #isSet = false;
  readonly #waiting = new Set<Call>();

  begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "set":
      case "clear":
        this.#isSet = method === "set";
        this.book.answerValue(call);
        return;
      case "isSet":
        this.book.answerValue(call, encodeBoolean(this.#isSet));
        return;
      case "wait":
        this.book.wait(call, args.timeout(0), {
          line: this.#waiting,
          timeOut: () => this.book.answerValue(call, encodedFalse),
        });
        this.#waiting.add(call);
        return;
      default:
        this.unknown(method);
    }
  }

  serve(): void {
    if (this.#isSet) for (const call of this.#waiting) this.book.answerValue(call, encodedTrue);
  }

  /** Nothing of an event is held. */
  endCaller(): void {}
}
