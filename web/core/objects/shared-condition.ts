import { encodedFalse, encodedTrue } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { Call, CallerState } from "./call-book.ts";
import { Refusal } from "./refusal.ts";
import { LockedObject } from "./locked-object.ts";
import { firstOf } from "./shared-object.ts";

/**
 * The methods of its lock, and, for the caller that holds it: `wait(timeout?)`, `notify(n = 1)`, `notifyAll()`. `wait` frees the
 * lock, and has it again, as often as before, when it is answered: true if it was notified, false after its timeout. A wait that is
 * withdrawn leaves the lock free. A notification that does not reach its caller wakes the next one that waits.
 */
export class SharedCondition extends LockedObject {
  readonly kind = "condition";
  /** How often each has held the lock. */
  readonly #waiting = new Map<Call, number>();

  override begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "wait":
        this.#wait(call, args.timeout(0));
        return;
      case "notify":
      case "notifyAll": {
        this.#checkHolder(call.caller, method);
        const isAll = method === "notifyAll";
        const most = isAll ? this.#waiting.size : args.whole(0, "n", 1);
        for (let count = 0; count < most && this.#waiting.size > 0; count += 1) this.#notifyFirst(!isAll);
        this.book.answerValue(call);
        return;
      }
      default:
        super.begin(call, method, args);
    }
  }

  #wait(call: Call, timeoutMs: number | null): void {
    this.#checkHolder(call.caller, "wait");
    this.book.checkMayWait(call.caller);
    const count = this.state.releaseAll();
    this.book.wait(call, timeoutMs, {
      line: this.#waiting,
      timeOut: () => this.state.acquireAgain(call, { count, answer: encodedFalse }),
    });
    this.#waiting.set(call, count);
  }

  /** The call that waits longest waits for the lock now. Where all are notified, none is left that could be woken in its place. */
  #notifyFirst(isPassedOn: boolean): void {
    const call = firstOf(this.#waiting);
    if (call === undefined) return;
    const count = this.#waiting.get(call) ?? 1;
    const wish = { count, answer: encodedTrue };
    this.state.acquireAgain(call, isPassedOn ? { ...wish, inVain: () => this.#notifyFirst(true) } : wish);
  }

  #checkHolder(caller: CallerState, method: string): void {
    if (!this.state.isHeldBy(caller)) throw new Refusal("Error", `${method} of a condition without its lock`);
  }
}
