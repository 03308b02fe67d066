import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { countTests, tellFailures } from "./test-report.mjs";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A file with this report in it. */
function written(report: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "tabpool-report-"));
  folders.push(folder);
  const file = join(folder, "report.json");
  writeFileSync(file, typeof report === "string" ? report : JSON.stringify(report));
  return file;
}

const missing = join(tmpdir(), "no-such-folder", "report.json");

describe("what a run counts", () => {
  test("is what its report says", () => {
    const file = written({ passed: 7, failures: [{}, {}] });
    expect(countTests("vitest", file, false)).toEqual({ passed: 7, failed: 2 });
    expect(countTests("playwright", written({ stats: { expected: 5, unexpected: 0 } }), true)).toEqual({
      passed: 5,
      failed: 0,
    });
  });

  test("is one failure where a runner that counts none says no, or leaves nothing that can be read", () => {
    expect(countTests("vitest", written({ passed: 7, failures: [] }), false)).toEqual({
      passed: 7,
      failed: 1,
    });
    for (const file of [missing, written("{ half a rep")])
      expect(countTests("playwright", file, true)).toEqual({ passed: 0, failed: 1 });
  });
});

describe("the failures that are told at the end", () => {
  test("are each test's name and the first lines of why, without colours and without others' code", () => {
    const red = "\u001B[31mexpected 1 to be 2\u001B[39m\n\n    at node_modules/vitest/x.js:1\n    at web/a.test.ts:3";
    const file = written({ passed: 2, failures: [{ title: "a sum adds up", message: red }] });
    expect(tellFailures("vitest", file)).toEqual(["a sum adds up\n  expected 1 to be 2\n      at web/a.test.ts:3"]);
  });

  test("are found in suites within suites, with the first error of a test and eight lines of it", () => {
    const long = Array.from({ length: 20 }, (_, line) => `line ${line}`).join("\n");
    const failed = {
      ok: false,
      file: "demo.spec.ts",
      title: "ten squares arrive",
      tests: [{ results: [{ errors: [] }, { errors: [{ message: long }, { message: "another" }] }] }],
    };
    const report = { suites: [{ specs: [{ ok: true, title: "fine" }], suites: [{ specs: [failed] }] }] };
    const [told = ""] = tellFailures("playwright", written(report));
    expect(told.split("\n")).toEqual([
      "demo.spec.ts: ten squares arrive",
      ...Array.from({ length: 8 }, (_, line) => `  line ${line}`),
    ]);
  });

  test("have what went wrong before the first test, and say where there is no report or nothing in it", () => {
    const file = written({ errors: [{ message: "the server did not start" }] });
    expect(tellFailures("playwright", file)).toEqual(["before the first test\n  the server did not start"]);
    expect(tellFailures("vitest", missing)).toEqual([expect.stringMatching(/^vitest left no report/u)]);
    expect(tellFailures("vitest", written({ passed: 7, failures: [] }))).toEqual([
      expect.stringMatching(/^vitest failed without a failed test/u),
    ]);
  });
});
