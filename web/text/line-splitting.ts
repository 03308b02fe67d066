import { maxValueBytes } from "../core/values/limits.ts";
import { formatCount } from "../words/format.ts";
import type { Stage } from "./stage.ts";

/** Characters of one line: a longer one could not travel, and a file without line ends would fill the memory. */
const mostCharacters = maxValueBytes;

/** Lines of a text, without their ends: `\n`, `\r\n` or `\r`. A line end at the very end begins no further line. */
export class LineSplitting implements Stage<string, string> {
  /** The beginning of a line whose end has not come; null at the beginning of a line. */
  #begun: string | null = null;
  /** Set behind a `\r`: a `\n` that follows belongs to it. */
  #isBehindReturn = false;
  /** Lines that were given. */
  #count = 0;

  /** The number of the line that comes next, from 1. */
  get next(): number {
    return this.#count + 1;
  }

  *take(piece: string): Generator<string> {
    if (piece === "") return;
    const text = this.#isBehindReturn && piece.startsWith("\n") ? piece.slice(1) : piece;
    this.#isBehindReturn = piece.endsWith("\r");
    const lines = splitAtEnds(text);
    const last = lines.pop() ?? "";
    for (const line of lines) yield this.#give(line);
    if (last !== "") this.#begun = this.#whole(last);
  }

  *end(): Generator<string> {
    if (this.#begun !== null) yield this.#give("");
  }

  #give(end: string): string {
    const line = this.#whole(end);
    this.#begun = null;
    this.#count += 1;
    return line;
  }

  #whole(end: string): string {
    checkLineLength((this.#begun?.length ?? 0) + end.length, this.next);
    return this.#begun === null ? end : this.#begun + end;
  }
}

/** `line`: its number, from 1. @throws RangeError where it has more characters than a line may have. */
export function checkLineLength(characters: number, line: number): void {
  if (characters <= mostCharacters) return;
  throw new RangeError(`line ${formatCount(line)} has more than ${formatCount(mostCharacters)} characters`);
}

/** What is behind the last line end is the last part. */
function splitAtEnds(text: string): string[] {
  return text.includes("\r") ? text.split(/\r\n?|\n/) : text.split("\n");
}
