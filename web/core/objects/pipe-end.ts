import { encodedFalse, encodedTrue } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { CallerKey } from "./call.ts";
import type { Call, CallerState, CallBook } from "./call-book.ts";
import { ItemLine, type Item } from "./item-line.ts";
import { Refusal, type ErrorName } from "./refusal.ts";
import { firstOf, SharedObject } from "./shared-object.ts";

/**
 * One end of a pipe: `send(item)`, `recv()`, `poll(timeout = 0)`, `close()`. An end is held by the caller that made it, by all that
 * have called it, and by those that the home was told of; it closes when the last of them closes it, ends or lets go of it. Then the
 * other end reads what is left, and `EOFError` after it, and its `send` is `BrokenPipeError`. A message that was received by a
 * lost caller, and did not reach it, goes back.
 */
export class PipeEnd extends SharedObject {
  readonly kind = "pipe";
  readonly #canRead: boolean;
  readonly #canWrite: boolean;
  #other: PipeEnd = this;
  readonly #holders: Set<CallerKey>;
  /** Callers that have closed it for themselves. */
  readonly #closedFor = new Set<CallerState>();
  /** What was sent to this end. */
  readonly #inbox = new ItemLine();
  #inboxBytes = 0;
  readonly #receivers = new Set<Call>();
  readonly #pollers = new Set<Call>();
  /** Calls of the other end that wait for room in the inbox. */
  readonly #senders = new Map<Call, Uint8Array>();

  private constructor(book: CallBook, holder: CallerKey, canRead: boolean, canWrite: boolean) {
    super(book);
    this.#holders = new Set([holder]);
    this.#canRead = canRead;
    this.#canWrite = canWrite;
  }

  /** Both ends. Of a pipe that is not duplex the first only reads and the second only writes, as in Python. */
  static makePair(book: CallBook, holder: CallerKey, isDuplex: boolean): readonly [PipeEnd, PipeEnd] {
    const first = new PipeEnd(book, holder, true, isDuplex);
    const second = new PipeEnd(book, holder, isDuplex, true);
    first.#other = second;
    second.#other = first;
    return [first, second];
  }

  begin(call: Call, method: string, args: Arguments): void {
    const { caller } = call;
    if (method === "close") {
      this.#closeFor(caller);
      this.book.answerValue(call);
      return;
    }
    if (this.#isClosed || this.#closedFor.has(caller)) throw new Refusal("OSError", "handle is closed");
    this.#holders.add(caller.key);
    switch (method) {
      case "send":
        if (!this.#canWrite) throw new Refusal("OSError", "connection is read-only");
        this.#other.#accept(call, args.encoded(0, "item"));
        return;
      case "recv":
        this.#checkReadable();
        this.book.wait(call, null, { line: this.#receivers, timeOut: () => {} });
        this.#receivers.add(call);
        return;
      case "poll":
        this.#checkReadable();
        this.book.wait(call, args.value(0) === undefined ? 0 : args.timeout(0), {
          line: this.#pollers,
          timeOut: () => this.book.answerValue(call, encodedFalse),
        });
        this.#pollers.add(call);
        return;
      default:
        this.unknown(method);
    }
  }

  serve(): void {
    this.#serveInbox();
    this.#other.#serveInbox();
  }

  endCaller(caller: CallerState): void {
    this.#closedFor.delete(caller);
    this.letGo(caller.key);
  }

  /** The end is held for a caller that has not called it yet, until it is let go. */
  holdFor(holder: CallerKey): void {
    if (!this.#isClosed) this.#holders.add(holder);
  }

  letGo(holder: CallerKey): void {
    this.#holders.delete(holder);
  }

  override drop(): void {
    this.#holders.clear();
    this.#other.serve();
  }

  get #isClosed(): boolean {
    return this.#holders.size === 0;
  }

  #checkReadable(): void {
    if (!this.#canRead) throw new Refusal("OSError", "connection is write-only");
  }

  #closeFor(caller: CallerState): void {
    this.#closedFor.add(caller);
    this.letGo(caller.key);
    for (const line of [this.#receivers, this.#pollers]) {
      for (const call of line) if (call.caller === caller) this.book.answerError(call, "OSError", "handle is closed");
    }
    for (const sender of this.#other.#senders.keys()) {
      if (sender.caller === caller) this.#other.#refuse(sender, "OSError", "handle is closed");
    }
  }

  #accept(sender: Call, item: Uint8Array): void {
    this.book.hold(this, item.length);
    this.book.wait(sender, null, {
      line: this.#senders,
      timeOut: () => {},
      withdraw: () => this.#release(item),
    });
    this.#senders.set(sender, item);
  }

  #serveInbox(): void {
    if (this.#isClosed) {
      for (let item = this.#inbox.shift(); item !== undefined; item = this.#inbox.shift()) this.#release(item.bytes);
      for (const sender of this.#senders.keys()) {
        this.#refuse(sender, "BrokenPipeError", "the other end of the pipe is closed");
      }
      return;
    }
    for (;;) {
      const receiver = firstOf(this.#receivers);
      const sender = firstOf(this.#senders);
      const item = sender === undefined ? undefined : this.#senders.get(sender);
      if (receiver !== undefined && this.#inbox.count > 0) this.#give(receiver);
      else if (sender !== undefined && item !== undefined && this.#hasRoomFor(item)) {
        this.#inbox.push(item);
        this.#inboxBytes += item.length;
        this.book.answerValue(sender);
      } else break;
    }
    const isAtEnd = this.#inbox.count === 0 && this.#other.#isClosed;
    if (isAtEnd) for (const call of this.#receivers) this.book.answerError(call, "EOFError", "the pipe has ended");
    if (isAtEnd || this.#inbox.count > 0) for (const call of this.#pollers) this.book.answerValue(call, encodedTrue);
  }

  #refuse(sender: Call, name: ErrorName, message: string): void {
    this.#release(this.#senders.get(sender));
    this.book.answerError(sender, name, message);
  }

  #release(item: Uint8Array | undefined): void {
    this.book.release(this, item?.length ?? 0);
  }

  #hasRoomFor(item: Uint8Array): boolean {
    return this.#inbox.count === 0 || this.#inboxBytes + item.length <= this.book.limits.pipeBytes;
  }

  #give(receiver: Call): void {
    const item = this.#inbox.shift();
    if (item === undefined) return;
    this.#inboxBytes -= item.bytes.length;
    this.book.answerValue(receiver, item.bytes, { bytes: item.bytes.length, undo: () => this.#putBack(item) });
  }

  #putBack(item: Item): void {
    this.#inboxBytes += item.bytes.length;
    this.#inbox.putBack(item);
  }
}
