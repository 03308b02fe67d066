import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, cuts } from "../../text/testing/cut.ts";
import { outputsOf } from "../../text/testing/stage-outputs.ts";
import { findHeader, findSeparator } from "./csv-guess.ts";
import { CsvReading } from "./csv-reading.ts";
import { CsvInputs, numberOrText, type RowShape } from "./csv-inputs.ts";
import { chained } from "../../text/stage.ts";
import { WrongRow } from "./wrong-row.ts";

const lists: RowShape = { separator: ",", hasHeader: false, rowIs: "list", cellsAre: "texts" };
const objects: RowShape = { ...lists, hasHeader: true, rowIs: "object", cellsAre: "numbers" };

function rowsOf(text: string, shape: RowShape = lists, places: readonly number[] = []): readonly unknown[] {
  const stages = chained(new CsvReading(shape.separator), new CsvInputs(shape));
  return [...outputsOf(stages, cut(text, places))].map((row) => (row instanceof WrongRow ? row.what : row));
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

const cells = fc.oneof(
  fc.constantFrom("", " ", '"', '""', ",", "\n", "\r", "\r\n", "a,b", 'say "hi"', "ä😀", "007"),
  fc.string(),
);

describe("rows of a CSV", () => {
  test("come back as they were written, however the text is cut into pieces", () => {
    const tables = fc.integer({ min: 1, max: 4 }).chain((width) => {
      return fc.array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1 });
    });
    fc.assert(
      fc.property(
        tables,
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.constantFrom(",", ";", "\t"),
        cuts,
        (table, end, separator, places) => {
          const text = table.map((row) => row.map(quoted).join(separator)).join(end);
          expect(rowsOf(text, { ...lists, separator }, places)).toEqual(table);
        },
      ),
    );
  });

  test("are the same for any text whatsoever, however it is cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(cells), cuts, (parts, places) => {
        const text = parts.join("");
        expect(rowsOf(text, lists, places)).toEqual(rowsOf(text));
      }),
    );
  });

  test.each([
    [
      "without quotation marks, spaces and all",
      " a , b\nc,",
      [
        [" a ", " b"],
        ["c", ""],
      ],
    ],
    ["with quotation marks within a cell", '5",6', [['5"', "6"]]],
    ["of line ends of each kind, blank lines left out", "a\r\nb\n\n\rc\r\n", [["a"], ["b"], ["c"]]],
    ["with a quoted line end", '"a\r\nb",c\n', [["a\r\nb", "c"]]],
    ["with an empty quoted cell alone", '""\n', [[""]]],
  ])("%s", (_, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test.each([
    ["too few cells", "a,b\nc\nd,e", "line 2 has 1 cell instead of 2: c"],
    ["too many cells", "a\n\nb,c", "line 3 has 2 cells instead of 1: b,c"],
    ["text behind a quoted cell", '"a"b\nc', "line 1 has text behind the quotation marks of a cell: ab"],
    ["a quotation mark without its second one", 'a\n"b\nc', "line 2 has a quotation mark that is not closed: b\nc"],
    ["a wrong row behind quoted line ends", '"a\n\nb",c\nd', "line 4 has 1 cell instead of 2: d"],
  ])("that are wrong are named by line, reason and text: %s", (_, text, what) => {
    expect(rowsOf(text).filter((row) => typeof row === "string")).toEqual([what]);
  });

  test("become objects by the header, which is no input", () => {
    expect(rowsOf("name,n\na,1\nb,x", objects)).toEqual([
      { name: "a", n: 1 },
      { name: "b", n: "x" },
    ]);
    expect(rowsOf("a,b", { ...objects, hasHeader: false })).toEqual([{ 1: "a", 2: "b" }]);
    // The mark of the file's encoding, and what nobody could type in a program.
    expect(rowsOf('\uFEFFid\u200B,"a\nb"\n1,2', objects)).toEqual([{ id: 1, "a b": 2 }]);
    expect(Object.keys(Object(rowsOf("__proto__\n1", objects)[0]))).toEqual(["__proto__"]);
  });
});

test("a cell is a number only where nothing is lost by it", () => {
  for (const cell of ["0", "7", "-0.5", "1.50", "123456789012345"]) expect(numberOrText(cell)).toBe(Number(cell));
  for (const cell of ["", " 7", "007", "1e400", "1e5", "1,5", "+1", ".5", "5.", "NaN", "1234567890123456", "0x10"]) {
    expect(numberOrText(cell)).toBe(cell);
  }
});

test.each([
  ["a;b;c\n1,5;2;3", ";"],
  ["a\tb", "\t"],
  ["a|b", "|"],
  ["a;1,5", ";"],
  ['"a;b;c",d', ","],
  ["alone", ","],
  ["", ","],
])("the separator is found in the first row: %j", (text, separator) => {
  expect(findSeparator(text)).toBe(separator);
});

test.each([
  ["name,age\na,1", true],
  ["a,a\n1,2", false],
  ["name,\na,1", false],
  ["1,2\n3,4", false],
])("a header is names, all of them there and distinct: %j", (text, isHeader) => {
  expect(findHeader(text, ",")).toBe(isHeader);
});
