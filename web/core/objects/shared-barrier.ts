import { encode, encodeBoolean } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call, CallBook } from "./call-book.ts";
import { Refusal } from "./refusal.ts";
import { SharedObject } from "./shared-object.ts";
import { wholeNumber } from "./whole-number.ts";

/**
 * `wait(timeout?)`, answered when `parties` calls wait, each with its place among them from 0; `reset()`, `abort()`, `parties()`,
 * `nWaiting()`, `broken()`. A wait that times out, is withdrawn, or whose caller ends breaks the barrier: it is
 * `BrokenBarrierError` for all that wait, and for all later ones until a reset.
 */
export class SharedBarrier extends SharedObject {
  readonly kind = "barrier";
  readonly #parties: number;
  readonly #waiting = new Set<Call>();
  #isBroken = false;

  constructor(book: CallBook, parties: number) {
    super(book);
    this.#parties = wholeNumber("parties", parties, 1);
  }

  begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "wait":
        this.#wait(call, args.timeout(0));
        return;
      case "reset":
      case "abort":
        this.#break();
        this.#isBroken = method === "abort";
        this.book.answerValue(call);
        return;
      case "parties":
        this.book.answerValue(call, encode(this.#parties));
        return;
      case "nWaiting":
        this.book.answerValue(call, encode(this.#waiting.size));
        return;
      case "broken":
        this.book.answerValue(call, encodeBoolean(this.#isBroken));
        return;
      default:
        this.unknown(method);
    }
  }

  serve(): void {
    if (this.#waiting.size < this.#parties) return;
    let place = 0;
    for (const call of this.#waiting) {
      this.book.answerValue(call, encode(place));
      place += 1;
    }
  }

  /** Its waits were withdrawn. */
  endCaller(): void {}

  #wait(call: Call, timeoutMs: number | null): void {
    if (this.#isBroken) throw new Refusal("BrokenBarrierError", "the barrier is broken");
    if (this.#waiting.size + 1 < this.#parties) this.book.checkMayWait(call.caller);
    this.book.wait(call, timeoutMs, {
      line: this.#waiting,
      timeOut: () => {
        this.#refuse(call);
        this.#break();
      },
      withdraw: () => this.#break(),
    });
    this.#waiting.add(call);
  }

  #break(): void {
    this.#isBroken = true;
    for (const call of this.#waiting) this.#refuse(call);
  }

  #refuse(call: Call): void {
    this.book.answerError(call, "BrokenBarrierError", "the barrier was broken");
  }
}
