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
