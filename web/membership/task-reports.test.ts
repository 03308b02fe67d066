import { expect, test } from "vitest";
import { jobId } from "../core/ids.ts";
import { ManualClock } from "../core/testing/manual-clock.ts";
import { encodeUp } from "../core/wire/codec.ts";
import { consoleLimits } from "../core/wire/limits.ts";
import type { UpMessage } from "../core/wire/messages.ts";
import { TaskReports } from "./task-reports.ts";

const job = jobId(1);

function opened() {
  const clock = new ManualClock();
  const sent: UpMessage[] = [];
  const link = { isThere: true };
  const reports = new TaskReports(clock, (message) => {
    if (link.isThere) sent.push(message);
    return link.isThere;
  });
  return { clock, sent, link, reports };
}

test("a line is sent at once, with the lines that its slot has dropped", () => {
  const { sent, reports } = opened();
  reports.sayLine(job, 3, { level: "warn", text: "hm", dropped: 2 });
  expect(sent).toEqual([{ type: "console", job, task: 3, level: "warn", text: "hm", dropped: 2 }]);
});

test("all slots together send no more lines than the coordinator takes", () => {
  const { clock, sent, reports } = opened();
  const flood = 5 * consoleLimits.linesAtOnce;
  for (let nth = 0; nth < flood; nth += 1) reports.sayLine(job, nth % 8, { level: "log", text: "x", dropped: 0 });
  expect(sent).toHaveLength(consoleLimits.linesAtOnce);
  clock.work(1_000);
  reports.sayLine(job, 0, { level: "log", text: "y", dropped: 1 });
  expect(sent.at(-1)).toMatchObject({ text: "y", dropped: flood - consoleLimits.linesAtOnce + 1 });
});

test("lines that are said while there is no link are counted, and told with the first line over the next one", () => {
  const { sent, link, reports } = opened();
  const say = (text: string, dropped = 0): void => reports.sayLine(job, 1, { level: "log", text, dropped });
  link.isThere = false;
  say("lost", 4);
  say("lost too");
  // Tells of three lines, and is none itself.
  say("", 3);
  expect(sent).toEqual([]);
  link.isThere = true;
  say("here");
  say("and here");
  expect(sent).toMatchObject([
    { text: "here", dropped: 9 },
    { text: "and here", dropped: 0 },
  ]);
});

test("characters beyond ASCII are counted with the six bytes that each of them is sent as", () => {
  const { sent, reports } = opened();
  const text = "€".repeat(2_000);
  for (let nth = 0; nth < 100; nth += 1) reports.sayLine(job, nth, { level: "log", text, dropped: 0 });
  const bytes = sent.reduce((sum, message) => sum + encodeUp(message).bytes.length, 0);
  expect(sent.length).toBeGreaterThan(0);
  expect(bytes).toBeGreaterThan(consoleLimits.charactersAtOnce - 6 * text.length);
  expect(bytes).toBeLessThan(1.1 * consoleLimits.charactersAtOnce);
});

test("progress of all slots goes together, at most twice a second, and only while it is there", () => {
  const { clock, sent, reports } = opened();
  const note = (slot: number, position: number, part: number): void =>
    reports.noteProgress(slot, { run: 1, position, job, task: 10 * slot + position, part });
  note(0, 0, 0.1);
  note(1, 4, 0.2);
  note(0, 0, 0.3);
  expect(sent).toEqual([]);
  clock.ringAll();
  expect(sent).toEqual([
    {
      type: "progress",
      running: [
        { job, task: 0, part: 0.3 },
        { job, task: 14, part: 0.2 },
      ],
    },
  ]);
  expect(clock.now()).toBe(500);
  expect(clock.pending).toBe(0);
});

test("a task that has ended is not told of any more", () => {
  const { clock, sent, reports } = opened();
  reports.noteProgress(0, { run: 1, position: 2, job, task: 2, part: 0.5 });
  reports.noteProgress(1, { run: 2, position: 2, job, task: 9, part: 0.5 });
  reports.endTasks(0, 1, 2);
  reports.endTasks(1, 2, 3);
  clock.ringAll();
  expect(sent).toEqual([{ type: "progress", running: [{ job, task: 2, part: 0.5 }] }]);
  reports.noteProgress(0, { run: 1, position: 2, job, task: 2, part: 0.6 });
  reports.stop();
  expect(clock.pending).toBe(0);
});
