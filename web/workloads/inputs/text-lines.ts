import { formatCount } from "../../words/format.ts";
import { LineSplitting } from "./line-splitting.ts";
import { chained, type Stage } from "./stage.ts";
import { MalformedText, TextDecoding } from "./text-decoding.ts";

/** Lines of a file's bytes. Bytes that are no text are named by their line, too. */
export class TextLines implements Stage<Uint8Array, string> {
  readonly #splitting = new LineSplitting();
  readonly #stages = chained(new TextDecoding(), this.#splitting);

  *take(piece: Uint8Array): Generator<string> {
    yield* this.#named(this.#stages.take(piece));
  }

  *end(): Generator<string> {
    yield* this.#named(this.#stages.end());
  }

  *#named(lines: Iterable<string>): Generator<string> {
    try {
      yield* lines;
    } catch (error) {
      if (!(error instanceof MalformedText)) throw error;
      throw new Error(`line ${formatCount(this.#splitting.next)}: ${error.message}`, { cause: error });
    }
  }
}
