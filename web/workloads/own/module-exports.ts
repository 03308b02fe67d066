import type { InputRecipe } from "../../core/job/input-recipe.ts";
import type { RunTrial } from "../../core/job/trial.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { formatCount } from "../../words/format.ts";
import readerSource from "./module-exports.task.js?raw";

/** What a module may say of its job beside its function. */
export const exportNames = ["inputs", "title", "unit"] as const;

export type ExportName = (typeof exportNames)[number];

export interface ModuleExports {
  readonly inputs?: InputRecipe;
  readonly title?: string;
  readonly unit?: string;
}

/** Inputs that a list or a generator may give: they are read before the job starts, and are on record with it. */
const mostInputs = 100_000;

/** Milliseconds for reading them. */
const timeLimitMs = 10_000;

/** Reads these exports of the module (JavaScript), in the sandbox that `runTrial` has. A problem is a sentence. */
export async function readExports(
  source: string,
  names: readonly ExportName[],
  runTrial: RunTrial,
): Promise<Result<ModuleExports>> {
  const input = { names, most: mostInputs };
  const { end } = await runTrial({ source: readerSource, input, timeLimitMs, shared: source });
  if (end.type === "unavailable")
    return problem(`There is no sandbox in this page to run the module in: ${end.reason}`);
  if (end.type === "failed") {
    const { name, message } = describeThrown(end.thrown);
    return problem(`The module’s own ${names.join(", ")} cannot be read: ${name}: ${message}`);
  }
  return exportsIn(Object(end.value), names);
}

function exportsIn(found: Readonly<Record<string, unknown>>, names: readonly ExportName[]): Result<ModuleExports> {
  const exports: { inputs?: InputRecipe; title?: string; unit?: string } = {};
  for (const name of names) {
    const given = found[name];
    if (name !== "inputs") {
      if (typeof given !== "string") return problem(`The module’s ${name} must be text, and is ${typeof given}.`);
      exports[name] = given;
      continue;
    }
    const inputs = inputsIn(Object(given));
    if (inputs.type === "problem") return inputs;
    exports.inputs = inputs.value;
  }
  return value(exports);
}

function inputsIn(given: Readonly<Record<string, unknown>>): Result<InputRecipe> {
  switch (given["type"]) {
    case "list":
      if (!Array.isArray(given["values"]) || given["values"].length === 0)
        return problem("The module’s inputs are none.");
      return value({ type: "list", values: given["values"] });
    case "range":
      return rangeOf(given["from"], given["to"], given["step"]);
    case "many":
      return problem(
        `The module’s inputs are more than ${formatCount(mostInputs)}, which is the most: write a range, { from: 1, to: 1e6 }, and make the rest of it in the function.`,
      );
    default:
      return problem(
        `The module’s inputs must be a list, a range such as { from: 1, to: 1000 } or a generator, and are ${String(given["found"])}.`,
      );
  }
}

/** Both ends are inputs. */
function rangeOf(from: unknown, to: unknown, step: unknown): Result<InputRecipe> {
  if (![from, to, step].every(Number.isSafeInteger) || Number(step) === 0) {
    return problem("The module’s inputs must go from one whole number to another, by a step that is not 0.");
  }
  const start = Number(from);
  const by = Number(step);
  const count = Math.floor((Number(to) - start) / by) + 1;
  return count < 1
    ? problem("The module’s inputs are none: the range ends before it begins.")
    : value({ type: "range", start, step: by, count });
}
