import { messageOf } from "../message-of.ts";
import { maxValueBytes } from "../values/limits.ts";
import { Packer, valueAt } from "../values/packed.ts";
import type { InputRecipe } from "./input-recipe.ts";
import { openInputs } from "./inputs.ts";
import type { Inspection } from "./inspection.ts";

/** Wrong inputs that are named one by one: more would say the same again. */
const mostNamed = 3;

/** A text of fewer characters fits into a message, however many bytes its characters take. */
const surelyFits = maxValueBytes / 16;

/** What always travels and cannot change. */
function isSimple(value: unknown): boolean {
  if (typeof value === "string") return value.length < surelyFits;
  return value === null || value === undefined || typeof value === "number" || typeof value === "boolean";
}

/** Packs values one at a time and notes those that cannot travel: by their place, with the reason. */
class Trial {
  readonly #packer = new Packer();
  readonly #inspection: Inspection;
  readonly #field: string;
  #wrong = 0;

  constructor(inspection: Inspection, field: string) {
    this.#inspection = inspection;
    this.#field = field;
  }

  get isOver(): boolean {
    return this.#wrong >= mostNamed;
  }

  /** The value as a volunteer gets it; undefined where it cannot travel. */
  copy(value: unknown, at: number): unknown {
    try {
      this.#packer.append(value);
      return valueAt(this.#packer.take(), 0);
    } catch (error) {
      this.#wrong += 1;
      this.#inspection.note(`${this.#field}[${at}]`, `cannot travel: ${messageOf(error)}`);
      if (this.isOver) this.#inspection.note(this.#field, "may hold more of the kind: the rest was not looked at");
      return undefined;
    }
  }
}

/**
 * Copies of a list's values, as volunteers get them. A value that only its owner can write down, such as one with a
 * `toJSON`, could be sent and not be put on record; and what its owner changes later would give a task another input.
 */
export function copyValues(values: readonly unknown[], inspection: Inspection): readonly unknown[] {
  const trial = new Trial(inspection, "inputs.values");
  const copies: unknown[] = [];
  for (let at = 0; at < values.length && !trial.isOver; at += 1) {
    const value = values[at];
    copies.push(isSimple(value) ? value : trial.copy(value, at));
  }
  return copies;
}

/** Lines travel unless one is too long for a message. */
export function checkLines(recipe: Extract<InputRecipe, { type: "lines" }>, inspection: Inspection): void {
  if (isSimple(recipe.text)) return;
  const trial = new Trial(inspection, "inputs.lines");
  const lines = openInputs(recipe);
  for (let at = 0; at < lines.total && !trial.isOver; at += 1) {
    const line = lines.at(at);
    if (!isSimple(line)) trial.copy(line, at);
  }
}
