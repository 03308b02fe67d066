import { expect, test, vi } from "vitest";
import { LogBook } from "./log-book.ts";
import type { Saying } from "./sayings.ts";

function line(task: string): Saying {
  return { key: "task-started", task };
}

test("the newest five hundred lines are kept, oldest first", () => {
  const log = new LogBook();
  for (let number = 1; number <= 2_000; number += 1) log.write("result", line(`${number}`));
  const read = log.read();
  expect(read).toHaveLength(500);
  expect([read[0]?.saying, read.at(-1)?.saying]).toEqual([line("1501"), line("2000")]);
});

test("what tasks write pushes out their own older lines only, and stays in the order in which it came", () => {
  const log = new LogBook();
  log.write("trouble", line("gave up"));
  for (let number = 1; number <= 5_000; number += 1) log.write("console", line(`${number}`));
  log.write("job", line("ended"));
  const kept = log.read().map(({ saying }) => saying);
  expect(kept).toHaveLength(252);
  expect([kept[0], kept[1], kept.at(-1)]).toEqual([line("gave up"), line("4751"), line("ended")]);
  for (let number = 1; number <= 5_000; number += 1) log.write("result", line("a result"));
  expect(log.read()).toHaveLength(750);
  expect(log.read().filter(({ kind }) => kind === "console")).toHaveLength(250);
});

test("what a line says is worked out once, and only for lines that are still there when somebody reads", () => {
  const log = new LogBook();
  const early = vi.fn(() => line("early"));
  const late = vi.fn(() => line("late"));
  log.write("result", early);
  for (let number = 0; number < 600; number += 1) log.write("task", line("filler"));
  log.write("result", late);
  log.read();
  log.write("task", line("one more"));
  log.read();
  expect(early).not.toHaveBeenCalled();
  expect(late).toHaveBeenCalledTimes(1);
});

test("a line stays the same object, and so does the list until a line is written", () => {
  const log = new LogBook();
  log.write("job", line("first"));
  const before = log.read();
  expect(log.read()).toBe(before);
  log.write("job", line("second"));
  expect(log.read()[0]).toBe(before[0]);
});
