/** Python's names where Python has one; `ValueError` is a RangeError here, as JavaScript calls it. */
export type ErrorName =
  | "AttributeError"
  | "BrokenBarrierError"
  | "BrokenPipeError"
  | "Empty"
  | "EOFError"
  | "Error"
  | "Full"
  | "Gone"
  | "IndexError"
  | "KeyError"
  | "OSError"
  | "RangeError"
  | "TypeError";

/** A call that is refused. Thrown by an object before it has changed; the machine answers the call with it. */
export class Refusal extends Error {
  readonly errorName: ErrorName;

  constructor(errorName: ErrorName, message: string) {
    super(message);
    this.errorName = errorName;
  }
}
