import type { ConsoleLevel } from "../../core/job/console-level.ts";

const nothing = (): void => {};

type Write = (level: ConsoleLevel, values: readonly unknown[]) => void;

/**
 * Hands lines of task code to `write` instead of the browser's own console, which belongs to the volunteer. `table`, `dir`,
 * `trace` and `group` show their values in a line, too; what only arranges or counts lines does nothing.
 */
export function redirectConsole(target: Console, write: Write): void {
  const writing =
    (level: ConsoleLevel) =>
    (...values: unknown[]): void =>
      write(level, values);
  Object.assign(target, {
    debug: writing("debug"),
    log: writing("log"),
    info: writing("info"),
    warn: writing("warn"),
    error: writing("error"),
    trace: writing("debug"),
    dir: writing("log"),
    dirxml: writing("log"),
    table: writing("log"),
    assert: (isRight?: unknown, ...values: unknown[]): void => {
      if (isRight !== true && !isRight) write("error", ["Assertion failed:", ...values]);
    },
    group: writing("log"),
    groupCollapsed: writing("log"),
    groupEnd: nothing,
    clear: nothing,
    count: nothing,
    countReset: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
  });
}
