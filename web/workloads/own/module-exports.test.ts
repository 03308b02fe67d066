import { expect, test } from "vitest";
import type { RunTrial, TrialEnd } from "../../core/job/trial.ts";
import { readExports } from "./module-exports.ts";

const empty = { source: "", files: new Map() };

function answering(end: TrialEnd): RunTrial {
  return async () => ({ end, lines: [] });
}

const ofInputs = (given: unknown): Promise<unknown> =>
  readExports(empty, ["inputs"], answering({ type: "value", value: { inputs: given }, runtimeMs: 1 }));

const ofTitle = (title: unknown): Promise<unknown> =>
  readExports(empty, ["title"], answering({ type: "value", value: { title }, runtimeMs: 1 }));

test("title and unit are texts", async () => {
  expect(await ofTitle("Steps")).toEqual({ type: "value", value: { title: "Steps" } });
  expect(await ofTitle(7)).toEqual({
    type: "problem",
    problem: { key: "module-text", name: "title", found: "number" },
  });
});

test.each([
  [
    { type: "list", values: [1, "a"] },
    { type: "list", values: [1, "a"] },
  ],
  [
    { type: "range", from: 1, to: 10, step: 1 },
    { type: "range", start: 1, step: 1, count: 10 },
  ],
  [
    { type: "range", from: 1, to: 10, step: 4 },
    { type: "range", start: 1, step: 4, count: 3 },
  ],
  [
    { type: "range", from: 3, to: 1, step: -1 },
    { type: "range", start: 3, step: -1, count: 3 },
  ],
])("inputs %j are the recipe %j", async (given, recipe) => {
  expect(await ofInputs(given)).toEqual({ type: "value", value: { inputs: recipe } });
});

test.each([
  [{ type: "list", values: [] }, { key: "module-without-inputs" }],
  [{ type: "range", from: 2, to: 1, step: 1 }, { key: "module-range-empty" }],
  [{ type: "range", from: 1, to: Infinity, step: 1 }, { key: "module-range" }],
  [{ type: "range", from: 1, to: 2, step: 0 }, { key: "module-range" }],
  [{ type: "many" }, { key: "module-inputs-beyond", most: 100_000 }],
  [
    { type: "other", found: "number" },
    { key: "module-inputs", found: "number" },
  ],
  [undefined, { key: "module-inputs", found: "undefined" }],
])("inputs %j are refused", async (given, problem) => {
  expect(await ofInputs(given)).toEqual({ type: "problem", problem });
});

const exportOf = (name: "view" | "files", given: unknown): Promise<unknown> =>
  readExports(empty, [name], answering({ type: "value", value: { [name]: given }, runtimeMs: 1 }));

test("a view is one that there is, and files are texts or bytes by their names", async () => {
  const wrong = { key: "module-view", ids: ["numbers", "histogram", "scatter", "runtimes", "tiles", "table"] };
  expect(await exportOf("view", "tiles")).toEqual({ type: "value", value: { view: "tiles" } });
  expect(await exportOf("view", "pie")).toEqual({ type: "problem", problem: { ...wrong, found: '"pie"' } });
  expect(await exportOf("view", undefined)).toEqual({ type: "problem", problem: { ...wrong, found: "undefined" } });
  expect(await exportOf("files", "a")).toEqual({
    type: "problem",
    problem: { key: "module-files" },
  });
  expect(await exportOf("files", { "a.txt": "a", "b.txt": 7 })).toEqual({
    type: "problem",
    problem: { key: "module-file", name: "b.txt" },
  });
});

test("a module that throws, and a page without a sandbox, are told", async () => {
  const thrown = new RangeError("no table");
  expect(await readExports(empty, ["inputs", "unit"], answering({ type: "failed", thrown, runtimeMs: 1 }))).toEqual({
    type: "problem",
    problem: {
      key: "module-not-read",
      names: ["inputs", "unit"],
      error: { name: "RangeError", message: "no table", stack: thrown.stack },
    },
  });
  expect(
    await readExports(empty, ["unit"], answering({ type: "unavailable", seen: { key: "sandbox-silent" } })),
  ).toMatchObject({
    problem: { key: "module-without-sandbox", seen: { key: "sandbox-silent" } },
  });
});

const ofNeeds = (needs: unknown): Promise<unknown> =>
  readExports(empty, ["needs"], answering({ type: "value", value: { needs }, runtimeMs: 1 }));

test("needs are features' names, each once", async () => {
  expect(await ofNeeds(["wasm-simd", "webgpu", "wasm-simd"])).toEqual({
    type: "value",
    value: { needs: ["wasm-simd", "webgpu"] },
  });
  expect(await ofNeeds([])).toEqual({ type: "value", value: { needs: [] } });
  const problems = [
    ["wasm", { key: "module-needs", found: '"wasm"' }],
    [undefined, { key: "module-needs", found: "undefined" }],
    [["wasm", "Web GPU"], { key: "module-need", at: 1, found: '"Web GPU"' }],
    [[7], { key: "module-need", at: 0, found: "7" }],
    [Array.from({ length: 17 }, (_, at) => `f${at}`), { key: "module-needs-beyond", most: 16 }],
  ] as const;
  for (const [needs, problem] of problems) expect(await ofNeeds(needs)).toEqual({ type: "problem", problem });
});
