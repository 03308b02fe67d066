import { TimeoutError } from "../errors.ts";

/**
 * A queue had no room within the time that was given, or at once where none was.
 *
 * @example
 * import { Full, Queue } from "tabpool";
 *
 * const queue = new Queue<number>(1);
 * await queue.put(1);
 * const error: unknown = await queue.putNowait(2).catch((reason: unknown) => reason);
 * console.log(error instanceof Full); // true
 */
export class Full extends Error {
  /** "Full". */
  override readonly name = "Full";
}

/**
 * A queue had no item within the time that was given, or at once where none was.
 *
 * @example
 * import { Empty, Queue } from "tabpool";
 *
 * const error: unknown = await new Queue().get(1).catch((reason: unknown) => reason);
 * console.log(error instanceof Empty); // true
 */
export class Empty extends Error {
  /** "Empty". */
  override readonly name = "Empty";
}

/**
 * The barrier is broken, or was while it was waited for: it was aborted or reset, the time of a caller that waited had passed, or such a caller is
 * gone.
 *
 * @example
 * import { Barrier, BrokenBarrierError } from "tabpool";
 *
 * const error: unknown = await new Barrier(2).wait(1).catch((reason: unknown) => reason);
 * console.log(error instanceof BrokenBarrierError); // true
 */
export class BrokenBarrierError extends Error {
  /** "BrokenBarrierError". */
  override readonly name = "BrokenBarrierError";
}

/**
 * The other end of the pipe is closed, and all that it has sent was received.
 *
 * @example
 * import { EOFError, Pipe } from "tabpool";
 *
 * const [here, there] = Pipe();
 * await there.close();
 * const error: unknown = await here.recv().catch((reason: unknown) => reason);
 * console.log(error instanceof EOFError); // true
 */
export class EOFError extends Error {
  /** "EOFError". */
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
