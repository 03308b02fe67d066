import { expect, test } from "vitest";
import { jobId, volunteerId } from "../../core/ids.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { TaskProgressBook } from "./task-progress.ts";

const job = jobId(1);
const [one, two] = [volunteerId(1), volunteerId(2)];

test("a task is as far as the volunteer that holds it has said last", () => {
  const book = new TaskProgressBook(new ManualClock());
  book.noteProgress(one, [{ job, task: 3, part: 0.25 }]);
  book.noteProgress(two, [{ job, task: 3, part: 0.75 }]);
  expect([one, two, null].map((holder) => book.partOf(job, 3, holder))).toEqual([0.25, 0.75, null]);
  expect(book.partOf(jobId(2), 3, one)).toBeNull();
  book.noteProgress(one, [{ job, task: 4, part: 0.5 }]);
  expect([3, 4].map((task) => book.partOf(job, task, one))).toEqual([null, 0.5]);
});

test("what has been answered or given back, or went with its volunteer, is as far as nobody knows", () => {
  const book = new TaskProgressBook(new ManualClock());
  book.noteProgress(one, [
    { job, task: 3, part: 0.25 },
    { job, task: 9, part: 0.5 },
    { job: jobId(2), task: 3, part: 0.75 },
  ]);
  book.endTasks(one, job, Uint32Array.of(1, 3));
  // The same place in another job is another task.
  expect(book.partOf(jobId(2), 3, one)).toBe(0.75);
  expect([3, 9].map((task) => book.partOf(job, task, one))).toEqual([null, 0.5]);
  book.endAll(one);
  expect(book.partOf(job, 9, one)).toBeNull();
});

test("a volunteer that tells it more often than volunteers do is passed over, and another one is not", () => {
  const clock = new ManualClock();
  const book = new TaskProgressBook(clock);
  const noted = (count: number): number =>
    Array.from({ length: count }, () => book.noteProgress(one, [])).filter(Boolean).length;
  expect(noted(1_000)).toBe(20);
  clock.work(1_000);
  expect(noted(1_000)).toBe(4);
  expect(book.noteProgress(two, [])).toBe(true);
});
