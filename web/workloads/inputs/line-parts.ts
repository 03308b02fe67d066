import { checkLineLength } from "../../text/line-splitting.ts";
import type { Stage } from "../../text/stage.ts";

/**
 * Parts of a text of so many lines each, with `\n` between them and none behind the last, whatever their ends were. Cut out of
 * the pieces as they come: an object for each line would be several times as many bytes as the line.
 */
export class LineParts implements Stage<string, string> {
  readonly #most: number;
  /** What has come of the part. */
  #begun: string[] = [];
  /** Lines of the part that have ended. */
  #lines = 0;
  /** Characters of the line that has not ended. */
  #characters = 0;
  /** Lines that have ended, of all parts. */
  #count = 0;
  /** Set behind a `\r`: a `\n` that follows belongs to it. */
  #isBehindReturn = false;

  constructor(most: number) {
    this.#most = most;
  }

  *take(piece: string): Generator<string> {
    if (piece === "") return;
    const behind = this.#isBehindReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    this.#isBehindReturn = piece.endsWith("\r");
    const text = behind.includes("\r") ? behind.replaceAll(/\r\n?/g, "\n") : behind;
    /** Where what is not given yet begins, and the line that has not ended. */
    let [from, line] = [0, 0];
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", line)) {
      this.#addToLine(end - line);
      line = end + 1;
      this.#characters = 0;
      this.#count += 1;
      this.#lines += 1;
      if (this.#lines < this.#most) continue;
      this.#begun.push(text.slice(from, end));
      from = line;
      yield this.#takePart();
    }
    this.#addToLine(text.length - line);
    if (from < text.length) this.#begun.push(text.slice(from));
  }

  /** A line end at the very end begins no further line. */
  *end(): Generator<string> {
    if (this.#begun.length === 0) return;
    const part = this.#takePart();
    yield part.endsWith("\n") ? part.slice(0, -1) : part;
  }

  #addToLine(characters: number): void {
    this.#characters += characters;
    checkLineLength(this.#characters, this.#count + 1);
  }

  #takePart(): string {
    const part = this.#begun.join("");
    this.#begun = [];
    this.#lines = 0;
    return part;
  }
}
