import { describe, expect, test } from "vitest";
import { placesIn } from "./places.ts";
import { pickedFile } from "./testing/picked-file.ts";
import { allowedIn, inputOf, isUrlField, presetsOf, readField, type Field, type UrlField } from "./field.ts";

const number: UrlField = { kind: "number", name: "n", label: "N", unit: "s", smallest: 1, largest: 1_000, preset: 7 };
const text: UrlField = { kind: "text", name: "t", label: "T", fewest: 1, most: 5, preset: "abc" };
const places: UrlField = {
  kind: "places",
  name: "m",
  label: "M",
  fewest: 2,
  most: 3,
  width: 100,
  height: 50,
  preset: "1,2 99,49",
};
const choice: UrlField = {
  kind: "choice",
  name: "c",
  label: "C",
  choices: ["one", "two", "three"].map((id) => ({ id, label: id })),
  preset: "two",
};
const toggle: UrlField = { kind: "switch", name: "s", label: "S", preset: true };
const file: Field = { kind: "file", name: "f", label: "F", accept: ".txt" };
const code: Field = { kind: "code", name: "p", label: "P", most: 10, preset: "export" };
const files: Field = { kind: "files", name: "l", label: "M" };
const fields: readonly Field[] = [number, text, places, choice, toggle, file, files, code];

test("a field of each kind reads back what it shows of its preset", () => {
  for (const [name, preset] of Object.entries(presetsOf(fields))) {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) throw new Error(`there is no field ${name}`);
    expect(readField(field, inputOf(preset))).toEqual({ type: "value", value: preset });
  }
});

test("an address can fill in all but files", () => {
  const fromUrl = fields.filter(isUrlField);
  expect(fromUrl).toEqual([number, text, places, choice, toggle, code]);
  expect(fromUrl.map(allowedIn)).toEqual([
    { key: "number", smallest: 1, largest: 1_000, unit: "s" },
    { key: "text-length", fewest: 1, most: 5 },
    { key: "places", fewest: 2, most: 3, right: 99, lower: 49 },
    { key: "one-of", ids: ["one", "two", "three"] },
    { key: "one-of", ids: ["on", "off"] },
    { key: "program", most: 10 },
  ]);
});

describe("what is wrong is said", () => {
  test.each([
    [
      "a number",
      number,
      "1001",
      { key: "field-must-be", allowed: { key: "number", smallest: 1, largest: 1_000, unit: null } },
    ],
    ["a text that is empty", text, "", { key: "field-empty" }],
    ["a text that is too long", text, "abcdef", { key: "field-too-long", fewest: 1, most: 5, length: 6 }],
    ["a choice", choice, "four", { key: "field-must-be", allowed: { key: "one-of", ids: ["one", "two", "three"] } }],
    ["a switch", toggle, "yes", { key: "field-must-be", allowed: { key: "one-of", ids: ["on", "off"] } }],
    ["a program that is empty", code, "", { key: "field-empty" }],
    ["a program that is too long", code, "x".repeat(11), { key: "field-too-long", fewest: 1, most: 10, length: 11 }],
  ])("%s", (_, field, input, problem) => {
    expect(readField(field, input)).toEqual({ type: "problem", problem });
  });

  test.each(["", "1,2", "1,2 3,4 5,6 7,8", "1,2 100,4", "1,2 3,50", "1,2 3", "1,2 3;4", "1,2 -3,4", "1,2 3,4.5"])(
    "places that are too few, too many, outside or none: %j",
    (input) => {
      const allowed = { key: "places", fewest: 2, most: 3, right: 99, lower: 49 };
      expect(readField(places, input)).toEqual({ type: "problem", problem: { key: "field-must-be", allowed } });
    },
  );

  test("a file that cannot be used, in the words of the one who read it", () => {
    expect(readField(file, { unusable: "a.bin is no text." })).toEqual({
      type: "problem",
      problem: { key: "thrown", message: "a.bin is no text." },
    });
  });
});

test("a file may be there or not", () => {
  const picked = pickedFile("a.txt", "a");
  expect(readField(file, picked)).toEqual({ type: "value", value: picked });
  expect(readField(file, null)).toEqual({ type: "value", value: null });
});

test("places stand in one line or in several", () => {
  expect(readField(places, " 1,2\n 3,4\t0,0 ")).toEqual({ type: "value", value: " 1,2\n 3,4\t0,0 " });
  expect(placesIn(" 1,2\n 3,4\t0,0 x ", places)).toEqual([[1, 2], [3, 4], [0, 0], null]);
});
