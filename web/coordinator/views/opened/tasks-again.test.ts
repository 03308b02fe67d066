import { expect, test } from "vitest";
import { jobId } from "../../../core/ids.ts";
import { defaultJobOptions } from "../../../core/job/job.ts";
import { sampleJob } from "../../../core/job/testing/sample-job.ts";
import type { JobKey } from "../../../journal/journal.ts";
import { sampleRoomId } from "../../../journal/testing/samples.ts";
import { jobOfTasks } from "./tasks-again.ts";

const job = jobId(1);
const key = { room: sampleRoomId(1), job };

/** A room with one job, whose inputs are ten times their tasks' numbers. */
const room = {
  inputsOf: (of: JobKey) =>
    of.job === job
      ? {
          readInputs: async (tasks: readonly number[]) => tasks.map((task) => 10 * task),
          openInput: async (task: number) => ({ value: 10 * task, bytes: null }),
        }
      : null,
  findBlobs: async () => [],
};

function titled(title: string) {
  return { key, request: sampleJob({ title, inputs: { type: "open" } }) };
}

test("some tasks of a job become a job of their own, with their inputs as a list, in the order that they had", async () => {
  const again = await jobOfTasks(room, titled("Halves"), [5, 3]);
  expect(again?.definition).toMatchObject({
    title: "Halves (2 tasks again)",
    inputs: { type: "list", values: [30, 50] },
  });
});

test.each([
  ["Halves (2 tasks again)", "Halves (task 7 again)"],
  ["Halves (task 1204 again)", "Halves (task 7 again)"],
  ["x".repeat(80), `${"x".repeat(65)} (task 7 again)`],
])("its title tells of it once, and is no longer than titles may be: %s", async (title, again) => {
  expect((await jobOfTasks(room, titled(title), [7]))?.definition.title).toBe(again);
});

test("all of them are computed: they are no sample of the mean that the job was to know precisely", async () => {
  const options = { ...defaultJobOptions, maxAttempts: 7, precision: { type: "percent", halfWidth: 1 } } as const;
  const precise = { key, request: sampleJob({ options }) };
  const again = await jobOfTasks(room, precise, [3]);
  expect(again?.definition.options).toEqual({ ...defaultJobOptions, maxAttempts: 7 });
});

test("there is none of a job that is neither open nor shown any more", async () => {
  const other = { ...titled("Halves"), key: { ...key, job: jobId(2) } };
  expect(await jobOfTasks(room, other, [1])).toBeNull();
});
