/**
 * Makes one thing of another, piece by piece: text of bytes, lines of text. What it gives is read lazily, and what is thrown
 * comes behind all that was right before it.
 */
export interface Stage<In, Out> {
  take(piece: In): Iterable<Out>;
  /** What is left when no further piece will come. */
  end(): Iterable<Out>;
}

export function chained<In, Middle, Out>(first: Stage<In, Middle>, second: Stage<Middle, Out>): Stage<In, Out> {
  return {
    *take(piece) {
      for (const one of first.take(piece)) yield* second.take(one);
    },
    *end() {
      for (const one of first.end()) yield* second.take(one);
      yield* second.end();
    },
  };
}
