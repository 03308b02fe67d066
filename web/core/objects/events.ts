import type { Answer } from "./answer.ts";
import type { CallerEnd, CallerKey, NumberedCall, ObjectId, Request } from "./call.ts";
import type { TypeCode } from "./numbers.ts";

/** What an object is, as its maker says. */
export type ObjectSettings =
  /** `maxsize` 0 for no limit but the home's. A joinable one counts the items whose tasks are not done. */
  | { readonly kind: "queue"; readonly maxsize: number; readonly isJoinable: boolean }
  | { readonly kind: "lock" }
  | { readonly kind: "rlock" }
  /** A bounded one never has more permits than at first. */
  | { readonly kind: "semaphore"; readonly value: number; readonly isBounded: boolean }
  | { readonly kind: "event" }
  /** `lock` null for a reentrant one of its own. */
  | { readonly kind: "condition"; readonly lock: ObjectId | null }
  | { readonly kind: "barrier"; readonly parties: number }
  /** The object is the first end, `other` the second; both are held by `holder`. Where it is not duplex the first end only reads. */
  | { readonly kind: "pipe"; readonly other: ObjectId; readonly isDuplex: boolean; readonly holder: CallerKey }
  /** `type` null for any value. `initial` is encoded. */
  | { readonly kind: "value"; readonly type: TypeCode | null; readonly initial: Uint8Array }
  /** `initial` is the length of an array of zeros, or the numbers. */
  | { readonly kind: "array"; readonly type: TypeCode; readonly initial: number | readonly unknown[] }
  | { readonly kind: "dict" }
  | { readonly kind: "list" }
  | { readonly kind: "namespace" };

/** A fact, in the past tense. `now` is in milliseconds of any clock that does not go back. */
export type ObjectsEvent = { readonly now: number } & (
  | { readonly type: "object-made"; readonly object: ObjectId; readonly settings: ObjectSettings }
  /** All calls that wait at it are answered with `Gone`, and so are later ones. A call of `dispose` comes to the same. */
  | { readonly type: "object-dropped"; readonly object: ObjectId }
  | ({ readonly type: "called"; readonly caller: CallerKey; readonly object: string } & NumberedCall & Request)
  /** An end of a pipe is held for a caller that has not called it yet, such as a process that is given it, until it is let go. */
  | { readonly type: "end-held"; readonly object: ObjectId; readonly holder: CallerKey }
  | { readonly type: "end-let-go"; readonly object: ObjectId; readonly holder: CallerKey }
  /**
   * The caller waits no longer: the call has not happened, and what its answer gives goes back, if that is on the way. Such an
   * answer counts as received when it arrives.
   */
  | { readonly type: "call-withdrawn"; readonly caller: CallerKey; readonly number: number }
  | { readonly type: "caller-ended"; readonly caller: CallerKey; readonly how: CallerEnd }
  /** Answers `set-alarm`; may be late by any amount. */
  | { readonly type: "alarm-rang" }
);

/** An order. */
export type ObjectsEffect =
  /** At most one for each call; none once the caller has ended or the call was withdrawn. */
  | { readonly type: "answer"; readonly caller: CallerKey; readonly number: number; readonly answer: Answer }
  /** One alarm at a time: replaces the one before; null takes it away. */
  | { readonly type: "set-alarm"; readonly at: number | null };
