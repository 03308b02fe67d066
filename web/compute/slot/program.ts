import type { ThrownError } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { thrownError } from "../../core/values/thrown.ts";
import type { Task } from "../../core/job/task.ts";
import { LinkedModules } from "./linked-modules.ts";
import { explainImport, type ErrorWitness } from "./load-errors.ts";
import type { LoadedJob } from "./loaded-job.ts";

type TaskFunction = (input: unknown, task: Task) => unknown;

export type LoadedProgram =
  | { readonly type: "loaded"; readonly run: TaskFunction; readonly readable: (stack: string) => string }
  /** Why the program cannot be loaded. */
  | { readonly type: "failed"; readonly error: ThrownError };

/**
 * Makes a function that puts the modules' names into a stack and leaves out the slot's own frames. It keeps its last answer,
 * since tasks of one job mostly fail alike.
 */
function readableStack(modules: LinkedModules, slotUrl: string): (stack: string) => string {
  let last = { stack: "", readable: "" };
  return (stack) => {
    if (stack === last.stack) return last.readable;
    const lines = stack.split("\n").filter((line) => slotUrl === "" || !line.includes(slotUrl));
    last = { stack, readable: modules.readable(lines.join("\n")) };
    return last.readable;
  };
}

function isTaskFunction(value: unknown): value is TaskFunction {
  return typeof value === "function";
}

/** The program of a loaded module, or an error unless its default export is a function. */
function programOf(module: unknown, readable: (stack: string) => string): LoadedProgram {
  const exported: unknown =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (isTaskFunction(exported)) return { type: "loaded", run: exported, readable };
  const found = exported === undefined ? "it has none" : `it is ${exported === null ? "null" : `a ${typeof exported}`}`;
  return {
    type: "failed",
    error: thrownError("TypeError", `The program's default export must be a function; ${found}.`),
  };
}

/**
 * Loads the source, and the files of the job that it imports, as modules from Blobs: `import` is the only loader that works in
 * sandboxed Workers of all browsers.
 */
export async function loadProgram(
  { source, files }: LoadedJob,
  slotUrl: string,
  witness: ErrorWitness,
): Promise<LoadedProgram> {
  const modules = new LinkedModules(files);
  const readable = readableStack(modules, slotUrl);
  witness.forgetBlocked();
  try {
    const url = await modules.link(source);
    const module: unknown = await import(/* @vite-ignore */ url);
    URL.revokeObjectURL(url);
    return programOf(module, readable);
  } catch (error) {
    const { name, message, stack } = explainImport(describeThrown(error, readable), witness.blocked());
    const hasPlace = [...modules.names.values()].some((file) => stack.includes(`${file}:`));
    const place = hasPlace ? "" : witness.placeOf(error, (url) => modules.names.get(url) ?? "");
    const isHere = place !== "" && !place.startsWith(":");
    return {
      type: "failed",
      error: thrownError(name, modules.readable(message), isHere ? `${stack}\n    at ${place}`.trimStart() : stack),
    };
  }
}
