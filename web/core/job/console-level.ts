/** The methods of `console` whose lines travel from a task to the room. */
export const consoleLevels = ["debug", "log", "info", "warn", "error"] as const;

/** The method of `console` by which a task has written a line: debug, log, info, warn or error. */
export type ConsoleLevel = (typeof consoleLevels)[number];

const known: readonly unknown[] = consoleLevels;

export function isConsoleLevel(value: unknown): value is ConsoleLevel {
  return known.includes(value);
}
