import { formatCount } from "../../words/format.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import { maxValueBytes } from "../../core/values/limits.ts";
import { readJson } from "./read-json.ts";
import { WrongRow } from "./wrong-row.ts";
import type { Stage } from "../../text/stage.ts";

const mostShown = 60;

/** Where the reader is: before the `[`, among the elements, or behind the `]`. */
type Phase = "before" | "within" | "behind";

/**
 * The elements of one JSON array, each as soon as it is whole: the array itself never has to fit in memory. Finds their ends by brackets
 * and quotation marks alone; what they are is read when they are whole.
 */
export class JsonArray implements Stage<string, unknown> {
  #phase: Phase = "before";
  /** Elements that were given. */
  #count = 0;
  /** The element that has begun, as far as it has come. */
  #begun = "";
  /** Brackets that are open within it. */
  #depth = 0;
  #isInText = false;
  /** Set behind a backslash in a text. */
  #isEscaped = false;

  *take(piece: string): Generator {
    let from = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece.charAt(at);
      if (this.#phase === "within") {
        if (!this.#endsElement(character)) continue;
        this.#keep(piece.slice(from, at));
        from = at + 1;
        yield* this.#giveElement(character);
      } else {
        this.#pass(character);
        from = at + 1;
      }
    }
    if (this.#phase === "within") this.#keep(piece.slice(from));
  }

  end(): readonly unknown[] {
    if (this.#phase === "before") throw new Error("it is no JSON array: it has no [");
    if (this.#phase === "within")
      throw this.#wrong("is not finished: the text ends before the ] of the array; give all of it");
    return [];
  }

  /** A character outside of the elements. */
  #pass(character: string): void {
    if (/[ \t\r\n]/.test(character)) return;
    if (this.#phase === "behind") throw new Error(`it is no JSON array: behind its ] stands ${character}`);
    if (character !== "[") throw new Error(`it is no JSON array: it begins with ${character}`);
    this.#phase = "within";
  }

  #endsElement(character: string): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInText) {
      if (character === '"') this.#isInText = false;
      else this.#isEscaped = character === "\\";
    } else if (character === '"') this.#isInText = true;
    else if (this.#depth === 0 && (character === "," || character === "]")) return true;
    else if (character === "[" || character === "{") this.#depth += 1;
    else if (character === "]" || character === "}") this.#depth -= 1;
    return false;
  }

  #keep(text: string): void {
    this.#begun += text;
    if (this.#begun.length > maxValueBytes) throw this.#wrong(`has more than ${formatCount(maxValueBytes)} characters`);
  }

  *#giveElement(end: string): Generator {
    // An array without elements has nothing between its brackets.
    const isEmpty = end === "]" && this.#count === 0 && this.#begun.trim() === "";
    if (end === "]") this.#phase = "behind";
    if (isEmpty) return;
    const text = this.#begun;
    const read = readJson(text);
    this.#count += 1;
    this.#begun = "";
    this.#depth = 0;
    yield read.type === "value"
      ? read.value
      : new WrongRow(this.#count, `is no JSON value: ${read.problem}`, text.trim(), "element");
  }

  #wrong(what: string): Error {
    return new Error(`element ${formatCount(this.#count + 1)} ${what}: ${cutWords(this.#begun.trim(), mostShown)}`);
  }
}
