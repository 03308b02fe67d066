import type { ErrorName } from "./answer.ts";

/** A call that is refused. Thrown by an object before it has changed; the machine answers the call with it. */
export class Refusal extends Error {
  readonly errorName: ErrorName;

  constructor(errorName: ErrorName, message: string) {
    super(message);
    this.errorName = errorName;
  }
}
