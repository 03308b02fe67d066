import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leaseId, volunteerId } from "../../core/ids.ts";
import { describerOf } from "../../core/job/describer.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { plainTable } from "../../core/job/presentation.ts";
import { outcomes } from "../../core/job/job.ts";
import { Tasks } from "../../core/scheduler/tasks.ts";
import { Packer, packAll } from "../../core/values/packed.ts";
import { anyValue } from "../../core/values/testing/arbitrary-values.ts";
import { differences } from "../../core/values/testing/differences.ts";
import { sampleDefinition } from "../../journal/testing/samples.ts";
import { exporting, type ExportFormat } from "./export-lines.ts";
import type { ReadableJob } from "./readable-job.ts";
import { Settlements } from "./settlements.ts";
import { finalResults } from "./testing/final-results.ts";
import { readingResults, type FileRow } from "./testing/read-results-file.ts";
import { atOnce } from "../../core/time-slices.ts";

const volunteer = volunteerId(3);

/** One parcel with these values of slot 2, each after 10.0006 ms of computing, the first of which began at 80 ms. */
const origin = { slot: 2, startedMs: 80 };

function jobWith(inputs: readonly unknown[], values: readonly unknown[], failing: unknown = null): ReadableJob {
  const total = values.length + (failing === null ? 0 : 1);
  const record = new Settlements(total);
  const tasks = new Tasks(total);
  for (let task = 0; task < total; task += 1) {
    tasks.load(task);
    tasks.lease(task, leaseId(1));
    tasks.accept(task, volunteer, 10.0006);
    if (task < values.length) tasks.commitDone(task);
    else tasks.commitFailed(task);
  }
  const indices = Uint32Array.from(values.keys());
  const columns = { outcomes: new Uint8Array(values.length), runtimesMs: new Float32Array(values.length) };
  record.add({ indices, ...columns, values: packAll(values) }, null, volunteer, origin);
  if (failing !== null) {
    const packer = new Packer();
    packer.appendThrown(failing, String);
    const error = packer.take().bytes;
    const history = [{ volunteer, outcome: outcomes.threw, runtimeMs: 10.0006, error }];
    record.addFailure({ task: values.length, history }, { slot: 2, startedMs: 90.0004 });
  }
  const definition = { ...sampleDefinition, view: plainTable, inputs: { type: "list", values: inputs } as const };
  const describer = describerOf(definition.view);
  const results = finalResults(record, tasks, () => "Ada");
  return { definition, describer, inputs: openInputs(definition.inputs), results };
}

function textOf(job: ReadableJob, format: ExportFormat): string {
  return [...exporting(job, format)].filter((part) => typeof part === "string").join("");
}

function rowsOf(job: ReadableJob): readonly FileRow[] {
  return atOnce(readingResults(textOf(job, "jsonl")));
}

test.each(["jsonl", "json", "csv"] as const)(
  "a result of millions of parts is written into a file of %s in steps, and as it would be at once",
  (format) => {
    const large = Array.from({ length: 300_000 }, (_, at) => [300 + (at % 7)]);
    const job = jobWith([1, 2], [large, "two"]);
    let steps = 0;
    let text = "";
    for (const part of exporting(job, format)) {
      if (part === "") steps += 1;
      else if (typeof part === "string") text += part;
    }
    expect(steps).toBeGreaterThan(100);
    const json = JSON.stringify(large);
    expect(text).toContain(format === "csv" ? `"${json}"` : `"value":${json},`);
    expect(text).toContain("two");
  },
);

describe("JSON", () => {
  test("is the objects of JSON Lines as one list", () => {
    const values = ["a\n", undefined, { b: [1n] }];
    const job = jobWith([1, "two", null, 4], values, new TypeError("no"));
    const lines = textOf(job, "jsonl").trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    expect(JSON.parse(textOf(job, "json"))).toEqual(lines.map((line): unknown => JSON.parse(line)));
    expect(textOf(job, "json")).toBe(`[\n${lines.join(",\n")}\n]\n`);
  });

  test("is an empty list where nothing is on record, and whole where it takes several parts", () => {
    expect(JSON.parse(textOf(jobWith([], []), "json"))).toEqual([]);
    const numbers = Array.from({ length: 2_500 }, (_, at) => at);
    const read: unknown = JSON.parse(textOf(jobWith(numbers, numbers), "json"));
    expect(read).toHaveLength(2_500);
  });
});

