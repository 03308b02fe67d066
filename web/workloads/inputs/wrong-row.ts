import { formatCount } from "../../words/format.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import { SkippedInput } from "../../core/job/skipped-input.ts";
import type { Stage } from "../../text/stage.ts";

/** Characters of a wrong row that are shown. */
const mostShown = 60;

/** In place of an input: a row that is none. */
export class WrongRow {
  /** `line 7` */
  readonly #place: string;
  /** `is no JSON value: …` */
  readonly #wrong: string;
  readonly #text: string;

  /** `nth`: counted from 1. */
  constructor(nth: number, wrong: string, text: string, unit: "line" | "element" = "line") {
    this.#place = `${unit} ${formatCount(nth)}`;
    this.#wrong = wrong;
    this.#text = text;
  }

  /** `line 7 is no JSON value: …: {"a": ` */
  get what(): string {
    return `${this.#place} ${this.#wrong}: ${cutWords(this.#text, mostShown)}`;
  }

  get asSkipped(): SkippedInput {
    return new SkippedInput(this.#place, this.#wrong, this.#text);
  }
}

/** Has each wrong row stand in place of an input. */
export class SkipWrongRows implements Stage<unknown, unknown> {
  take(row: unknown): readonly unknown[] {
    return [row instanceof WrongRow ? row.asSkipped : row];
  }

  end(): readonly unknown[] {
    return [];
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
