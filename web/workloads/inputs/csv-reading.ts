import { maxValueBytes } from "../../core/values/limits.ts";
import { formatCount } from "../../words/format.ts";
import type { Stage } from "../../text/stage.ts";
import { WrongRow } from "./wrong-row.ts";

/** One row of a CSV text: its cells as they are written, without their quotation marks. */
export interface CsvRow {
  /** Of its first line, from 1: cells may hold line ends. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads the rows of a CSV text (RFC 4180), which `CsvInputs` makes inputs of: cells between separators, in quotation marks where they hold separators, line ends or quotation
 * marks (doubled). Blank lines are no rows. Text is kept as it is: spaces, too, and line ends within quotation marks.
 */
export class CsvReading implements Stage<string, CsvRow | WrongRow> {
  readonly #separator: string;
  /** The number of the line that is read, and of the row's first one. */
  #line = 1;
  #firstLine = 1;
  #cells: string[] = [];
  #cell = "";
  /** `open`: within quotation marks; `closing`: behind one that closes them or is the first of two. */
  #quotes: "none" | "open" | "closing" = "none";
  #isBehindReturn = false;
  /** What is wrong with the row. */
  #flaw: string | null = null;
  /** Whether anything of the row has come. */
  #hasBegun = false;

  constructor(separator: string) {
    this.#separator = separator;
  }

  *take(piece: string): Generator<CsvRow | WrongRow> {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece.charAt(at);
      const isSecondOfEnd = character === "\n" && this.#isBehindReturn;
      this.#isBehindReturn = character === "\r";
      if (this.#quotes === "open") {
        if ((character === "\n" && !isSecondOfEnd) || character === "\r") this.#line += 1;
        if (character !== '"') continue;
        this.#addText(piece.slice(from, at));
        this.#quotes = "closing";
        from = at + 1;
      } else if (isSecondOfEnd) {
        from = at + 1;
      } else if (character === "\n" || character === "\r") {
        this.#addText(piece.slice(from, at));
        from = at + 1;
        this.#line += 1;
        yield* this.#endRow();
      } else if (character === this.#separator) {
        this.#addText(piece.slice(from, at));
        from = at + 1;
        this.#endCell();
      } else if (character === '"' && this.#quotes === "closing") {
        // Two of them are one of the text.
        this.#cell += '"';
        this.#quotes = "open";
        from = at + 1;
      } else if (character === '"' && this.#cell === "" && from === at) {
        this.#quotes = "open";
        this.#hasBegun = true;
        from = at + 1;
      } else if (this.#quotes === "closing") {
        this.#flaw ??= "has text behind the quotation marks of a cell";
        this.#quotes = "none";
      }
    }
    this.#addText(piece.slice(from));
  }

  *end(): Generator<CsvRow | WrongRow> {
    if (this.#quotes === "open") this.#flaw ??= "has a quotation mark that is not closed";
    yield* this.#endRow();
  }

  #addText(text: string): void {
    if (text === "") return;
    this.#hasBegun = true;
    this.#cell += text;
    if (this.#cell.length <= maxValueBytes) return;
    const row = new WrongRow(
      this.#firstLine,
      `has a cell of more than ${formatCount(maxValueBytes)} characters`,
      this.#cell,
    );
    throw new Error(row.what);
  }

  #endCell(): void {
    this.#cells.push(this.#cell);
    this.#cell = "";
    this.#quotes = "none";
    this.#hasBegun = true;
  }

  *#endRow(): Generator<CsvRow | WrongRow> {
    const line = this.#firstLine;
    const flaw = this.#flaw;
    this.#firstLine = this.#line;
    this.#flaw = null;
    if (!this.#hasBegun) return;
    this.#endCell();
    this.#hasBegun = false;
    const cells = this.#cells;
    this.#cells = [];
    yield flaw === null ? { line, cells } : new WrongRow(line, flaw, cells.join(this.#separator));
  }
}