describe("JSON Lines", () => {
  test("have a line for each result, and each column by its name", () => {
    const [first, second] = textOf(jobWith([577, "b"], ["332929"], new TypeError("no")), "jsonl")
      .trim()
      .split("\n");
    expect(JSON.parse(first ?? "")).toEqual({
      task: 0,
      input: "577",
      inputData: 577,
      state: "done",
      value: "332929",
      runtimeMs: 10.001,
      volunteer: "Ada",
      attempts: 1,
      arrival: 1,
      startedMs: 80,
      slot: 2,
    });
    expect(JSON.parse(second ?? "")).toMatchObject({
      input: '"b"',
      state: "failed",
      error: { $: "Error", name: "TypeError", message: "no" },
      arrival: 2,
      startedMs: 90,
      slot: 2,
    });
  });

  test("tell any input, value and error so that they are read back as they were", () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (makeInput, makeValue, makeOther) => {
        const [input, value, other] = [makeInput(), makeValue(), makeOther()];
        const rows = rowsOf(jobWith([input, input], [value, other]));
        expect(rows).toHaveLength(2);
        expect(differences(input, rows[0]?.inputData)).toEqual([]);
        for (const [at, expected] of [value, other].entries()) {
          const came = rows[at]?.came;
          expect(came?.type).toBe("value");
          if (came?.type === "value") expect(differences(expected, came.value)).toEqual([]);
        }
      }),
    );
  });

  test("keep what was thrown, causes and properties included", () => {
    const thrown = Object.assign(new RangeError("outer", { cause: new Error("root") }), { status: 404 });
    const came = rowsOf(jobWith([1], [], thrown))[0]?.came;
    if (came?.type !== "failed") throw new TypeError("no failure");
    expect(came.thrown).toMatchObject({ name: "RangeError", status: 404, cause: { message: "root" } });
  });

  test("name a value that cannot be read, and go on", () => {
    const job = jobWith([1, 2], ["good", "bad"]);
    const broken = new Settlements(2);
    const values = packAll(["good", "bad"]);
    values.bytes[values.ends[0] ?? 0] = 0xc1;
    const columns = { outcomes: new Uint8Array(2), runtimesMs: new Float32Array(2) };
    broken.add({ indices: Uint32Array.of(0, 1), ...columns, values }, null, volunteer, origin);
    const tasks = new Tasks(2);
    for (const task of [0, 1]) {
      tasks.load(task);
      tasks.lease(task, leaseId(1));
      tasks.accept(task, volunteer, 1);
      tasks.commitDone(task);
    }
    const results = finalResults(broken, tasks, String);
    expect(rowsOf({ ...job, results }).map(({ came }) => came.type)).toEqual(["value", "unreadable"]);
  });

  test.each([
    ["17", "line 1: no object"],
    ["{", "line 1: "],
    ['\n{"task":0,"input":"1","inputData":{"$":"Mpa"}}', 'line 2: inputData: "$" names no kind'],
    ['{"task":"0"}', 'line 1: "task" must be a number'],
    ['{"task":0,"input":"1","inputData":1,"state":"done"}', 'line 1: a task that is "done" must have'],
  ])("that are none of ours, such as %j, are refused with line and reason", (text, reason) => {
    expect(() => atOnce(readingResults(text))).toThrow(reason);
  });
});

describe("CSV", () => {
  test("has the same columns under the same names", () => {
    const lines = textOf(jobWith([577, "b"], ["=1+1"], new TypeError("no, not so")), "csv").split("\r\n");
    expect(lines).toEqual([
      "task,input,inputData,state,value,error,runtimeMs,volunteer,attempts,arrival,startedMs,slot",
      "0,577,577,done,'=1+1,,10.001,Ada,1,1,80,2",
      '1,"""b""",b,failed,,"TypeError: no, not so",10.001,Ada,1,2,90,2',
      "",
    ]);
  });

  test("writes numbers and texts as they are, and everything else as the JSON of the other file", () => {
    const values = [-0.5, NaN, 5n, true, null, { a: [1] }, new Set([1])];
    const lines = textOf(jobWith(values, values), "csv").split("\r\n").slice(1, -1);
    const cells = lines.map((line) => /,done,(.*),,10\.001,/.exec(line)?.[1]);
    expect(cells).toEqual(["-0.5", "NaN", "5", "true", "null", '"{""a"":[1]}"', '"{""$"":""Set"",""elements"":[1]}"']);
  });

  test("for Excel begins with the mark that says UTF-8, and is the same behind it", () => {
    const job = jobWith([1], ["é"]);
    expect(textOf(job, "excel")).toBe(`\uFEFF${textOf(job, "csv")}`);
  });
});

test("rows that were skipped are looked for in steps, between which the page has its turn", () => {
  const job = jobWith([], []);
  const total = 100_000;
  const tasks = new Tasks(total);
  tasks.skip(total - 1);
  const results = finalResults(new Settlements(total), tasks, () => "");
  const skipped = { place: "line 7", wrong: "is odd", text: "x" };
  const inputs = { total, at: () => skipped, look: () => skipped };
  const parts = [...exporting({ ...job, inputs, results }, "csv")];
  expect(parts).toHaveLength(11);
  expect(parts.at(-1)).toContain("line 7 is odd");
});
