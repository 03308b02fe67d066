import { TimeoutError } from "../errors.ts";

/** A queue had no room within the time that was given, or at once where none was. */
export class Full extends Error {
  override readonly name = "Full";
}

/** A queue had no item within the time that was given, or at once where none was. */
export class Empty extends Error {
  override readonly name = "Empty";
}

/** The barrier was aborted or reset while it was waited for, somebody's time there had passed, or somebody who waited is gone. */
export class BrokenBarrierError extends Error {
  override readonly name = "BrokenBarrierError";
}

/** The other end of the pipe is closed, and all that it has sent was received. */
export class EOFError extends Error {
  override readonly name = "EOFError";
}

const classes: Readonly<Record<string, new (message: string) => Error>> = {
  Full,
  Empty,
  BrokenBarrierError,
  EOFError,
  TimeoutError,
  RangeError,
  TypeError,
};

/** The error of this name: of the library's own class where there is one. */
export function objectError(name: string, message: string): Error {
  const Known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  return Known === undefined ? Object.assign(new Error(message), { name }) : new Known(message);
}
