import { expect, test } from "vitest";
import { presetsOf, type FieldValues } from "../field.ts";
import { pickedFile } from "../testing/picked-file.ts";
import { inputFields } from "./input-fields.ts";
import { previewOf, type InputPreview } from "./preview.ts";

function previewed(values: FieldValues): InputPreview | null {
  return previewOf({ ...presetsOf(inputFields({ list: "" })), ...values });
}

test("a CSV shows its columns, their types, and its first rows as they are read", () => {
  const list = "id,name,n\n007,a,1\n8,,2\n";
  expect(previewed({ format: "csv", list })).toEqual({
    field: "list",
    about: "2 inputs. Separated by comma; the first row is a header; each row is an object; blank lines are left out.",
    columns: [
      { name: "id", type: "number or text" },
      { name: "name", type: "text" },
      { name: "n", type: "number" },
    ],
    rows: [
      ['"007"', '"a"', "1"],
      ["8", '""', "2"],
    ],
  });
  const asLists = previewed({ format: "csv", row: "list", header: "no", cells: "texts", list });
  expect(asLists?.about).toContain("the first row is an input; each row is a list");
  expect(asLists?.columns).toEqual(["1", "2", "3"].map((name) => ({ name, type: "text" })));
  expect(asLists?.rows[0]).toEqual(['"id"', '"name"', '"n"']);
});

test("other inputs have one column, with five rows at most", () => {
  const mixed = previewed({ list: '1\n"a"\n[2]\nnull\ntrue\n{"b": 1}' });
  expect(mixed?.columns).toEqual([{ name: "input", type: "boolean or list or null or number or object or text" }]);
  expect(mixed?.rows).toEqual([["1"], ['"a"'], ["[2]"], ["null"], ["true"]]);
  expect(previewed({ format: "bytes", part: 1, list: "ab" })?.rows).toEqual([["Uint8Array [97, 98]"]]);
});

test("a large file shows its first inputs, its size and its encoding", () => {
  const file = { ...pickedFile("a.txt", Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0a, 0, 0x62, 0)), size: 3_000_000 };
  expect(previewed({ given: "file", format: "lines", file })).toEqual({
    field: "file",
    about: "The first inputs of 3.0 MB in UTF-16. Each line is a text, with its spaces; blank lines are inputs, too.",
    columns: [{ name: "input", type: "text" }],
    rows: [['"a"']],
  });
});

test("what is wrong, and what no text gives, has none", () => {
  for (const values of [{ list: "x" }, { list: "" }, { given: "range" }, { given: "file" }]) {
    expect(previewed(values)).toBeNull();
  }
});
