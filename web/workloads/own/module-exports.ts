import { isFeature, type Feature } from "../../core/job/features.ts";
import type { InputRecipe } from "../../core/job/input-recipe.ts";
import { moduleTrial, type LoadableModule } from "../program/module-trial.ts";
import type { RunTrial } from "../../core/job/trial.ts";
import { isFields } from "../../core/fields.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { packAll } from "../../core/values/packed.ts";
import { shownValue } from "../../core/values/shown-value.ts";
import { maxNeeds } from "../../core/wire/limits.ts";
import type { ModuleWrong } from "../../words/job-sayings.ts";
import readerSource from "./module-exports.task.js?raw";
import { views } from "./views.ts";

/** What a module may say of its job beside its function. */
export const exportNames = ["inputs", "title", "unit", "view", "needs", "shared", "files"] as const;

export type ExportName = (typeof exportNames)[number];

export interface ModuleExports {
  readonly inputs?: InputRecipe;
  readonly title?: string;
  readonly unit?: string;
  readonly view?: string;
  readonly needs?: readonly Feature[];
  /** The shared value, encoded as values are. */
  readonly shared?: Uint8Array;
  readonly files?: ReadonlyMap<string, Uint8Array>;
}

/** Inputs that a list or a generator may give: they are read before the job starts, and are on record with it. */
const mostInputs = 100_000;

/** Milliseconds for reading them. */
const timeLimitMs = 10_000;

/** Reads these exports of the module, in the sandbox that `runTrial` has. */
export async function readExports(
  module: LoadableModule,
  names: readonly ExportName[],
  runTrial: RunTrial,
): Promise<Result<ModuleExports, ModuleWrong>> {
  const input = { names, most: mostInputs };
  const { end } = await runTrial({ ...moduleTrial(readerSource, module), input, timeLimitMs });
  if (end.type === "unavailable") return problem({ key: "module-without-sandbox", seen: end.seen });
  if (end.type !== "value") return problem({ key: "module-not-read", names, error: describeThrown(end.thrown) });
  return exportsIn(Object(end.value), names);
}

type Found<Value> = Result<Value, ModuleWrong>;

type Reader = (given: unknown) => Found<ModuleExports>;

const readers: Readonly<Record<ExportName, Reader>> = {
  inputs: (given) => mapped(inputsIn(Object(given)), (inputs) => ({ inputs })),
  title: (given) => mapped(textOf("title", given), (title) => ({ title })),
  unit: (given) => mapped(textOf("unit", given), (unit) => ({ unit })),
  view: (given) => mapped(viewOf(given), (view) => ({ view })),
  needs: (given) => mapped(needsOf(given), (needs) => ({ needs })),
  shared: (given) => value({ shared: packAll([given]).bytes }),
  files: (given) => mapped(filesOf(given), (files) => ({ files })),
};

function exportsIn(found: Readonly<Record<string, unknown>>, names: readonly ExportName[]): Found<ModuleExports> {
  const exports: ModuleExports = {};
  for (const name of names) {
    const read = readers[name](found[name]);
    if (read.type === "problem") return read;
    Object.assign(exports, read.value);
  }
  return value(exports);
}

function mapped<From, To>(found: Found<From>, to: (value: From) => To): Found<To> {
  return found.type === "problem" ? found : value(to(found.value));
}

function textOf(name: ExportName, given: unknown): Found<string> {
  return typeof given === "string" ? value(given) : problem({ key: "module-text", name, found: typeof given });
}

function viewOf(given: unknown): Found<string> {
  const ids = views.map(({ id }) => id);
  if (typeof given === "string" && ids.includes(given)) return value(given);
  return problem({ key: "module-view", ids, found: shownValue(given) });
}

function needsOf(given: unknown): Found<readonly Feature[]> {
  if (!Array.isArray(given)) return problem({ key: "module-needs", found: shownValue(given) });
  const wrong = given.findIndex((one) => !isFeature(one));
  if (wrong >= 0) return problem({ key: "module-need", at: wrong, found: shownValue(given[wrong]) });
  const needs = [...new Set(given.filter(isFeature))];
  return needs.length > maxNeeds ? problem({ key: "module-needs-beyond", most: maxNeeds }) : value(needs);
}

function filesOf(given: unknown): Found<ReadonlyMap<string, Uint8Array>> {
  if (!isFields(given)) return problem({ key: "module-files" });
  const files = new Map<string, Uint8Array>();
  for (const [name, content] of Object.entries(given)) {
    const bytes = bytesOf(content);
    if (bytes === null) return problem({ key: "module-file", name });
    files.set(name, bytes);
  }
  return value(files);
}

function bytesOf(content: unknown): Uint8Array | null {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof ArrayBuffer) return new Uint8Array(content);
  if (!ArrayBuffer.isView(content)) return null;
  return new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
}

function inputsIn(given: Readonly<Record<string, unknown>>): Found<InputRecipe> {
  switch (given["type"]) {
    case "list":
      if (!Array.isArray(given["values"]) || given["values"].length === 0)
        return problem({ key: "module-without-inputs" });
      return value({ type: "list", values: given["values"] });
    case "range":
      return rangeOf(given["from"], given["to"], given["step"]);
    case "many":
      return problem({ key: "module-inputs-beyond", most: mostInputs });
    default:
      return problem({ key: "module-inputs", found: String(given["found"]) });
  }
}

/** Both ends are inputs. */
function rangeOf(from: unknown, to: unknown, step: unknown): Found<InputRecipe> {
  if (![from, to, step].every(Number.isSafeInteger) || Number(step) === 0) {
    return problem({ key: "module-range" });
  }
  const start = Number(from);
  const by = Number(step);
  const count = Math.floor((Number(to) - start) / by) + 1;
  return count < 1 ? problem({ key: "module-range-empty" }) : value({ type: "range", start, step: by, count });
}
