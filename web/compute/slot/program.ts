import type { ThrownError } from "../../core/job/job.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { thrownError } from "../../core/values/thrown.ts";
import type { Task } from "../../core/job/task.ts";
import { LinkedModules } from "./linked-modules.ts";
import type { LoadedJob } from "./loaded-job.ts";
import type { ModulePlatform } from "./module-platform.ts";

type TaskFunction = (input: unknown, task: Task) => unknown;

/** What errors of a program's tasks say to people. */
interface TaskErrors {
  readonly readable: (stack: string) => string;
  /** The explained error, if a task threw the error of a failed import; null for all other errors. */
  readonly importFailure: (thrown: unknown) => ThrownError | null;
}

export type LoadedProgram =
  | ({ readonly type: "loaded"; readonly run: TaskFunction } & TaskErrors)
  /** Why the program cannot be loaded. */
  | { readonly type: "failed"; readonly error: ThrownError };

/**
 * Makes a function that puts the modules' names into a stack and leaves out lines that are not theirs. It keeps its last answer,
 * since tasks of one job mostly fail alike.
 */
function readableStack(modules: LinkedModules, platform: ModulePlatform): (stack: string) => string {
  let last = { stack: "", readable: "" };
  return (stack) => {
    if (stack === last.stack) return last.readable;
    const lines = stack.split("\n").filter((line) => !platform.isOwnLine(line));
    last = { stack, readable: modules.readable(lines.join("\n")) };
    return last.readable;
  };
}

function isTaskFunction(value: unknown): value is TaskFunction {
  return typeof value === "function";
}

/** Whether a failed import may have thrown it. A proxy may refuse to tell its prototype. */
function isTypeError(thrown: unknown): boolean {
  try {
    return thrown instanceof TypeError;
  } catch {
    return false;
  }
}

/** The program of a loaded module, or an error unless its default export is a function. */
function programOf(module: unknown, errors: TaskErrors): LoadedProgram {
  const exported: unknown =
    typeof module === "object" && module !== null && "default" in module ? module.default : undefined;
  if (isTaskFunction(exported)) return { type: "loaded", run: exported, ...errors };
  const found = exported === undefined ? "it has none" : `it is ${exported === null ? "null" : `a ${typeof exported}`}`;
  return {
    type: "failed",
    error: thrownError("TypeError", `The program's default export must be a function; ${found}.`),
  };
}

/** Loads the source, and the files of the job that it imports, as modules. */
export async function loadProgram({ source, files }: LoadedJob, platform: ModulePlatform): Promise<LoadedProgram> {
  const modules = new LinkedModules(files, platform);
  const readable = readableStack(modules, platform);
  const explain = (described: ThrownError, thrown: unknown): ThrownError =>
    platform.explainImport(described, thrown, (text) => modules.readable(text));
  const importFailure = (thrown: unknown): ThrownError | null => {
    if (!isTypeError(thrown)) return null;
    const described = describeThrown(thrown, readable);
    const explained = explain(described, thrown);
    return explained === described ? null : explained;
  };
  try {
    const module: unknown = await import(/* @vite-ignore */ await modules.link(source));
    return programOf(module, { readable, importFailure });
  } catch (error) {
    const { name, message, stack } = explain(describeThrown(error, readable), error);
    const hasPlace = [...modules.names.values()].some((file) => stack.includes(`${file}:`));
    const place = hasPlace ? "" : platform.placeOf(error, modules.names);
    const isHere = place !== "" && !place.startsWith(":");
    return {
      type: "failed",
      error: thrownError(name, modules.readable(message), isHere ? `${stack}\n    at ${place}`.trimStart() : stack),
    };
  }
}
