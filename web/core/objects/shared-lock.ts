import type { CallBook } from "./call-book.ts";
import { LockedObject } from "./locked-object.ts";
import { LockState } from "./lock-state.ts";

/** A lock of its own; `LockState` says how it behaves. */
export class SharedLock extends LockedObject {
  readonly kind: "lock" | "rlock";

  constructor(book: CallBook, kind: "lock" | "rlock") {
    super(book, new LockState(book, kind === "rlock"));
    this.kind = kind;
  }
}
