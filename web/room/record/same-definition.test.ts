import { describe, expect, test } from "vitest";
import { sampleBlob } from "../../core/blobs/testing/sample-blobs.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { checkDefinition, type JobDefinition } from "../../core/job/job-definition.ts";
import { sampleJob } from "../../core/job/testing/sample-job.ts";
import { isSameDefinition } from "./same-definition.ts";

const [some, other] = [sampleBlob(10, 1).name, sampleBlob(10, 2).name];

const wholeProgram: JobDefinition["program"] = {
  language: "javascript",
  source: "export default (n) => n + n",
  files: { "a.txt": some, "b.txt": some },
};

const whole = sampleJob({
  program: wholeProgram,
  inputs: { type: "list", values: [1, [2], "three", new Map([[4, undefined]])] },
  shared: some,
  options: { ...defaultJobOptions, batchSize: 3 },
  needs: ["wasm-simd"],
});

/** As a record gives it back. */
function recorded(definition: JobDefinition): JobDefinition {
  return structuredClone(checkDefinition(definition));
}

function isRecordOf(one: JobDefinition, another: JobDefinition): boolean {
  return isSameDefinition(recorded(one), checkDefinition(another));
}

describe("a definition on record", () => {
  test.each<[string, JobDefinition["inputs"]]>([
    ["a list", whole.inputs],
    ["an empty list", { type: "list", values: [] }],
    ["a range", { type: "range", start: 0, step: 1, count: 10 }],
    ["random numbers", { type: "random", seed: 1, count: 2, columns: [{ smallest: 1, largest: 6 }] }],
    ["lines", { type: "lines", text: "a\nb" }],
    ["a stream", { type: "stream" }],
  ])("with %s for inputs is the same as one that is made once more", (_, inputs) => {
    expect(isRecordOf({ ...whole, inputs }, { ...whole, inputs })).toBe(true);
  });

  test.each<[string, Partial<JobDefinition>]>([
    ["title", { title: "Another one" }],
    ["unit", { unit: "thing" }],
    ["source", { program: { ...wholeProgram, source: "export default (n) => n +  n" } }],
    ["file", { program: { ...wholeProgram, files: { "a.txt": some, "b.txt": other } } }],
    ["name of a file", { program: { ...wholeProgram, files: { "a.txt": some, "c.txt": some } } }],
    ["number of files", { program: { ...wholeProgram, files: { "a.txt": some } } }],
    ["shared value", { shared: other }],
    ["shared value: none", { shared: null }],
    ["option", { options: { ...defaultJobOptions, batchSize: 4 } }],
    ["option that is seldom there", { options: { ...defaultJobOptions, batchSize: 3, atMostOnce: true } }],
    ["need", { needs: [] }],
    ["view", { view: { type: "table", input: "{0}", task: "" } }],
    ["input", { inputs: { type: "list", values: [1, [2], "three", new Map([[4, null]])] } }],
    ["number of inputs", { inputs: { type: "list", values: [1, [2], "three"] } }],
    ["place of inputs", { inputs: { type: "list", values: [[2], 1, "three", new Map([[4, undefined]])] } }],
    ["kind of inputs", { inputs: { type: "stream" } }],
    ["range", { inputs: { type: "range", start: 0, step: 1, count: 4 } }],
  ])("is another one with another %s", (_, fields) => {
    expect(isRecordOf({ ...whole, ...fields }, { ...whole, ...fields })).toBe(true);
    expect(isRecordOf(whole, { ...whole, ...fields })).toBe(false);
    expect(isRecordOf({ ...whole, ...fields }, whole)).toBe(false);
  });

  test.each<[JobDefinition["inputs"], JobDefinition["inputs"]]>([
    [
      { type: "range", start: 0, step: 1, count: 10 },
      { type: "range", start: 0, step: 1, count: 11 },
    ],
    [
      { type: "range", start: 0, step: 1, count: 3 },
      { type: "list", values: [0, 1, 2] },
    ],
    [
      { type: "lines", text: "a" },
      { type: "lines", text: "b" },
    ],
    [
      { type: "list", values: ["ab", "c"] },
      { type: "list", values: ["a", "bc"] },
    ],
  ])("with inputs %j is not one with %j", (inputs, others) => {
    expect(isRecordOf({ ...whole, inputs }, { ...whole, inputs: others })).toBe(false);
  });
});

test("packed inputs are told apart by where each ends, where all their bytes are the same", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const packed = (...ends: number[]): JobDefinition => ({
    ...whole,
    inputs: { type: "packed", values: { ends: Uint32Array.from(ends), bytes: bytes.slice() } },
  });
  expect(isSameDefinition(packed(1, 3), packed(1, 3))).toBe(true);
  expect(isSameDefinition(packed(1, 3), packed(2, 3))).toBe(false);
  expect(isSameDefinition(packed(1, 3), packed(3))).toBe(false);
});
