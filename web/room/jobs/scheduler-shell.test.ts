import { expect, test } from "vitest";
import { epoch, jobId, leaseId, parcelId, volunteerId } from "../../core/ids.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { defaultJobOptions, outcomes, type JobOptions } from "../../core/job/job.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import { packAll } from "../../core/values/packed.ts";
import { LogBook } from "../../words/log-book.ts";
import { squares } from "../../workloads/squares.ts";
import { Members } from "../people/people.ts";
import { JobRecord } from "../results/job-results.ts";
import { TaskFlow, type PageJob } from "./scheduler-shell.ts";

/** Four numbers are squared by one volunteer with four slots, the last one first. Gives what the log says of results. */
function resultsOf(order: JobOptions["order"], failing: number | null = null): readonly string[] {
  const request = squares.createJob(
    { count: 4, smallest: 3, largest: 3, seed: 1, shortest: 0, longest: 0 },
    { ...defaultJobOptions, order, maxAttempts: 1 },
  );
  const inputs = openInputs(request.inputs);
  const id = jobId(1);
  const job: PageJob = {
    id,
    request,
    workload: squares,
    inputs,
    record: new JobRecord(inputs.total),
    problem: null,
  };
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const log = new LogBook();
  const said: string[] = [];
  const flow = new TaskFlow({
    scheduler,
    members: new Members(),
    log,
    jobOf: () => job,
    jobEnded: () => undefined,
    jobDropped: () => undefined,
    jobStuck: (_job, reason) => said.push(reason),
    commit: (_job, _results, _isLast, written) => written(0),
    handled: () => undefined,
    jobStopped: () => undefined,
    changed: () => undefined,
  });
  const volunteer = volunteerId(1);
  flow.tell({ type: "job-submitted", job: id, total: 4, options: request.options });
  flow.tell({ type: "volunteer-joined", volunteer, slots: 4 });
  for (const task of [3, 1, 0, 2]) {
    const value = task === failing ? new Error("no") : 100 + task;
    const block = {
      indices: Uint32Array.of(task),
      outcomes: Uint8Array.of(task === failing ? outcomes.threw : outcomes.value),
      runtimesMs: Float32Array.of(1),
      values: packAll([value]),
    };
    const lease = leaseId(task + 1);
    const name = { volunteer, job: id, epoch: scheduler.epoch, lease, parcel: parcelId(task + 1) };
    flow.tell({ type: "results-arrived", ...name, offered: false, busyMs: 1, block });
  }
  flow.stop();
  for (const { text } of log.read()) if (/^Result|^Failed/.test(text)) said.push(text.replace(/, runtime.*/, ""));
  return said;
}

test("results are reported as they are completed", () => {
  const numbers = resultsOf("completed").map((line) => Number(/(\d+)$/.exec(line)?.[1]));
  expect(numbers).toEqual([103, 101, 100, 102]);
});

test("results of an ordered job are reported in the order of its tasks", () => {
  const numbers = resultsOf("index").map((line) => Number(/(\d+)$/.exec(line)?.[1]));
  expect(numbers).toEqual([100, 101, 102, 103]);
});

test("a task that failed holds its place in the order", () => {
  const lines = resultsOf("index", 1);
  expect(lines.map((line) => line.split(":")[0])).toEqual(["Result", "Failed", "Result", "Result"]);
});
