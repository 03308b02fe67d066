import { expect, test, vi } from "vitest";
import { LogBook } from "./log-book.ts";

test("the newest five hundred lines are kept, oldest first", () => {
  const log = new LogBook();
  for (let line = 1; line <= 2_000; line += 1) log.write("result", `line ${line}`);
  const read = log.read();
  expect(read).toHaveLength(500);
  expect([read[0]?.text, read.at(-1)?.text]).toEqual(["line 1501", "line 2000"]);
});

test("words are made once, and only for lines that are still there when somebody reads", () => {
  const log = new LogBook();
  const early = vi.fn(() => "early");
  const late = vi.fn(() => "late");
  log.write("result", early);
  for (let line = 0; line < 600; line += 1) log.write("task", "filler");
  log.write("result", late);
  log.read();
  log.write("task", "one more");
  log.read();
  expect(early).not.toHaveBeenCalled();
  expect(late).toHaveBeenCalledTimes(1);
});

test("a line stays the same object, and so does the list until a line is written", () => {
  const log = new LogBook();
  log.write("job", "first");
  const before = log.read();
  expect(log.read()).toBe(before);
  log.write("job", "second");
  expect(log.read()[0]).toBe(before[0]);
});
