import * as fc from "fast-check";

/** Places to cut at, of any thing. */
export const cuts = fc.array(fc.nat(), { maxLength: 12 });

interface Cuttable<Piece> {
  readonly length: number;
  slice(from: number, to?: number): Piece;
}

/** The pieces of a text, or of bytes, that is cut at these places. */
export function* cut<Piece>(whole: Cuttable<Piece>, places: readonly number[]): Generator<Piece> {
  let from = 0;
  for (const place of places.map((one) => one % (whole.length + 1)).toSorted((a, b) => a - b)) {
    yield whole.slice(from, place);
    from = place;
  }
  yield whole.slice(from);
}
