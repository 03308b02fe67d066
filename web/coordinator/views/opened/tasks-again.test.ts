import { expect, test } from "vitest";
import { jobId } from "../../../core/ids.ts";
import { sampleJob } from "../../../core/job/testing/sample-job.ts";
import { sampleRoomId } from "../../../journal/testing/samples.ts";
import type { TaskInputs } from "../../../room/room.ts";
import { jobOfTasks } from "./tasks-again.ts";

const key = { room: sampleRoomId(1), job: jobId(1) };

/** Inputs that are their tasks' numbers, times `factor`. */
function inputsTimes(factor: number): TaskInputs {
  return { readInputs: async (tasks) => tasks.map((task) => factor * task) };
}

function roomWith(title: string) {
  const definition = sampleJob({ title });
  return { inputs: inputsTimes(10), findJob: async () => ({ definition, blobs: [] }) };
}

test("some tasks of a job become a job of their own, with their inputs as a list", async () => {
  const job = await jobOfTasks(roomWith("Halves"), key, [3, 5]);
  expect(job?.definition).toMatchObject({
    title: "Halves (2 tasks again)",
    inputs: { type: "list", values: [30, 50] },
  });
});

test.each([
  ["Halves (2 tasks again)", "Halves (task 7 again)"],
  ["Halves (task 1204 again)", "Halves (task 7 again)"],
  ["x".repeat(80), `${"x".repeat(65)} (task 7 again)`],
])("its title tells of it once, and is no longer than titles may be: %s", async (title, again) => {
  expect((await jobOfTasks(roomWith(title), key, [7]))?.definition.title).toBe(again);
});

test("the inputs are those of the job that was shown at first, whatever is shown when it has been read", async () => {
  const room = roomWith("Halves");
  const found = jobOfTasks(room, key, [1]);
  room.inputs = inputsTimes(1_000);
  expect((await found)?.definition.inputs).toEqual({ type: "list", values: [10] });
});
