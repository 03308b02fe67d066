import type { Stage } from "../../text/stage.ts";

/** Parts of a text of lines, of at most so many bytes, unless one line alone has more. */
export class TextParts implements Stage<string, string> {
  readonly #most: number;
  #lines: string[] = [];
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  *take(line: string): Generator<string> {
    const size = utf8Length(line) + 1;
    if (this.#size + size > this.#most) yield* this.end();
    this.#lines.push(line);
    this.#size += size;
    if (this.#size >= this.#most) yield* this.end();
  }

  /** Lines that were not given yet. */
  *end(): Generator<string> {
    if (this.#lines.length > 0) yield this.#lines.splice(0).join("\n");
    this.#size = 0;
  }
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Two for the second half of a pair as for the first: four for the character.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
