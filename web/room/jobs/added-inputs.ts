import { growsWith, maxTasks, type InputRecipe } from "../../core/job/input-recipe.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkInputs } from "../../core/job/job-definition.ts";
import { foundIn, JobRefused } from "../../core/job/problem.ts";

/**
 * Inputs that people may add to an open job at a time. They are read and put on record at once, without waiting for the room to
 * compute, so that a reload loses none.
 */
export const mostAddedInputs = 1_000_000;

/** Those that have all their inputs. */
const addable = ["range", "random", "list", "lines"];

/** What a person has added to an open job. */
export interface AddedCount {
  readonly count: number;
  /** Inputs of the job with them. They are all on record once `JobView.inputsKept` has come to it. */
  readonly total: number;
}

/** The inputs of a recipe behind those of a job, which has `total`. @throws JobRefused where they cannot be added. */
export function addedInputs(wanted: InputRecipe, total: number): InputSource {
  if (growsWith(wanted)) {
    const wrong = {
      key: "must-be",
      allowed: { key: "choice", choices: addable },
      found: foundIn(wanted.type),
    } as const;
    throw new JobRefused([{ field: "inputs.type", wrong }]);
  }
  const inputs = openInputs(checkInputs(wanted));
  const most = Math.min(mostAddedInputs, maxTasks - total);
  if (inputs.total > most) {
    throw new JobRefused([{ field: "inputs", wrong: { key: "too-many", most, found: inputs.total } }]);
  }
  return inputs;
}

/** One after the other. */
export function* valuesOf(inputs: InputSource): Generator {
  for (let index = 0; index < inputs.total; index += 1) yield inputs.at(index);
}
