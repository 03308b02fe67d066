import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CalledObject, CallerState, CallBook } from "./call-book.ts";
import type { ObjectSettings } from "./events.ts";
import { Refusal } from "./refusal.ts";

export type ObjectKind = ObjectSettings["kind"];

/** A queue, a lock, … in its home. It knows its lines; which calls wait, and until when, is in the call book. */
export abstract class SharedObject implements CalledObject {
  abstract readonly kind: ObjectKind;
  readonly book: CallBook;
  bytes = 0;

  constructor(book: CallBook) {
    this.book = book;
  }

  /** Answers the call, or has it wait. `serve` follows. @throws Refusal if it cannot be. */
  abstract begin(call: Call, method: string, args: Arguments): void;

  abstract serve(): void;
  abstract endCaller(caller: CallerState, how: CallerEnd): void;

  /** The object has gone. Calls that waited at it are answered. */
  drop(): void {}

  /** For methods that the kind does not have. */
  protected unknown(method: string): never {
    throw new Refusal("TypeError", `${this.kind} has no method ${JSON.stringify(method.slice(0, 40))}`);
  }
}

/** The call that waits longest. */
export function firstOf(line: { keys(): IterableIterator<Call> }): Call | undefined {
  return line.keys().next().value;
}
