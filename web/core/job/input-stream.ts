import { inBackground } from "../in-background.ts";

/**
 * Inputs that come one after the other, as many as there are: a list, a generator, the lines of a file. Read no faster than
 * the room computes, and once.
 */
export type InputStream =
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | { readonly [Symbol.asyncIterator]: () => InputIterator };

/** Reads a stream of either kind. A `next` may answer at once: a promise for each of a million inputs takes time. */
export interface InputIterator {
  next(): IteratorResult<unknown> | PromiseLike<IteratorResult<unknown>>;
  return?(): unknown;
}

export function iteratorOf(stream: InputStream): InputIterator {
  return Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]();
}

/** Nothing more of it is read. */
export function closeIterator(iterator: InputIterator): void {
  try {
    const closing: unknown = iterator.return?.();
    if (closing instanceof Promise) inBackground(closing, leave);
  } catch {
    leave();
  }
}

/** Of a stream that was not read yet. */
export function closeStream(stream: InputStream): void {
  try {
    closeIterator(iteratorOf(stream));
  } catch {
    leave();
  }
}

/** One that cannot be closed is left all the same. */
function leave(): void {}
