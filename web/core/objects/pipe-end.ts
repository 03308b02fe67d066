import { encodedFalse, encodedTrue } from "./answer.ts";
import type { Arguments } from "./arguments.ts";
import type { CallerKey } from "./call.ts";
import type { Call, CallerState, Desk } from "./desk.ts";
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

  private constructor(desk: Desk, holder: CallerKey, canRead: boolean, canWrite: boolean) {
    super(desk);
    this.#holders = new Set([holder]);
    this.#canRead = canRead;
    this.#canWrite = canWrite;
  }

  /** Both ends. Of a pipe that is not duplex the first only reads and the second only writes, as in Python. */
  static makePair(desk: Desk, holder: CallerKey, isDuplex: boolean): readonly [PipeEnd, PipeEnd] {
    const first = new PipeEnd(desk, holder, true, isDuplex);
    const second = new PipeEnd(desk, holder, isDuplex, true);
    first.#other = second;
    second.#other = first;
    return [first, second];
  }

  begin(call: Call, method: string, args: Arguments): void {
    const { caller } = call;
    if (method === "close") {
      this.#closeFor(caller);
      this.desk.answerValue(call);
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
        this.desk.wait(call, null, { line: this.#receivers, timeOut: () => {} });
        this.#receivers.add(call);
        return;
      case "poll":
        this.#checkReadable();
        this.desk.wait(call, args.value(0) === undefined ? 0 : args.timeout(0), {
          line: this.#pollers,
          timeOut: () => this.desk.answerValue(call, encodedFalse),
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
      for (const call of line) if (call.caller === caller) this.desk.answerError(call, "OSError", "handle is closed");
    }
    for (const sender of this.#other.#senders.keys()) {
      if (sender.caller === caller) this.#other.#refuse(sender, "OSError", "handle is closed");
    }
  }

  #accept(sender: Call, item: Uint8Array): void {
    this.desk.hold(this, item.length);
    this.desk.wait(sender, null, {
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
        this.desk.answerValue(sender);
      } else break;
    }
    const isAtEnd = this.#inbox.count === 0 && this.#other.#isClosed;
    if (isAtEnd) for (const call of this.#receivers) this.desk.answerError(call, "EOFError", "the pipe has ended");
    if (isAtEnd || this.#inbox.count > 0) for (const call of this.#pollers) this.desk.answerValue(call, encodedTrue);
  }

  #refuse(sender: Call, name: ErrorName, message: string): void {
    this.#release(this.#senders.get(sender));
    this.desk.answerError(sender, name, message);
  }

  #release(item: Uint8Array | undefined): void {
    this.desk.release(this, item?.length ?? 0);
  }

  #hasRoomFor(item: Uint8Array): boolean {
    return this.#inbox.count === 0 || this.#inboxBytes + item.length <= this.desk.limits.pipeBytes;
  }

  #give(receiver: Call): void {
    const item = this.#inbox.shift();
    if (item === undefined) return;
    this.#inboxBytes -= item.bytes.length;
    this.desk.answerValue(receiver, item.bytes, { bytes: item.bytes.length, undo: () => this.#putBack(item) });
  }

  #putBack(item: Item): void {
    this.#inboxBytes += item.bytes.length;
    this.#inbox.putBack(item);
  }
}
