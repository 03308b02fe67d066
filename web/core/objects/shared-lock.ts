import type { Desk } from "./desk.ts";
import { LockedObject } from "./locked-object.ts";
import { LockState } from "./lock-state.ts";

/** A lock of its own; `LockState` says how it behaves. */
export class SharedLock extends LockedObject {
  readonly kind: "lock" | "rlock";

  constructor(desk: Desk, kind: "lock" | "rlock") {
    super(desk, new LockState(desk, kind === "rlock"));
    this.kind = kind;
  }
}
