import { expect, test } from "vitest";
import { failureInWords } from "./trial-words.ts";

function thrown(name: string, message: string, stack = "", more: ErrorOptions = {}): Error {
  return Object.assign(new Error(message, more), { name, stack });
}

test("an error is shown with the line of the program that threw it, as the person wrote it", () => {
  const error = thrown("TypeError", "n is null", "TypeError: n is null\n    at f (task.js:2:10)\n    at task.js:1:3");
  expect(failureInWords(error, "export default (n: number) =>\r\n  n!.a;")).toMatchObject({
    title: "TypeError: n is null",
    place: { line: 2, code: "n!.a;" },
    advice: null,
    causes: [],
  });
  const inHelper = thrown("Error", "x", "Error: x\n    at f (mytask.js:1:1)\n    at task.js:2:3");
  expect(failureInWords(inHelper, "one\ntwo")).toMatchObject({
    fileLine: "mytask.js, line 1",
    place: { line: 2, code: "two" },
  });
  const inFirefox = thrown("Error", "see a.js:1:2", "f@helper.mjs:3:9\ndefault@task.js:1:2\n");
  expect(failureInWords(inFirefox, "one")).toMatchObject({ fileLine: "helper.mjs, line 3" });
  expect(failureInWords(error, "one\ntwo")).toMatchObject({ fileLine: null });
  expect(failureInWords(thrown("TypeError", "x", "at task.js:9:1"), "one line")).toMatchObject({ place: null });
  expect(failureInWords("no", "")).toMatchObject({ title: "Thrown: no", place: null, stack: "" });
});

test("causes follow, the nearest first, and an error that is its own cause ends", () => {
  const root = thrown("RangeError", "root");
  expect(
    failureInWords(thrown("Error", "a", "", { cause: thrown("Error", "b", "", { cause: root }) }), ""),
  ).toMatchObject({
    causes: ["Error: b", "RangeError: root"],
  });
  const own = thrown("Error", "round");
  own.cause = own;
  expect(failureInWords(own, "").causes).toHaveLength(5);
});

test.each([
  ["ReferenceError", "window is not defined", /no page: there is no window\./],
  ["ReferenceError", "Can't find variable: document", /there is no document\./],
  ["TimeLimitExceeded", "task-too-long limitMs=1", /come to an end\?/],
  ["ProgramNotLoaded", "loading-too-long limitMs=1000", /come to an end\?/],
])("%s: %s comes with advice", (name, message, advice) => {
  expect(failureInWords(thrown(name, message), "").advice).toMatch(advice);
});

test("a name of one's own that is not defined comes without", () => {
  expect(failureInWords(thrown("ReferenceError", "windows is not defined"), "").advice).toBeNull();
});
