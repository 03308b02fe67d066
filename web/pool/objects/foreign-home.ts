import type { Answer } from "../../core/objects/answer.ts";
import type { CallerEnd, CallerKey, NumberedCall, Request } from "../../core/objects/call.ts";

export interface ObjectCall extends NumberedCall, Request {
  /** The object's id. */
  readonly object: string;
}

/** The home of objects in another page or process, over a link. Callers of this one are callers there. */
export interface ForeignHome {
  /** `answered` is called once, also where the link is lost, and never where the caller has ended. */
  takeCall(caller: CallerKey, call: ObjectCall, answered: (answer: Answer) => void): void;
  endCaller(caller: CallerKey, how: CallerEnd): void;
}
