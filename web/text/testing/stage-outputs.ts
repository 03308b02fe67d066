import type { Stage } from "../stage.ts";

/** All that the stage makes of the pieces. */
export function* outputsOf<In, Out>(stage: Stage<In, Out>, pieces: Iterable<In>): Generator<Out> {
  for (const piece of pieces) yield* stage.take(piece);
  yield* stage.end();
}
