import { encode, encodeBoolean } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CallerState, CallBook } from "./call-book.ts";
import { Holdings } from "./holdings.ts";
import { ItemLine } from "./item-line.ts";
import { Refusal } from "./refusal.ts";
import { firstOf, SharedObject } from "./shared-object.ts";

interface QueueSettings {
  readonly maxsize: number;
  readonly isJoinable: boolean;
}

/**
 * `put(item, timeout?)`, `get(timeout?)`, `qsize()`, `empty()`, `full()`, `close()`; a joinable one has `taskDone()` and
 * `join()`, too. Items that were taken by a caller that is lost, and did not reach it, go back to where they were, also into
 * a full queue. Of items that reached it nothing comes any more: `join` counts their tasks as done.
 */
export class SharedQueue extends SharedObject {
  readonly kind = "queue";
  readonly #maxsize: number;
  readonly #isJoinable: boolean;
  readonly #items = new ItemLine();
  readonly #getters = new Set<Call>();
  readonly #putters = new Map<Call, Uint8Array>();
  readonly #joiners = new Set<Call>();
  /** Callers that have closed it for themselves. */
  readonly #closedFor = new Set<CallerState>();
  /** Items that were put and whose tasks are not done. */
  #unfinished = 0;
  /** Of items that were taken: those whose tasks are not done. */
  readonly #inWork = new Holdings();

  constructor(book: CallBook, { maxsize, isJoinable }: QueueSettings) {
    super(book);
    if (!Number.isInteger(maxsize)) throw new RangeError(`maxsize must be a whole number, got ${maxsize}`);
    this.#maxsize = maxsize;
    this.#isJoinable = isJoinable;
  }

  begin(call: Call, method: string, args: Arguments): void {
    switch (method) {
      case "put":
        this.#put(call, args.encoded(0, "item"), args.timeout(1));
        return;
      case "get":
        this.#checkOpen(call.caller);
        this.book.wait(call, args.timeout(0), {
          line: this.#getters,
          timeOut: () => this.book.answerError(call, "Empty", "the queue is empty"),
        });
        this.#getters.add(call);
        return;
      case "qsize":
        this.book.answerValue(call, encode(this.#items.count));
        return;
      case "empty":
        this.book.answerValue(call, encodeBoolean(this.#items.count === 0));
        return;
      case "full":
        this.book.answerValue(call, encodeBoolean(this.#items.count >= this.#most));
        return;
      case "close":
        this.#closedFor.add(call.caller);
        this.book.answerValue(call);
        return;
      case "taskDone":
        if (!this.#isJoinable) this.unknown(method);
        if (this.#unfinished === 0) throw new Refusal("RangeError", "taskDone() called too many times");
        this.#unfinished -= 1;
        this.#inWork.remove(call.caller);
        this.book.answerValue(call);
        return;
      case "join":
        if (!this.#isJoinable) this.unknown(method);
        // Only a deadline could run out, and there is none.
        this.book.wait(call, null, { line: this.#joiners, timeOut: () => {} });
        this.#joiners.add(call);
        return;
      default:
        this.unknown(method);
    }
  }

  serve(): void {
    for (;;) {
      const getter = firstOf(this.#getters);
      const putter = firstOf(this.#putters);
      if (getter !== undefined && this.#items.count > 0) this.#give(getter);
      else if (putter !== undefined && this.#items.count < this.#most) this.#accept(putter);
      else break;
    }
    if (this.#unfinished === 0) for (const joiner of this.#joiners) this.book.answerValue(joiner);
  }

  endCaller(caller: CallerState, how: CallerEnd): void {
    this.#closedFor.delete(caller);
    const abandoned = this.#inWork.clear(caller);
    if (how === "lost") this.#unfinished -= abandoned;
  }

  /** Items that it may hold. */
  get #most(): number {
    return this.#maxsize > 0 ? this.#maxsize : this.book.limits.items;
  }

  #put(call: Call, item: Uint8Array, timeoutMs: number | null): void {
    this.#checkOpen(call.caller);
    if (this.#maxsize <= 0 && this.#items.count >= this.#most) {
      throw new Refusal("RangeError", `a queue without a maxsize may hold ${this.#most} items, and holds as many`);
    }
    this.book.hold(this, item.length);
    const release = (): void => this.book.release(this, item.length);
    this.book.wait(call, timeoutMs, {
      line: this.#putters,
      timeOut: () => {
        release();
        this.book.answerError(call, "Full", "the queue is full");
      },
      withdraw: release,
    });
    this.#putters.set(call, item);
  }

  #accept(putter: Call): void {
    const item = this.#putters.get(putter);
    if (item !== undefined) this.#items.push(item);
    if (this.#isJoinable) this.#unfinished += 1;
    this.book.answerValue(putter);
  }

  #give(getter: Call): void {
    const item = this.#items.shift();
    if (item === undefined) return;
    const { caller } = getter;
    if (this.#isJoinable) this.#inWork.add(caller);
    this.book.answerValue(getter, item.bytes, {
      bytes: item.bytes.length,
      undo: () => {
        // A caller may have said that a task is done before its item has reached it: the task is there again.
        if (this.#isJoinable && !this.#inWork.removeOwn(caller)) this.#unfinished += 1;
        this.#items.putBack(item);
      },
    });
  }

  #checkOpen(caller: CallerState): void {
    if (this.#closedFor.has(caller)) throw new Refusal("RangeError", "the queue is closed");
  }
}
