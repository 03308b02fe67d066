import type { ConsoleLevel } from "../../core/job/console-level.ts";

const nothing = (): void => {};

type Write = (level: ConsoleLevel, values: readonly unknown[]) => void;

/**
 * Hands lines of task code to `write` instead of the browser's own console, which belongs to the volunteer. `table`, `dir`,
 * `trace` and `group` show their values in a line, too; what only arranges, counts or measures does nothing. Members that are
 * not listed here are taken away, whatever the browser has: one of them would reach the volunteer's console.
 */
export function redirectConsole(target: Console, write: Write): void {
  const writing =
    (level: ConsoleLevel) =>
    (...values: unknown[]): void =>
      write(level, values);
  for (const name of Object.getOwnPropertyNames(target)) Reflect.deleteProperty(target, name);
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
    timeStamp: nothing,
    profile: nothing,
    profileEnd: nothing,
    // V8's makes a console of its own by the name.
    context: () => target,
  });
}
