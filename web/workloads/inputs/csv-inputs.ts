import { cleanLabel } from "../../core/clean-words.ts";
import { formatPlural } from "../../words/format.ts";
import type { CsvRow } from "./csv-reading.ts";
import type { Stage } from "../../text/stage.ts";
import { WrongRow } from "./wrong-row.ts";

/** How rows of cells become inputs. */
export interface RowShape {
  readonly separator: string;
  /** Whether the first row names the columns: it is no input then. */
  readonly hasHeader: boolean;
  readonly rowIs: "object" | "list";
  readonly cellsAre: "numbers" | "texts";
}

/** Digits that a double keeps exactly. */
const mostDigits = 15;

/** A number where nothing is lost by it: `7`, `-0.5`, `1.50`. Any other text stays one: `007`, `1e400`, `1,5`, an empty one. */
export function numberOrText(cell: string): number | string {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell)) return cell;
  return cell.replace(/\D/g, "").length <= mostDigits ? Number(cell) : cell;
}

/** Makes inputs of the rows that `CsvReading` has read: objects by the header's names, or lists. Each must have as many cells as the first one. */
export class CsvInputs implements Stage<CsvRow | WrongRow, unknown> {
  readonly #shape: RowShape;
  /** Of the header, or `1`, `2`, … where there is none. */
  #names: readonly string[] | null = null;

  constructor(shape: RowShape) {
    this.#shape = shape;
  }

  *take(row: CsvRow | WrongRow): Generator {
    if (row instanceof WrongRow) {
      yield row;
      return;
    }
    const { line, cells } = row;
    const { separator, hasHeader, rowIs, cellsAre } = this.#shape;
    const isFirst = this.#names === null;
    this.#names ??= hasHeader ? cells.map(cleanLabel) : cells.map((_, at) => String(at + 1));
    if (isFirst && hasHeader) return;
    const names = this.#names;
    if (cells.length !== names.length) {
      const many = `has ${formatPlural(cells.length, "cell")} instead of ${names.length}`;
      yield new WrongRow(line, many, cells.join(separator));
      return;
    }
    const values = cellsAre === "numbers" ? cells.map(numberOrText) : cells;
    // From entries, so that a column named `__proto__` is one like any other.
    yield rowIs === "list" ? values : Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""]));
  }

  end(): readonly unknown[] {
    return [];
  }
}
