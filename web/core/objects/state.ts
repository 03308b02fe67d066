import type { CallerKey, ObjectId } from "./call.ts";
import { CallBook, type CallerState } from "./call-book.ts";
import type { HomeLimits } from "./limits.ts";
import type { SharedObject } from "./shared-object.ts";

/** All shared objects of one home; changed by `handle` only. */
export interface ObjectsMachine {
  readonly book: CallBook;
  readonly objects: Map<ObjectId, SharedObject>;
  readonly callers: Map<CallerKey, CallerState>;
  /** The callers that ended last. */
  readonly endedCallers: Set<CallerKey>;
  alarmAt: number | null;
}

export function createObjectsMachine(limits: HomeLimits): ObjectsMachine {
  return {
    book: new CallBook(limits),
    objects: new Map(),
    callers: new Map(),
    endedCallers: new Set(),
    alarmAt: null,
  };
}
