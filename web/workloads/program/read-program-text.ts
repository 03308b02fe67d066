import type { ModuleFiles } from "./module-files.ts";
import type { ProgramReading, WrongProgram } from "./program-reading.ts";
import type { ProgramWithModules } from "./read-modules.ts";

/** Reads a task's module without running any of it. The parser is loaded when it is needed first. */
export async function readProgramText(text: string): Promise<ProgramReading> {
  const { readProgram } = await import("./read-program.ts");
  return readProgram(text);
}

/** Reads it with all that it imports. */
export async function readProgramModules(text: string, files: ModuleFiles): Promise<ProgramWithModules | WrongProgram> {
  const { readModules } = await import("./read-modules.ts");
  return readModules(text, files);
}
