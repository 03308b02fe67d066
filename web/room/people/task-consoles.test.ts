import { expect, test } from "vitest";
import { jobId, volunteerId } from "../../core/ids.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { consoleLimits } from "../../core/wire/limits.ts";
import { LogBook } from "../../words/log-book.ts";
import { TaskConsoles } from "./task-consoles.ts";

const line = { type: "console", job: jobId(1), task: 7, level: "log", text: "hello" } as const;

function opened() {
  const clock = new ManualClock();
  const log = new LogBook();
  const consoles = new TaskConsoles(clock, log);
  const write = (volunteer: number, dropped = 0, text: string = line.text): boolean => {
    const speaker = { volunteer: volunteerId(volunteer), name: `laptop-${volunteer}`, job: null };
    return consoles.writeLine(speaker, { ...line, text, dropped });
  };
  return { clock, write, said: () => log.read().map(({ saying }) => saying) };
}

test("a line stands in the log with its task and the volunteer's name", () => {
  const { write, said } = opened();
  expect(write(1)).toBe(true);
  expect(said()).toEqual([
    { key: "task-said", job: null, id: jobId(1), name: "laptop-1", task: 7, level: "log", text: "hello", dropped: 0 },
  ]);
});

test("a volunteer that floods the log is cut, and what it lost is told with its next line", () => {
  const { clock, write, said } = opened();
  const flood = 10 * consoleLimits.linesAtOnce;
  for (let nth = 0; nth < flood; nth += 1) write(1, nth === 0 ? 3 : 0);
  expect(said()).toHaveLength(consoleLimits.linesAtOnce);
  clock.work(1_000);
  write(1);
  expect(said().at(-1)).toMatchObject({ dropped: flood - consoleLimits.linesAtOnce });
  expect(said()[0]).toMatchObject({ dropped: 3 });
});

test("a volunteer that floods the log beyond ASCII is cut by the bytes that it has sent", () => {
  const { write, said } = opened();
  const text = "€".repeat(2_000);
  const mostLines = Math.floor(consoleLimits.charactersAtOnce / (6 * text.length));
  for (let nth = 0; nth < 100; nth += 1) write(1, 0, text);
  expect(said()).toHaveLength(mostLines);
});

test("a flood by one volunteer leaves room for another, and a crowd is cut as a whole", () => {
  const { write } = opened();
  const written = (volunteer: number): number =>
    Array.from({ length: 1_000 }, () => write(volunteer)).filter(Boolean).length;
  expect(written(1)).toBe(consoleLimits.linesAtOnce);
  expect(written(2)).toBe(consoleLimits.linesAtOnce);
  const others = Array.from({ length: 20 }, (_, at) => written(3 + at));
  expect(others.reduce((sum, lines) => sum + lines, 0)).toBe(0);
});
