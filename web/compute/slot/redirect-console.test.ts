import { expect, test } from "vitest";
import { redirectConsole } from "./redirect-console.ts";

type Written = readonly [level: string, ...values: unknown[]];

function redirected(): { readonly console: Console; readonly written: Written[] } {
  const written: Written[] = [];
  const target: Console = { ...console };
  redirectConsole(target, (level, values) => written.push([level, ...values]));
  return { console: target, written };
}

test("each method that writes does so at its level", () => {
  const { console: own, written } = redirected();
  own.debug(1);
  own.log(2);
  own.info(3);
  own.warn(4);
  own.error(5, "and");
  own.trace(6);
  own.table([7]);
  own.group("g");
  expect(written).toEqual([
    ["debug", 1],
    ["log", 2],
    ["info", 3],
    ["warn", 4],
    ["error", 5, "and"],
    ["debug", 6],
    ["log", [7]],
    ["log", "g"],
  ]);
});

test("an assertion writes only where it fails", () => {
  const { console: own, written } = redirected();
  own.assert(true, "fine");
  own.assert(0, "not fine");
  own.assert();
  expect(written).toEqual([
    ["error", "Assertion failed:", "not fine"],
    ["error", "Assertion failed:"],
  ]);
});

test("what only counts, measures or arranges lines writes nothing", () => {
  const { console: own, written } = redirected();
  const names = ["groupEnd", "clear", "count", "countReset", "time", "timeEnd", "timeLog"] as const;
  for (const name of names) own[name]();
  for (const name of ["timeStamp", "profile", "profileEnd"] as const) own[name]();
  expect(written).toEqual([]);
});

test("a member of the browser's console that is not known here is taken away", () => {
  const target: Console = { ...console };
  Reflect.set(target, "shout", () => {});
  redirectConsole(target, () => {});
  expect("shout" in target).toBe(false);
});
