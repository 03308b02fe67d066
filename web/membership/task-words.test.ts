import { expect, test } from "vitest";
import { packAll } from "../core/values/packed.ts";
import { taskInWords } from "./task-words.ts";

const squares = { title: "Squares", taskTemplate: "{0} * {0}" };

test("a task is told by its input, in the words that came with its job", () => {
  const inputs = packAll([
    [2, 0],
    [8399, 1.5],
  ]);
  expect(taskInWords(squares, { task: 17, inputs, at: 1 })).toBe("8399 * 8399");
});

test("a task of a job without such words is told by the value of its input, as is one whose input lacks a part of them", () => {
  const inputs = packAll([{ from: 2, to: 5 }]);
  for (const taskTemplate of [null, "{0} * {0}", "{from} to {nowhere}"]) {
    expect(taskInWords({ title: "Primes", taskTemplate }, { task: 0, inputs, at: 0 })).toBe('{"from": 2, "to": 5}');
  }
});

test.each([
  ["whose input takes long to read", "x".repeat(5_000), "17 of Squares (input of 5.0 kB)"],
  ["whose input is of no kind that people read", new Date(0), "17 of Squares"],
])("a task %s is told by its number and its job's title", (_, input, words) => {
  expect(taskInWords(squares, { task: 17, inputs: packAll([input]), at: 0 })).toBe(words);
});

test("of an input that is long to read the beginning is told, and its length", () => {
  const words = taskInWords(squares, { task: 17, inputs: packAll(["y".repeat(900)]), at: 0 });
  // In quotation marks, as the input is a text.
  expect(words).toBe(`"${"y".repeat(300)}… (900 characters)"`);
});
