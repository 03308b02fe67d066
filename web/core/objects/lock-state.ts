import { encode, encodeBoolean, encodedFalse } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CallerState, CallBook } from "./call-book.ts";
import { Refusal } from "./refusal.ts";
import { firstOf } from "./shared-object.ts";

/** A call that waits for the lock: how often it will hold it, and what it is told then. */
interface Wish {
  readonly count: number;
  /** Null for a call of `acquire`, which is told how the lock came to be free. */
  readonly answer: Uint8Array | null;
  /** The caller gets no answer: what brought the call here has been in vain. */
  inVain?(): void;
}

/**
 * The lock within a lock, a condition, a value or an array: `acquire(timeout?)`, `release()`, `locked()`. A reentrant one may be
 * acquired again by the caller that holds it. `acquire` is answered with true, with false after its timeout, and with `"lost"` or
 * `"done"` where the caller that held the lock before has ended without a release, and how: what the lock guards may be half done.
 * One that is lost has held the lock as soon as it was answered.
 */
export class LockState {
  readonly #book: CallBook;
  readonly #isReentrant: boolean;
  #holder: CallerState | null = null;
  /** How often the holder has acquired it; 0 if there is none. */
  #count = 0;
  /** How a holder has ended without a release, until the next one is told. */
  #abandoned: CallerEnd | null = null;
  readonly #waiting = new Map<Call, Wish>();

  constructor(book: CallBook, isReentrant: boolean) {
    this.#book = book;
    this.#isReentrant = isReentrant;
  }

  isHeldBy(caller: CallerState): boolean {
    return this.#holder === caller;
  }

  /** False if it has no such method. */
  begin(call: Call, method: string, args: Arguments): boolean {
    switch (method) {
      case "acquire":
        this.#book.wait(call, args.timeout(0), {
          line: this.#waiting,
          timeOut: () => this.#book.answerValue(call, encodedFalse),
        });
        this.#waiting.set(call, { count: 1, answer: null });
        return true;
      case "release":
        this.#release(call.caller);
        this.#book.answerValue(call);
        return true;
      case "locked":
        this.#book.answerValue(call, encodeBoolean(this.#count > 0));
        return true;
      default:
        return false;
    }
  }

  serve(): void {
    for (let call = this.#next(); call !== undefined; call = this.#next()) this.#give(call);
  }

  /** The call that can have the lock now. */
  #next(): Call | undefined {
    if (this.#holder === null) return firstOf(this.#waiting);
    if (!this.#isReentrant) return undefined;
    for (const call of this.#holder.waiting.values()) if (this.#waiting.has(call)) return call;
    return undefined;
  }

  endCaller(caller: CallerState, how: CallerEnd): void {
    if (!this.isHeldBy(caller)) return;
    this.#free();
    this.#abandoned = how;
  }

  /** The holder frees the lock, however often it has acquired it; returns how often. */
  releaseAll(): number {
    const count = this.#count;
    this.#free();
    return count;
  }

  /** The call waits for the lock again, without a deadline. */
  acquireAgain(call: Call, wish: Wish): void {
    this.#book.wait(call, null, { line: this.#waiting, timeOut: () => {}, withdraw: () => wish.inVain?.() });
    this.#waiting.set(call, wish);
  }

  #release(caller: CallerState): void {
    if (this.#isReentrant && !this.isHeldBy(caller)) {
      throw new Refusal("Error", "release of a lock that is not held by the caller");
    }
    // As in Python, a lock that is not reentrant may be released by another caller than its holder.
    if (this.#count === 0) throw new Refusal("RangeError", "lock released too many times");
    this.#count -= 1;
    if (this.#count === 0) this.#free();
  }

  #give(call: Call): void {
    const { caller } = call;
    const wish = this.#waiting.get(call) ?? { count: 1, answer: null };
    const { count, answer } = wish;
    const abandoned = this.#abandoned;
    this.#holder = caller;
    this.#count += count;
    if (answer === null) this.#abandoned = null;
    this.#book.answerValue(call, answer ?? encode(abandoned ?? true), {
      bytes: 0,
      undo: (isCallerLost) => {
        wish.inVain?.();
        // A lost one may have heard of it all the same, and have begun what the lock guards: `endCaller` abandons the lock.
        if (isCallerLost || !this.isHeldBy(caller)) return;
        this.#count -= count;
        if (this.#count > 0) return;
        this.#free();
        this.#abandoned = abandoned;
      },
    });
  }

  #free(): void {
    this.#holder = null;
    this.#count = 0;
  }
}
