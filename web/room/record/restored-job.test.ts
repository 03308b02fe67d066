import { expect, onTestFinished, test, vi } from "vitest";
import { jobId, volunteerId } from "../../core/ids.ts";
import { outcomes } from "../../core/job/job.ts";
import { packAll } from "../../core/values/packed.ts";
import type { AcceptedResults, JobHistory } from "../../journal/journal.ts";
import { sampleCode, sampleDefinition, sampleResults, sampleRoomId, sampleTab } from "../../journal/testing/samples.ts";
import { exporting, type ExportFormat } from "../results/export-lines.ts";
import { openPastJob } from "./past-job.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import type { ReadableJob } from "../results/readable-job.ts";
import { readingHistory, restoring, restoringTasks, type RestoredJob } from "./restored-job.ts";
import { atOnce } from "../../core/time-slices.ts";

/** Each of these tasks has come to its text. */
function came(
  texts: Readonly<Record<number, unknown>> | readonly unknown[],
  fields: Partial<AcceptedResults> = {},
): AcceptedResults {
  const results = sampleResults(Object.keys(texts).map(Number), fields);
  return { ...results, block: { ...results.block, values: packAll(Object.values(texts)) } };
}

function thrown(message: string): Uint8Array {
  return packAll([new TypeError(message)]).bytes;
}

const failure = {
  task: 6,
  history: [
    { volunteer: volunteerId(1), outcome: outcomes.threw, runtimeMs: 4, error: thrown("first") },
    { volunteer: volunteerId(3), outcome: outcomes.threw, runtimeMs: 5, error: thrown('no "square", sorry') },
  ],
};

function history(results: readonly AcceptedResults[]): JobHistory {
  const done = results.reduce((sum, { block, positions }) => sum + (positions ?? block.indices).length, 0);
  const failed = results.reduce((sum, { failures }) => sum + failures.length, 0);
  return {
    summary: {
      room: sampleRoomId(1),
      job: jobId(1),
      code: sampleCode("ABC234"),
      title: "Squares",
      total: 10,
      isSealed: true,
      sourceProblem: null,
      createdAt: 1,
      phase: "running",
      problem: null,
      endedBy: null,
      endRule: null,
      skipped: 0,
      elapsedMs: 40,
      done,
      failed,
      bytes: 1,
    },
    definition: sampleDefinition,
    inputCounts: [],
    skipped: new Uint32Array(),
    results,
    volunteers: [{ id: volunteerId(3), tab: sampleTab(3), name: "lap,top" }],
  };
}

function restored(job: JobHistory): RestoredJob {
  return atOnce(restoring(job));
}

function read(job: JobHistory): ReadableJob {
  const pace = { onNextFrame: () => () => {}, hurry: () => {} };
  const record = { keptBytes: 0, readInputs: async () => null };
  return atOnce(readingHistory(job, { clock: new ManualClock(), pace, ...record }));
}

function exported(results: readonly AcceptedResults[], format: ExportFormat): string {
  return [...exporting(read(history(results)), format)].filter((part) => typeof part === "string").join("");
}

test("[P3] what is on record comes back in its order: only what was accepted, with who, how long and how often", () => {
  const { settlements, records } = restored(
    history([
      came({ 4: "a", 5: "b", 9: "c" }, { positions: Uint32Array.of(0, 2), attempts: Uint8Array.of(2, 1) }),
      sampleResults([], { failures: [failure], attempts: Uint8Array.of(2) }),
    ]),
  );
  expect(records).toEqual({
    indices: Uint32Array.of(4, 9, 6),
    volunteers: Uint32Array.of(3, 3, 3),
    runtimesMs: Float32Array.of(2, 4.5, 5),
    attempts: Uint8Array.of(2, 1, 2),
    failed: Uint8Array.of(0, 0, 1),
    endedBy: null,
    skipped: new Uint32Array(),
  });
  expect(settlements.settled(4)).toEqual({ type: "value", value: "a" });
  expect(settlements.settled(9)).toEqual({ type: "value", value: "c" });
  expect(settlements.settled(5)).toBeNull();
  expect(settlements.settled(6)).toMatchObject({ type: "failed", error: { message: 'no "square", sorry' } });
});

test("[P1] a task that is on record twice counts once, as it was first", () => {
  const { settlements, records } = restored(history([came({ 1: "first" }), came({ 1: "second", 2: "other" })]));
  expect(Array.from(records.indices)).toEqual([1, 2]);
  expect(settlements.settled(1)).toEqual({ type: "value", value: "first" });
  expect(settlements.settled(2)).toEqual({ type: "value", value: "other" });
});

test("[P2] the columns of a restored job add up", () => {
  const { records } = restored(history([came({ 1: "a", 2: "b" })]));
  const tasks = atOnce(restoringTasks(10, records));
  expect([tasks.done, tasks.failed, tasks.leased, tasks.pending]).toEqual([2, 0, 0, 8]);
});

test("a job that nobody is at is shown as it stands", () => {
  const left = history([came({ 1: "a", 2: "b" })]);
  const past = openPastJob(left.summary, read(left));
  expect(past?.view).toMatchObject({ phase: "interrupted", done: 2, pending: 8, elapsedMs: 40 });
  expect(past?.table.row(2)).toMatchObject({ result: "b", volunteer: "lap,top", state: "done", arrival: 2 });
  expect(past?.table.row(3)).toMatchObject({ result: "", volunteer: null, state: "pending" });
});

test("a restored job's file has one line for each task on record, with the clock of the job", () => {
  const results = [came({ 1: "a" }), sampleResults([], { failures: [failure], attempts: Uint8Array.of(2) })];
  const lines = exported(results, "csv").split("\r\n");
  expect(lines).toEqual([
    "task,input,inputData,state,value,error,runtimeMs,volunteer,attempts,arrival,startedMs,slot",
    '1,1,1,done,a,,0.5,"lap,top",1,1,4,1',
    '6,6,6,failed,,"TypeError: no ""square"", sorry",5,"lap,top",2,2,5,1',
    "",
  ]);
});

test("CSV for Excel is the same behind a byte-order mark, by which Excel knows UTF-8", () => {
  const results = [came({ 1: "Żółć" })];
  expect(exported(results, "excel")).toBe(`\u{feff}${exported(results, "csv")}`);
});

test("a value that cannot be put in words is named as such, and costs no other its line", () => {
  const stringify = vi.spyOn(JSON, "stringify").mockImplementationOnce(() => {
    throw new RangeError("Invalid string length");
  });
  onTestFinished(() => stringify.mockRestore());
  const lines = exported([came({ 1: "long", 2: "short" })], "jsonl")
    .trimEnd()
    .split("\n");
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({ task: 1, unreadable: "Invalid string length" }),
    expect.objectContaining({ task: 2, value: "short" }),
  ]);
});

function linesOfParts(texts: readonly unknown[]): number[] {
  const { summary, definition, ...rest } = history([came(Object.fromEntries(texts.entries()))]);
  const inputs = { type: "range", start: 0, step: 1, count: texts.length } as const;
  const job = { ...rest, summary: { ...summary, total: texts.length }, definition: { ...definition, inputs } };
  const parts = [...exporting(read(job), "jsonl")].filter((part) => typeof part === "string");
  return parts.map((part) => part.split("\n").length - 1);
}

test("a part of a file ends with a thousand lines, or a million characters", () => {
  expect(linesOfParts(Array.from({ length: 2_500 }, (_, at) => at))).toEqual([1_000, 1_000, 500]);
  expect(linesOfParts(Array.from({ length: 5 }, () => "x".repeat(400_000)))).toEqual([3, 2]);
});
