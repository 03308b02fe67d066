import { expect, test } from "vitest";
import { jobId } from "../core/ids.ts";
import { say } from "./say.ts";

const said = "stopped: the program could not be loaded";

test.each([
  ["Chromium", "SyntaxError: Unexpected token ';'\n    at task.js:2:13"],
  ["Firefox", "f@task.js:2:13\n@task.js:9:1"],
])("a stopped job names the error and its first line as %s tells it", (_, stack) => {
  const problem = { name: "SyntaxError", message: "Unexpected token ';'", stack };
  expect(say({ key: "stopped", problem })).toBe(`${said}: SyntaxError: Unexpected token ';' (task.js:2:13)`);
});

test("a message of any length stays a line or two", () => {
  const problem = { name: "Error", message: "x".repeat(2_000), stack: "at task.js:1:1" };
  expect(say({ key: "stopped", problem })).toBe(`${said}: Error: ${"x".repeat(200)}… (task.js:1:1)`);
});

test("a stopped job without a line says what is known", () => {
  const problem = { name: "TypeError", message: "it is a number", stack: "" };
  expect(say({ key: "stopped", problem })).toBe(`${said}: TypeError: it is a number`);
  expect(say({ key: "stopped", problem: null })).toBe(said);
});

test("a job that is stopped for its blobs is not said to have a program that does not load", () => {
  const problem = { name: "BlobError", message: "blob 1234 came twice with other bytes", stack: "" };
  expect(say({ key: "stopped", problem })).toBe(
    "stopped: its data could not be had: blob 1234 came twice with other bytes",
  );
});

test("a line that a task wrote has its level, and one that only tells of lines left out has none", () => {
  const line = { key: "task-said", job: null, id: jobId(1), name: "laptop", task: 7, level: "warn" } as const;
  expect(say({ ...line, text: "too hot", dropped: 0 })).toBe("laptop, task 7: warning: too hot");
  expect(say({ ...line, text: "too hot", dropped: 2 })).toBe("laptop, task 7: (2 lines left out) warning: too hot");
  expect(say({ ...line, text: "", dropped: 1 })).toBe("laptop, task 7: (1 line left out)");
});
