import { expect, test } from "vitest";
import { checkDefinition } from "../../../web/core/job/job-definition.ts";
import { openInputs } from "../../../web/core/job/inputs.ts";
import square from "../../../web/workloads/squares/squares.task.js";
import { benchJobs } from "./bench-jobs.ts";
import bulkTask from "./bulk.task.js";
import { bulk } from "./bulk.ts";
import { kernels } from "./kernels.ts";
import runKernel from "./kernels.task.js";
import spinTask from "./spin.task.js";
import { spin, spun } from "./spin.ts";
import { squares } from "./squares.ts";

test("each kind of job has a name of its own, and a definition that can run", () => {
  for (const job of benchJobs) {
    const { inputs } = checkDefinition(job.createJob(job.presets));
    expect(openInputs(inputs).total).toBe(job.presets["count"]);
  }
  expect(new Set(benchJobs.map(({ id }) => id)).size).toBe(benchJobs.length);
});

test("what a spin must come to is known without spinning", () => {
  for (const rounds of [0, 1, 2, 3, 7, 8, 1_000, 123_457]) expect(spun(rounds)).toBe(spinTask(rounds));
  expect(spin.isRight(1_000, spinTask(1_000))).toBe(true);
  expect(spin.isRight(1_000, spinTask(1_001))).toBe(false);
});

test("each kernel gives the same each time, the one in WebAssembly what the loop in JavaScript gives", () => {
  for (const kernel of [0, 1, 2, 3, 4, 5]) {
    const first = runKernel([kernel, 12_345]);
    expect(runKernel([kernel, 12_345])).toBe(first);
    expect(kernels.isRight([kernel, 12_345], first)).toBe(true);
    expect(kernels.isRight([kernel, 12_346], first)).toBe(false);
  }
  expect(runKernel([5, 12_345])).toBe(runKernel([0, 12_345]));
  expect(() => runKernel([6, 1])).toThrow("there is no kernel 6");
});

test("squares are those of the first demo", () => {
  expect(squares.isRight([8_399, 0], square([8_399, 0]))).toBe(true);
  expect(squares.isRight([8_399, 0], square([8_400, 0]))).toBe(false);
});

test("bulk results are told from ones that a lost or doubled frame has shifted", () => {
  const input: [number, number] = [1_000_000, 17];
  const bytes = bulkTask(input);
  expect(bytes).toHaveLength(1_000_000);
  expect(bulk.isRight(input, bytes)).toBe(true);
  const shifted = bytes.slice();
  shifted.copyWithin(65_536, 131_072);
  expect(bulk.isRight(input, shifted)).toBe(false);
  expect(bulk.isRight(input, bytes.subarray(1))).toBe(false);
});
