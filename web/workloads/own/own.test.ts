import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import { loadFunction } from "../testing/load-function.ts";
import type { ChosenOptions } from "../workload.ts";
import { own } from "./own.ts";

const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

const presets = presetsOf(own.fields);

function problemsOf(values: FieldValues): unknown {
  return own.check({ ...presets, ...values });
}

function inputsOf(values: FieldValues): readonly unknown[] {
  const source = openInputs(checkDefinition(own.createJob({ ...presets, ...values }, byDefault)).inputs);
  return Array.from({ length: source.total }, (_, at) => source.at(at));
}

describe("the example", () => {
  test("runs as it stands", async () => {
    expect(problemsOf({})).toEqual({});
    const { program, title } = checkDefinition(own.createJob(presets, byDefault));
    const collatz = await loadFunction(program.source);
    expect(inputsOf({}).map((start) => collatz(start))).toEqual([111, 118, 178, 261, 350]);
    expect(title).toBe("Collatz steps");
  });
});

describe("inputs", () => {
  test("are the JSON value of each line that is not blank", () => {
    expect(inputsOf({ inputs: '1\r\n\n"a"\n [1, {"b": null}] \n' })).toEqual([1, "a", [1, { b: null }]]);
  });

  test("are the lines themselves where they are no JSON, the blank ones too", () => {
    expect(inputsOf({ json: false, inputs: "1\n\n[a\n" })).toEqual(["1", "", "[a"]);
  });

  test("come from the file where one is picked", () => {
    expect(inputsOf({ file: { name: "n.txt", text: "7\n8" } })).toEqual([7, 8]);
  });

  test("that are no JSON are named by their lines, the first three of them", () => {
    expect(problemsOf({ inputs: "1\nx\n3" })).toEqual({
      inputs: expect.stringMatching(/^Each line must be one JSON value, such as 7, "a" or \[1, 2\]; line 2: .*x.*\.$/),
    });
    const { inputs } = Object(problemsOf({ inputs: "a\nb\nc\nd" }));
    expect(inputs).toMatch(/line 1: .*line 2: .*line 3: /);
    expect(inputs).not.toContain("line 4");
  });

  test("that are wrong in a file are so at the file", () => {
    const file = { name: "n.txt", text: "" };
    expect(problemsOf({ file })).toEqual({ file: "There is no input: it takes one line for each." });
    expect(problemsOf({ file: { ...file, text: "x" } })).toEqual({ file: expect.stringContaining("line 1: ") });
  });

  test.each([
    ["no line", "", true],
    ["blank lines alone", " \n\n", true],
    ["no line of text", "", false],
  ])("must be there: %s", (_, inputs, json) => {
    expect(problemsOf({ inputs, json })).toEqual({
      inputs: "There is no input: it takes one line for each.",
    });
  });
});

describe("the module", () => {
  test("in TypeScript travels without its types", async () => {
    const code = "export default (n: number): number => n + 1";
    const prepared = await own.prepareJob?.({ ...presets, code }, byDefault);
    expect(prepared).toMatchObject({ type: "prepared", definition: { title: "Collatz steps" } });
    const source = prepared?.type === "prepared" ? prepared.definition.program.source : "";
    expect(await loadFunction(source)).toSatisfy((run: (n: number) => number) => run(1) === 2);
  });

  test("that cannot be read is refused at its field", async () => {
    expect(await own.prepareJob?.({ ...presets, code: "export default (n) =>\n  n +;" }, byDefault)).toEqual({
      type: "wrong",
      problems: { code: 'Line 2, column 6: Unexpected token ";".' },
    });
  });
});

describe("a task in words", () => {
  test.each([
    ["from {0}", "from 3"],
    ["", "[3, 4]"],
  ])("is told by the template, and by the input where there is none: %j", (task, words) => {
    const { view } = checkDefinition(own.createJob({ ...presets, task }, byDefault));
    expect(describerOf(view).describeTask([3, 4])).toBe(words);
  });

  test("of a malformed template is refused at its field", () => {
    expect(problemsOf({ task: "from {0" })).toEqual({
      task: "Is no template: the { at character 6 is not closed; a brace itself is written {{.",
    });
  });
});
