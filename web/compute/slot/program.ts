import type { ThrownError } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { thrownError } from "../../core/values/thrown.ts";
import type { Task } from "../../core/job/task.ts";
import { explainImport, type ErrorWitness } from "./load-errors.ts";

type TaskFunction = (input: unknown, task: Task) => unknown;

export type LoadedProgram =
  | { readonly type: "loaded"; readonly run: TaskFunction; readonly readable: (stack: string) => string }
  /** Why the program cannot be loaded. */
  | { readonly type: "failed"; readonly error: ThrownError };

/** The program's file name in stacks, instead of the address of its Blob. */
const shownName = "task.js";

/**
 * Makes a function that puts the program's name into a stack and leaves out the slot's own frames. It keeps its last answer,
 * since tasks of one job mostly fail alike.
 */
function readableStack(programUrl: string, slotUrl: string): (stack: string) => string {
  let last = { stack: "", readable: "" };
  return (stack) => {
    if (stack === last.stack) return last.readable;
    const lines = stack.split("\n").filter((line) => slotUrl === "" || !line.includes(slotUrl));
    last = { stack, readable: lines.join("\n").replaceAll(programUrl, shownName) };
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

/** Loads the source as a module from a Blob: `import` is the only loader that works in sandboxed Workers of all browsers. */
export async function loadProgram(source: string, slotUrl: string, witness: ErrorWitness): Promise<LoadedProgram> {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const readable = readableStack(url, slotUrl);
  witness.forgetBlocked();
  try {
    const module: unknown = await import(/* @vite-ignore */ url);
    return programOf(module, readable);
  } catch (error) {
    const { name, message, stack } = explainImport(describeThrown(error, readable), witness.blocked());
    const place = stack.includes(`${shownName}:`) ? "" : witness.placeOf(error, (file) => file.replace(url, shownName));
    const isHere = place.startsWith(`${shownName}:`);
    return {
      type: "failed",
      error: thrownError(name, message, isHere ? `${stack}\n    at ${place}`.trimStart() : stack),
    };
  } finally {
    URL.revokeObjectURL(url);
  }
}
