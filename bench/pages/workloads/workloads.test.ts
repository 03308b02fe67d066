import { expect, test } from "vitest";
import { openInputs } from "../../../web/core/job/inputs.ts";
import bulkTask from "./bulk.task.js";
import { bulk } from "./bulk.ts";
import { workloads } from "./catalogue.ts";
import { byDefault } from "./bench-workload.ts";
import { checkedSquares } from "./checked-squares.ts";
import square from "../../../web/workloads/squares.task.js";
import spinTask from "./spin.task.js";
import { spin, spun } from "./spin.ts";

test("each workload has an id of its own that URLs can carry as it is, and a job of its presets", () => {
  for (const workload of workloads) {
    expect(workload.id).toMatch(/^[a-z]+$/);
    const presets = Object.fromEntries(workload.fields.map(({ name, preset }) => [name, preset]));
    const job = workload.createJob(presets, byDefault);
    expect(job.workload).toBe(workload.id);
    expect(openInputs(job.inputs).total).toBe(presets["count"]);
  }
  expect(new Set(workloads.map(({ id }) => id)).size).toBe(workloads.length);
});

test("what a spin must come to is known without spinning", () => {
  for (const rounds of [0, 1, 2, 3, 7, 8, 1_000, 123_457]) expect(spun(rounds)).toBe(spinTask(rounds));
  expect(spin.expectedResult(1_000)).toBe(spin.describeResult(1_000, spinTask(1_000)));
});

test("squares are those of the first demo", () => {
  expect(checkedSquares.expectedResult([8_399, 0])).toBe(square([8_399, 0]));
});

test("bulk results are told from ones that a lost or doubled frame has shifted", () => {
  const input: [number, number] = [1_000_000, 17];
  const bytes = bulkTask(input);
  expect(bytes).toHaveLength(1_000_000);
  expect(bulk.describeResult(input, bytes)).toBe(bulk.expectedResult(input));
  const shifted = bytes.slice();
  shifted.copyWithin(65_536, 131_072);
  expect(bulk.describeResult(input, shifted)).not.toBe(bulk.expectedResult(input));
  expect(bulk.describeResult(input, bytes.subarray(1))).not.toBe(bulk.expectedResult(input));
});
