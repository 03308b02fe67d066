import { isFields } from "../../../core/fields.ts";
import type { Results } from "../../../room/results/results.ts";

/** A picture of one number of each result. */
export interface PictureKind {
  readonly title: string;
  /** What the numbers are called. */
  readonly numbers: string;
  /** What that is called which they stand over, where it is another number of each result. */
  readonly across?: string;
  /** Over the index of the tasks, over another number of each result, or by how often they came. */
  readonly over: "index" | "x" | "frequency";
  /** The number of a result on record; null where it has none. */
  readonly numberOf: (results: Results, task: number) => number | null;
  /** The number that it stands over, likewise; missing where that is none of the result's own. */
  readonly xOf?: (results: Results, task: number) => number | null;
}

/** The number that the value is, or that an object has under this name. */
function valueOf(results: Results, task: number, name = "value"): number | null {
  const glanced = results.glanceAt(task);
  if (glanced?.type !== "value") return null;
  const value = isFields(glanced.value) ? glanced.value[name] : glanced.value;
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** Of an object alone: a number has its place over no other. */
function partOf(name: string): PictureKind["numberOf"] {
  return (results, task) => {
    const glanced = results.glanceAt(task);
    return glanced?.type === "value" && isFields(glanced.value) ? valueOf(results, task, name) : null;
  };
}

function secondsOf(results: Results, task: number): number | null {
  return results.hasFailed(task) ? null : results.runtimeMs(task) / 1_000;
}

/** By the type of a job's view. Jobs of all other types have their table alone. */
export const pictureKinds: ReadonlyMap<string, PictureKind> = new Map<string, PictureKind>([
  ["numbers", { title: "Values, task by task", numbers: "value", over: "index", numberOf: (...of) => valueOf(...of) }],
  [
    "histogram",
    { title: "How often each value came", numbers: "value", over: "frequency", numberOf: (...of) => valueOf(...of) },
  ],
  ["scatter", { title: "y over x", numbers: "y", over: "x", numberOf: partOf("y"), xOf: partOf("x") }],
  [
    "hyperparameters",
    {
      title: "Right answers by the learning rate",
      numbers: "% right",
      across: "learning rate",
      over: "x",
      numberOf: partOf("y"),
      xOf: partOf("x"),
    },
  ],
  ["runtimes", { title: "Runtimes, task by task", numbers: "seconds", over: "index", numberOf: secondsOf }],
]);
