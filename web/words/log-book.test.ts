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

test("who comes and goes under ever new names pushes out lines of other volunteers only, be it trouble or not", () => {
  const log = new LogBook();
  log.write("trouble", line("a task has failed"));
  for (let number = 1; number <= 5_000; number += 1) {
    log.write("people", line(`${number} joined`));
    log.write("trouble", line(`${number} was sent away`), null, "people");
  }
  const kept = log.read();
  expect(kept).toHaveLength(251);
  expect([kept[0], kept.at(-1)]).toMatchObject([
    { saying: line("a task has failed") },
    { saying: line("5000 was sent away") },
  ]);
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

test("a line of trouble that is said again is counted in one, and pushes out no others", () => {
  const log = new LogBook();
  log.write("job", line("began"));
  for (let time = 1; time <= 5_000; time += 1) log.write("trouble", line("turned away"));
  log.write("trouble", line("another"));
  log.write("trouble", line("turned away"));
  expect(log.read().map(({ saying, times }) => [saying, times])).toEqual([
    [line("began"), 1],
    [line("another"), 1],
    [line("turned away"), 5_001],
  ]);
});

test("of who comes and goes three equal lines stand by themselves, and then the last of them counts", () => {
  const log = new LogBook();
  for (let time = 1; time <= 10; time += 1) {
    log.write("people", line("joined"));
    log.write("people", line("left"));
    log.read();
  }
  expect(log.read().map(({ times }) => times)).toEqual([1, 1, 1, 1, 8, 8]);
  log.write("result", line("joined"));
  log.write("result", line("joined"));
  expect(log.read()).toHaveLength(8);
});

test("lines of a group are counted in the newest, whatever they say", () => {
  const log = new LogBook();
  for (const task of ["1", "2", "3", "4"]) log.write("people", () => line(task), "stale");
  expect(log.read().map(({ saying, times }) => [saying, times])).toEqual([
    [line("1"), 1],
    [line("2"), 1],
    [line("4"), 2],
  ]);
});
