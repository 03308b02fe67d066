import type { CallerEnd, CallerKey } from "../core/objects/call.ts";
import { noObjectsAnswer } from "../core/objects/error-answer.ts";
import type { Packed } from "../core/values/format.ts";

/** One call of a shared object, as it has come. */
export interface DeskCall {
  /** Counts up from 1 within the caller; no number comes twice. */
  readonly number: number;
  /** How many answers the caller has had before it made the call. */
  readonly received: number;
  /** Encoded values: the object, the method, then the arguments. */
  readonly request: Packed;
}

/**
 * What a room calls for the shared objects of its tasks. Each start of a room has callers of its own, whose keys are not used again within it;
 * two rooms may have callers with the same key.
 */
export interface CallDesk {
  /**
   * `answer` takes `"value"` and the value, or `"error"`, a name and a message, as encoded values. It is called at most once for each call, now or at any
   * later time. Once the caller has ended it does nothing.
   */
  onCall(caller: CallerKey, call: DeskCall, answer: (answer: Packed) => void): void;
  /** The caller has made a call and makes none any more. Told once for each caller, whatever ends it. */
  onCallerEnded(caller: CallerKey, how: CallerEnd): void;
}

/** Of a room without shared objects. */
export const noObjects: CallDesk = {
  onCall: (_caller, _call, answer) => answer(noObjectsAnswer()),
  onCallerEnded: () => {},
};
