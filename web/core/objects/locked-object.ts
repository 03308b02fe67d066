import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CallerState, CallBook } from "./call-book.ts";
import type { LockState } from "./lock-state.ts";
import { SharedObject } from "./shared-object.ts";

/** An object with the methods of a lock, beside those that its kind adds. */
export abstract class LockedObject extends SharedObject {
  readonly state: LockState;

  constructor(book: CallBook, state: LockState) {
    super(book);
    this.state = state;
  }

  begin(call: Call, method: string, args: Arguments): void {
    if (!this.state.begin(call, method, args)) this.unknown(method);
  }

  serve(): void {
    this.state.serve();
  }

  endCaller(caller: CallerState, how: CallerEnd): void {
    this.state.endCaller(caller, how);
  }
}
