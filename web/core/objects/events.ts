import type { Answer } from "./answer.ts";
import type { CallerEnd, CallerKey, NumberedCall, ObjectId, Request } from "./call.ts";

/** What an object is, as its maker says. */
export type ObjectSettings =
  /** `maxsize` 0 for no limit but the home's. A joinable one counts the items whose tasks are not done. */
  | { readonly kind: "queue"; readonly maxsize: number; readonly isJoinable: boolean }
  | { readonly kind: "lock" }
  | { readonly kind: "rlock" }
  /** A bounded one never has more permits than at first. */
  | { readonly kind: "semaphore"; readonly value: number; readonly isBounded: boolean }
  | { readonly kind: "event" };

/** A fact, in the past tense. `now` is in milliseconds of any clock that does not go back. */
export type ObjectsEvent = { readonly now: number } & (
  | { readonly type: "object-made"; readonly object: ObjectId; readonly settings: ObjectSettings }
  /** All calls that wait at it are answered with `Gone`, and so are later ones. */
  | { readonly type: "object-dropped"; readonly object: ObjectId }
  | ({ readonly type: "called"; readonly caller: CallerKey; readonly object: string } & NumberedCall & Request)
  /** The caller waits no longer: the call has not happened. What its answer, still on the way, gives goes back. */
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
