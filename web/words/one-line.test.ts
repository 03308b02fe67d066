import { expect, test } from "vitest";
import { jobId } from "../core/ids.ts";
import { oneLine } from "../core/clean-words.ts";
import { withSigns } from "./program-signs.ts";
import { say } from "./say.ts";

test.each([
  ["line breaks of any kind", "a\nb\r\nc\rd\u2028e\u2029f\u0085g\vh\fi", "a⏎b⏎c⏎d⏎e⏎f⏎g⏎h⏎i"],
  ["control characters", "\u001B[31mred\u0000\u009F", "\uFFFD[31mred\uFFFD\uFFFD"],
  ["changes of direction", "\u202Egpj.exe\u2066\u200F", "\uFFFDgpj.exe\uFFFD\uFFFD"],
])("%s are shown as signs", (_, text, shown) => {
  expect(oneLine(text)).toBe(shown);
});

test("a program keeps its lines, and shows a sign for what a reader would not see", () => {
  const plain = "const a = 1;\r\n\tif (a) {\n  b(“é 漢”);\n}\n";
  expect(withSigns(plain)).toBe(plain);
  // A change of direction, two names that look alike, a name of nothing, and line ends that no line shows.
  expect(withSigns("/*\u202E*/ a\u200Db = \u3164 + c\uFE0F\u00AD;\u2028\r\u0000")).toBe(
    "/*\uFFFD*/ a\uFFFDb = \uFFFD + c\uFFFD\uFFFD;\uFFFD\uFFFD\uFFFD",
  );
});

test("a tab, spaces, emoji and letters that join stay as they are", () => {
  const text = "a\tb  c 👩‍🚀 می‌خواهم";
  expect(oneLine(text)).toBe(text);
});

test("a task's line cannot pass for other lines of the log, and neither can its error", () => {
  const text = `done\nResult: 7, runtime: 1s${"\n".repeat(100)}`;
  const said = say({
    key: "task-said",
    job: null,
    id: jobId(1),
    name: "laptop",
    task: 7,
    level: "log",
    text,
    dropped: 0,
  });
  expect(said).toBe(`laptop, task 7: done⏎Result: 7, runtime: 1s${"⏎".repeat(100)}`);
  expect(say({ key: "failure", job: null, task: "7", error: "Error: no\nJob 1 ended", attempts: 1 })).toBe(
    "Failed: 7, Error: no⏎Job 1 ended, attempts: 1",
  );
});
