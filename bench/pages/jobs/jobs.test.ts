import { expect, test } from "vitest";
import { checkDefinition } from "../../../web/core/job/job-definition.ts";
import { openInputs } from "../../../web/core/job/inputs.ts";
import square from "../../../web/workloads/squares/squares.task.js";
import { valuesOf } from "../../../web/workloads/testing/load-program.ts";
import { benchJobNamed, benchJobs } from "./bench-jobs.ts";
import bulkTask from "./bulk.task.js";
import { bulk } from "./bulk.ts";
import { galleryJobs, isSame } from "./gallery.ts";
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

test.each([
  ["pi", { tasks: 2, darts: 1_000 }],
  ["primes", { to: 100_000_000 }],
  ["password", { longest: 3 }],
  ["lucaslehmer", { to: 100 }],
  ["queens", { n: 6 }],
  ["collatz", { below: 2_000_000 }],
  ["islands", { islands: 2, count: 20, tries: 1 }],
  ["tournament", { games: 2 }],
  ["hyperparameters", { runs: 1 }],
  ["matrix", { n: 16, block: 8 }],
])("of the gallery, %s is right by what its own program computes, and not by anything else", async (id, numbers) => {
  const job = benchJobNamed(id);
  const definition = checkDefinition(job.createJob(numbers));
  const source = openInputs(definition.inputs);
  const values = await valuesOf(definition);
  expect(values.length).toBeGreaterThan(0);
  for (const [task, value] of values.entries()) {
    expect(job.isRight(source.at(task), value)).toBe(true);
    expect(
      job.isRight(source.at(task), typeof value === "number" ? value + 1 : { ...Object(value), value: "x", tried: -1 }),
    ).toBe(false);
  }
});

test("each job of the gallery has a name that no other of the bench has", () => {
  const all = [...benchJobs, ...galleryJobs];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

test("values are the same only with all of their parts", () => {
  const value = { list: [1, "a", null], bytes: Float32Array.of(1, 2) };
  expect(isSame(value, { list: [1, "a", null], bytes: Float32Array.of(1, 2) })).toBe(true);
  for (const other of [
    { list: [1, "a"], bytes: value.bytes },
    { list: [1, "b", null], bytes: value.bytes },
    { list: value.list, bytes: Float32Array.of(1, 3) },
    { list: value.list, bytes: Float32Array.of(1) },
    { list: value.list },
    null,
  ]) {
    expect(isSame(value, other)).toBe(false);
  }
});
