import type { ProgramReading } from "./program-reading.ts";

/** Reads a task's module without running any of it. The parser is loaded when it is needed first. */
export async function readProgramText(text: string): Promise<ProgramReading> {
  const { readProgram } = await import("./read-program.ts");
  return readProgram(text);
}
