import type { PoolConsoleLine } from "./pool-types.ts";

/** Writes the line to the console of this page or process, as a child process of Python's writes to its parent's output. */
export function printLine({ level, text, dropped }: PoolConsoleLine): void {
  // oxlint-disable no-console -- what tasks write is wanted here
  if (dropped > 0) console.warn(`${dropped} lines of a task were left out`);
  if (text !== "" || dropped === 0) console[level](text);
  // oxlint-enable no-console
}

/** Writes how a process has come to a bad end to the console, as Python does: the program may never ask for it. */
export function printEnd(process: string, reason: string): void {
  printLine({ level: "error", text: `Process ${process}:\n${reason}`, volunteer: "", index: null, dropped: 0 });
}
