import type { Stage } from "./stage.ts";

/** Parts of a text, cut at line ends: of so many lines, or of at most so many bytes, unless one line alone has more. */
export class TextParts implements Stage<string, string> {
  readonly #most: number;
  readonly #measure: (line: string) => number;
  #lines: string[] = [];
  #size = 0;

  constructor(most: number, measure: "lines" | "bytes") {
    this.#most = most;
    this.#measure = measure === "lines" ? () => 1 : (line) => utf8Length(line) + 1;
  }

  *take(line: string): Generator<string> {
    const size = this.#measure(line);
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
