import { messageOf } from "../message-of.ts";
import { maxValueBytes } from "../values/limits.ts";
import { Packer } from "../values/packed.ts";
import type { InputRecipe } from "./input-recipe.ts";
import { openInputs } from "./inputs.ts";
import type { Inspection } from "./inspection.ts";
import type { Packed } from "../values/format.ts";

/** The most wrong inputs that are named: more would repeat the same. */
const mostNamed = 3;

/** Packs values one at a time and notes those that cannot travel: by their place, with the reason. */
class Trial {
  readonly packer = new Packer();
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

  append(value: unknown, at: number): void {
    try {
      this.packer.append(value);
    } catch (error) {
      this.#wrong += 1;
      this.#inspection.note(`${this.#field}[${at}]`, { key: "cannot-travel", message: messageOf(error) });
      if (this.isOver) this.#inspection.note(this.#field, { key: "more-of-the-kind" });
    }
  }
}

/** A list's values as volunteers get them. */
export function packValues(values: readonly unknown[], inspection: Inspection): Packed {
  const trial = new Trial(inspection, "inputs.values");
  for (let at = 0; at < values.length && !trial.isOver; at += 1) trial.append(values[at], at);
  return trial.packer.take();
}

/** Lines travel unless one is too long for a message. */
export function checkLines(recipe: Extract<InputRecipe, { type: "lines" }>, inspection: Inspection): void {
  // A text of fewer characters fits, even if each of them takes four bytes.
  const surelyFits = maxValueBytes / 4;
  if (recipe.text.length < surelyFits) return;
  const trial = new Trial(inspection, "inputs.lines");
  const lines = openInputs(recipe);
  for (let at = 0; at < lines.total && !trial.isOver; at += 1) {
    const line = lines.at(at);
    if (typeof line !== "string" || line.length < surelyFits) continue;
    trial.append(line, at);
    trial.packer.take();
  }
}
