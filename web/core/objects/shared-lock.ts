import type { Arguments } from "./arguments.ts";
import type { CallerEnd } from "./call.ts";
import type { Call, CallerState, Desk } from "./desk.ts";
import { LockState } from "./lock-state.ts";
import { SharedObject } from "./shared-object.ts";

/** A lock of its own; `LockState` says how it behaves. */
export class SharedLock extends SharedObject {
  readonly kind: "lock" | "rlock";
  readonly state: LockState;

  constructor(desk: Desk, kind: "lock" | "rlock") {
    super(desk);
    this.kind = kind;
    this.state = new LockState(desk, kind === "rlock");
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
