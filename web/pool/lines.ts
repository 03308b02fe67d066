import { chained, type Stage } from "../text/stage.ts";
import { LineSplitting } from "../text/line-splitting.ts";
import { TextDecoding } from "../text/text-decoding.ts";
import { isAsyncIterable, isIterable, isReadable, reading, type Readable } from "./inputs.ts";
import { kindOf } from "./kind-of.ts";

/**
 * Where lines come from: a text, pieces of text, or bytes: those of a file, of an answer's `body`, of a process.
 *
 * @example
 * import { lines, type LineSource } from "tabpool";
 *
 * const sources: LineSource[] = ["a\nb", ["c", "d\n"], new Blob(["e\r\nf"]).stream()];
 * for (const source of sources) {
 *   const found: string[] = [];
 *   for await (const line of lines(source)) found.push(line);
 *   console.log(found.join(" ")); // a b
 * }
 * // cd
 * // e f
 */
export type LineSource =
  | string
  | Iterable<string | Uint8Array>
  | AsyncIterable<string | Uint8Array>
  | Readable<string | Uint8Array>
  /** A `Blob`, a `File`. */
  | { stream(): Readable<Uint8Array> };

/**
 * The lines of a text, read piece by piece, without their ends (`\n`, `\r\n` or `\r`). A line end at the very end begins no further
 * line. Bytes are UTF-8, or what the mark at their beginning says.
 *
 * @throws TypeError for what is no source; Error, while it is read, for bytes that are no text, with line and byte.
 * @example
 * import { lines } from "tabpool";
 *
 * for await (const line of lines(["one\nt", "wo\n"])) console.log(line);
 * // one
 * // two
 */
export function lines(source: LineSource): AsyncIterable<string> {
  const pieces = piecesOf(source);
  return { [Symbol.asyncIterator]: () => splitting(pieces) };
}

function piecesOf(source: unknown): Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof source === "string") return [source];
  if (isAsyncIterable(source) || isIterable(source)) return source;
  if (isReadable(source)) return reading(source);
  if (hasStream(source)) return piecesOf(source.stream());
  throw new TypeError(
    `lines: the source must be a text, a file, a stream or an iterable of pieces, got ${kindOf(source)}`,
  );
}

function hasStream(value: unknown): value is { stream(): unknown } {
  return typeof value === "object" && value !== null && "stream" in value && typeof value.stream === "function";
}

async function* splitting(pieces: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string, void> {
  const ofText: Stage<string, string> = new LineSplitting();
  const ofBytes: Stage<Uint8Array, string> = chained(new TextDecoding(), ofText);
  let end = (): Iterable<string> => ofText.end();
  for await (const piece of pieces) {
    if (typeof piece === "string") {
      yield* ofText.take(piece);
    } else if (piece instanceof Uint8Array) {
      end = () => ofBytes.end();
      yield* ofBytes.take(piece);
    } else {
      throw new TypeError(`lines: each piece must be a text or bytes, got ${kindOf(piece)}`);
    }
  }
  yield* end();
}
