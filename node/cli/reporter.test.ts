import { PassThrough } from "node:stream";
import { expect, onTestFinished, test, vi } from "vitest";
import { RemoteError } from "../../web/pool/errors.ts";
import { Reporter, type ReporterOptions } from "./reporter.ts";

function started(options: Partial<ReporterOptions>): { readonly reporter: Reporter; readonly said: () => string } {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const stream = new PassThrough({ encoding: "utf8" });
  let said = "";
  stream.on("data", (text: string) => {
    said += text;
  });
  const reporter = new Reporter({
    stream,
    isTerminal: false,
    hasColours: false,
    isJson: false,
    columns: () => 80,
    progress: () => ({ facts: { done: 3 }, words: "3 done  2 computing" }),
    ...options,
  });
  return { reporter, said: () => said };
}

const boom = new RemoteError({ name: "Error", message: "boom", stack: "" }, { index: 4, volunteer: "laptop" });

test("without a terminal only what is wrong is told, and an address that somebody has to open", () => {
  const { reporter, said } = started({});
  reporter.tellAddress("http://pool.example/worker", "ABCDEF", false);
  reporter.tell("a note");
  vi.advanceTimersByTime(10_000);
  expect(said()).toBe("");
  reporter.tellAddress("http://pool.example/worker", "ABCDEF", true);
  reporter.tellFailure(5, boom);
  reporter.end(1);
  expect(said()).toBe(
    "Others join at http://pool.example/worker, or with the code ABCDEF\ntabpool: line 5: Error: boom (task 4, on laptop)\n",
  );
});

test("on a terminal one line of progress stands below all else, and is gone in the end", () => {
  const { reporter, said } = started({ isTerminal: true });
  vi.advanceTimersByTime(100);
  const line = "\r\u001b[2K3 done  2 computing";
  expect(said()).toBe(line);
  reporter.tell("a note");
  expect(said()).toBe(`${line}\r\u001b[2Ka note\n`);
  vi.advanceTimersByTime(100);
  reporter.end(0);
  expect(said().endsWith("2 computing\r\u001b[2K")).toBe(true);
  const all = said();
  vi.advanceTimersByTime(1_000);
  expect(said()).toBe(all);
});

test("the line of progress is shorter than its row", () => {
  const { reporter, said } = started({ isTerminal: true, columns: () => 7 });
  vi.advanceTimersByTime(100);
  expect(said()).toBe("\r\u001b[2K3 done");
  reporter.end(0);
});

test("what is wrong is red where there are colours", () => {
  const { reporter, said } = started({ hasColours: true });
  reporter.complain("wrong\nin two lines");
  expect(said()).toBe("\u001b[31mtabpool: wrong⏎in two lines\u001b[39m\n");
  reporter.end(1);
});

test("as JSON each event is a line, progress once a second, and the end has the exit code", () => {
  const { reporter, said } = started({ isJson: true });
  const line = { level: "log", text: "a\nb", volunteer: "laptop", index: 0, dropped: 0 } as const;
  reporter.tellAddress("http://pool.example/worker", null, false);
  reporter.tellFailure(5, boom);
  reporter.tellLine(line);
  vi.advanceTimersByTime(1_000);
  reporter.end(1);
  expect(
    said()
      .trimEnd()
      .split("\n")
      .map((each): unknown => JSON.parse(each)),
  ).toEqual([
    { event: "open", link: "http://pool.example/worker", code: null },
    { event: "failed", line: 5, name: "Error", message: boom.message, volunteer: "laptop" },
    { event: "console", level: "log", text: "a\nb", volunteer: "laptop", task: 0, dropped: 0 },
    { event: "progress", done: 3 },
    { event: "end", done: 3, exitCode: 1 },
  ]);
});
