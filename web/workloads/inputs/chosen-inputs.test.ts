import { describe, expect, test } from "vitest";
import { inputOf, presetsOf, readField, type FieldValues } from "../field.ts";
import { allInputs } from "../testing/all-inputs.ts";
import { pickedFile } from "../testing/picked-file.ts";
import { inputProblems, inputsOrigin, recipeOf, sourceOf } from "./chosen-inputs.ts";
import { formatOfReading, openFile } from "./file-reading.ts";
import { inputFields, inputsShorthand } from "./input-fields.ts";

const fields = inputFields({ list: "1" });
const presets = presetsOf(fields);

function chosen(values: FieldValues): FieldValues {
  return { ...presets, ...values };
}

describe("a range", () => {
  test("has its ends, by its step", () => {
    const values = chosen({ given: "range", from: -2, to: 5, step: 3 });
    expect(inputProblems(values)).toEqual({});
    expect(recipeOf(values)).toEqual({ type: "range", start: -2, step: 3, count: 3 });
  });

  test.each([
    [{ from: 2, to: 1 }, "The last number must not be below the first."],
    [{ from: 0, to: 1e15 }, "Would be 1,000,000,000,000,001 inputs; at most 100,000,000 are possible."],
  ])("that cannot be is refused at its last number: %j", (ends, problem) => {
    expect(inputProblems(chosen({ given: "range", ...ends }))).toEqual({ to: problem });
  });
});

describe("random numbers", () => {
  test("are drawn from their seed", () => {
    const values = chosen({ given: "random", draws: 5, smallest: -1, largest: 1, seed: 7 });
    expect(inputProblems(values)).toEqual({});
    const columns = [{ smallest: -1, largest: 1 }];
    expect(recipeOf(values)).toEqual({ type: "random", seed: 7, count: 5, columns });
    expect(inputProblems(chosen({ given: "random", smallest: 2, largest: 1 }))).toHaveProperty("largest");
  });
});

const csv = "id;name\n007;a\n8;\n";

describe.each([
  ["jsonl", {}, '1\n\n{"a": 2}', [1, { a: 2 }]],
  ["json", {}, '[1, {"a": 2}]', [1, { a: 2 }]],
  ["lines", {}, "a\rb\r\n", ["a", "b"]],
  [
    "csv",
    {},
    csv,
    [
      { id: "007", name: "a" },
      { id: 8, name: "" },
    ],
  ],
  [
    "csv",
    { row: "list", cells: "texts", header: "no" },
    csv,
    [
      ["id", "name"],
      ["007", "a"],
      ["8", ""],
    ],
  ],
  ["csv", { separator: "comma" }, csv, [{ "id;name": "007;a" }, { "id;name": "8;" }]],
  ["text", { part: 2 }, "a\nb\nc", ["a\nb", "c"]],
  ["text", { part: 1, measure: "kilobytes" }, `${"x".repeat(998)}\ny`, ["x".repeat(998), "y"]],
  ["bytes", { part: 1 }, "x".repeat(1_001), [new Uint8Array(1_000).fill(120), Uint8Array.of(120)]],
])("read as %s, %j", (format, settings, text, inputs) => {
  const values = chosen({ format, ...settings });

  test("a typed list", () => {
    const typed = { ...values, list: text };
    expect(inputProblems(typed)).toEqual({});
    expect(recipeOf(typed)).toEqual({ type: "list", values: inputs });
    expect(sourceOf(typed)).toBeNull();
  });

  test("a file", async () => {
    const picked = { ...values, given: "file", file: pickedFile("a", text) };
    expect(inputProblems(picked)).toEqual({});
    const recipe = recipeOf(picked);
    if (recipe.type !== "stream" || recipe.file === undefined) throw new Error("the file is not named");
    expect(recipe.file).toMatchObject({ name: "a", bytes: picked.file.size, modifiedAt: picked.file.modifiedAt });
    const reading = formatOfReading(recipe.file.reading);
    if (reading.type === "problem") throw new Error(reading.problem);
    expect(await allInputs(openFile(picked.file, reading.value))).toEqual(inputs);
    expect(await allInputs(sourceOf(picked) ?? [])).toEqual(inputs);
  });
});

test("what is wrong is said at the field that the inputs come from", () => {
  expect(inputProblems(chosen({ given: "file" }))).toEqual({ file: "Pick a file." });
  expect(inputProblems(chosen({ format: "json", list: "{}" }))).toEqual({
    list: "Not all of it can be read: it is no JSON array: it begins with {.",
  });
  const ragged = chosen({ format: "csv", given: "file", file: pickedFile("a.csv", "a,b\n1") });
  expect(inputProblems(ragged)).toEqual({
    file: "Not all of it can be read: line 2 has 1 cell instead of 2: 1. Mend the file and pick it again, or have malformed rows skipped.",
  });
  expect(inputProblems(chosen({ format: "json", given: "file", file: pickedFile("a.json", "[1, 2") }))).toEqual({
    file: "Not all of it can be read: element 2 is not finished: the text ends before the ] of the array; give all of it: 2.",
  });
  expect(inputProblems(chosen({ format: "csv", list: "a,b" }))).toEqual({
    list: "There is no input: no row follows the header.",
  });
  const skipped = { ...ragged, malformed: "skip" };
  expect(inputProblems(skipped)).toEqual({
    file: "There is no input: each row is malformed, the first since line 2 has 1 cell instead of 2.",
  });
  const twice = chosen({ format: "csv", list: "a,a\n1,2", header: "yes" });
  expect(inputProblems(twice)).toEqual({
    row: "The header has “a” twice, and an object only once: choose a list.",
  });
  expect(inputProblems({ ...twice, row: "list" })).toEqual({});
  expect(inputProblems(chosen({ format: "bytes", part: 60_001 }))).toHaveProperty("part");
  const names = fields.map(({ name }) => name);
  for (const given of ["list", "file", "range", "random"]) expect(names).toContain(inputsOrigin(chosen({ given })));
});

test("an address says a range, or a list, in one parameter", () => {
  expect(inputsShorthand.expand("1..1000")).toEqual({ given: "range", from: 1, to: 1_000 });
  expect(inputsShorthand.expand("-5..-1")).toEqual({ given: "range", from: -5, to: -1 });
  expect(inputsShorthand.expand("1..9999999999999999")).toBeNull();
  expect(inputsShorthand.expand("27\n97")).toEqual({ given: "list", list: "27\n97" });
});

test("each preset is allowed in its field", () => {
  for (const field of fields) {
    expect(readField(field, inputOf(presets[field.name] ?? null))).toHaveProperty("type", "value");
  }
});
