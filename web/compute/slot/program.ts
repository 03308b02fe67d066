import type { ThrownError } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { thrownError } from "../../core/values/thrown.ts";
import { explainImport, type ErrorWitness } from "./load-errors.ts";

type TaskFunction = (input: unknown) => unknown;

export type LoadedProgram =
  | { readonly ok: true; readonly run: TaskFunction; readonly readable: (stack: string) => string }
  /** Why it cannot be loaded. */
  | { readonly ok: false; readonly error: ThrownError };

/** What a stack calls the program, whose real address is a Blob's. */
const shownName = "task.js";

/** A stack in which the program has a name, and the slot's own frames are left out. Tasks of one job mostly fail alike. */
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

/** What a module exports, if its default export is a function. */
function programOf(module: unknown, readable: (stack: string) => string): LoadedProgram {
  const exported: unknown =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (isTaskFunction(exported)) return { ok: true, run: exported, readable };
  const found = exported === undefined ? "it has none" : `it is ${exported === null ? "null" : `a ${typeof exported}`}`;
  return {
    ok: false,
    error: thrownError("TypeError", `The program's default export must be a function; ${found}.`),
  };
}

/** The module as it is served to itself; `import` is the only loader that works in a sandboxed Worker of every browser. */
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
    return { ok: false, error: thrownError(name, message, isHere ? `${stack}\n    at ${place}`.trimStart() : stack) };
  } finally {
    URL.revokeObjectURL(url);
  }
}
