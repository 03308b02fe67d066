import { describe, expect, test } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import type { InputRecipe } from "../../core/job/input-recipe.ts";
import { checkDefinition, type JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { sampleJob } from "../../core/job/testing/sample-job.ts";
import { readField, type FieldValue } from "../field.ts";
import { formatOfReading } from "../inputs/file-reading.ts";
import { pickedFile } from "../testing/picked-file.ts";
import { fillForm } from "./fill-form.ts";
import { saySentence } from "../../words/say.ts";
import { own } from "./own.ts";

/** The job that the filled form makes, with other inputs in it where a test gives them. */
function madeAgain(definition: JobDefinition, changed: Readonly<Record<string, FieldValue>> = {}): JobDefinition {
  const { inputs, leftOut } = fillForm(definition);
  expect(leftOut).toEqual([]);
  const values: Record<string, FieldValue> = {};
  for (const field of own.fields) {
    const read = readField(field, inputs[field.name] ?? null);
    if (read.type === "problem" && !(field.name in changed))
      throw new Error(`${field.name}: ${saySentence(read.problem)}`);
    if (read.type === "value") values[field.name] = read.value;
  }
  return checkDefinition(own.createJob({ ...values, ...changed }, { ...defaultJobOptions, timeLimitMs: "auto" }));
}

function inputsOf(definition: JobDefinition): unknown[] {
  const inputs = openInputs(definition.inputs);
  return Array.from({ length: inputs.total }, (_, at) => inputs.at(at));
}

function withInputs(inputs: InputRecipe): JobDefinition {
  return checkDefinition(sampleJob({ inputs, view: { type: "histogram", input: null, task: "start {}" } }));
}

describe("the filled form makes the same job", () => {
  test.each<InputRecipe>([
    { type: "range", start: -5, step: 3, count: 7 },
    { type: "range", start: 5, step: -1, count: 3 },
    { type: "random", seed: 9, count: 20, columns: [{ smallest: -1, largest: 6 }] },
    {
      type: "random",
      seed: 9,
      count: 3,
      columns: [
        { smallest: 0, largest: 9 },
        { smallest: 4, largest: 4 },
      ],
    },
    { type: "list", values: [1, -0, "a\nb", { "": [null, true] }, 1e21, " 007"] },
    { type: "lines", text: "one\r\n\ntwo \rthree" },
  ])("%j", (recipe) => {
    const definition = withInputs(recipe);
    const again = madeAgain(definition);
    expect(inputsOf(again)).toEqual(inputsOf(definition));
    expect({ ...again, inputs: null }).toEqual({ ...definition, inputs: null });
  });

  test("but for the file, which is asked for by its name and read as before", () => {
    const reading = { format: "csv", separator: "semicolon", header: "yes", row: "list", cells: "texts" };
    const file = pickedFile("a.csv", "a;b\n1;2\n");
    const definition = withInputs({ type: "stream", file: { name: "a.csv", bytes: 8, modifiedAt: 1, reading } });
    expect(fillForm(definition).inputs["file"]).toEqual({ unusable: expect.stringMatching(/^Pick a\.csv \(8 B\)/) });
    expect(madeAgain(definition, { file }).inputs).toMatchObject({ type: "stream", file: { reading } });
  });
});

test("a file's reading fills in nothing but how files are read, whatever it names", () => {
  const foreign = {
    code: "export default () => 'another'",
    title: "Other",
    given: "list",
    list: "7",
    picture: "tiles",
  };
  const reading = { format: "csv", header: "yes", ...foreign };
  const definition = withInputs({ type: "stream", file: { name: "a.csv", bytes: 8, modifiedAt: 1, reading } });
  const { inputs, leftOut } = fillForm(definition);
  const usual = fillForm(
    withInputs({
      type: "stream",
      file: { name: "a.csv", bytes: 8, modifiedAt: 1, reading: { format: "csv", header: "yes" } },
    }),
  );
  expect(inputs).toEqual(usual.inputs);
  expect(inputs).toMatchObject({ code: definition.program.source, title: definition.title, given: "file" });
  expect(leftOut).toEqual([
    "This page knows no such part of how a file is read: code, title, given, list, picture. It is left out.",
  ]);
  expect(formatOfReading(reading).type).toBe("problem");
  expect(formatOfReading({ format: "csv", given: "list" }).type).toBe("problem");
});

test("a job that stays open, as a file may have it, is open again, and begins with nothing", () => {
  const { inputs, leftOut } = fillForm(withInputs({ type: "open" }));
  expect(inputs).toMatchObject({ given: "list", list: "", open: "on" });
  expect(leftOut).toEqual([]);
});

test("what no form can hold is said, and nothing else is put in its place", () => {
  const many: InputRecipe = { type: "range", start: 0, step: -1, count: 1_000_000 };
  const long: InputRecipe = { type: "list", values: ["x".repeat(1_000_001)] };
  const kinds: InputRecipe = { type: "list", values: [1, new Map([[1, 2]])] };
  const filled = [many, long, kinds, { type: "stream" } as const].map((recipe) => fillForm(withInputs(recipe)));
  expect(filled.map(({ leftOut }) => leftOut.join(" "))).toEqual([
    expect.stringContaining("Its 1,000,000 inputs are more than"),
    expect.stringContaining("more than the 1,000,000 characters"),
    expect.stringContaining("Its input 1 is of a kind that no JSON has"),
    expect.stringContaining("come from a program that is not here"),
  ]);
  for (const { inputs } of filled) expect(inputs["list"]).toBe("");
});
