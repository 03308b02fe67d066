import { formatCount } from "../../words/format.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import type { Stage } from "./stage.ts";

/** Characters of a wrong row that are shown. */
const mostShown = 60;

/** In place of an input: a row that is none. */
export class WrongRow {
  /** `line 7 is no JSON value: …: {"a": ` */
  readonly what: string;

  constructor(line: number, what: string, text: string) {
    this.what = `line ${formatCount(line)} ${what}: ${cutWords(text, mostShown)}`;
  }
}

/** Ends the inputs at the first wrong row. */
export class StopAtWrongRow implements Stage<unknown, unknown> {
  *take(row: unknown): Generator {
    if (row instanceof WrongRow) throw new Error(row.what);
    yield row;
  }

  end(): readonly unknown[] {
    return [];
  }
}
