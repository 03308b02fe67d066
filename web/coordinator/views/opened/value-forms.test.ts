import * as fc from "fast-check";
import { expect, test } from "vitest";
import { unread } from "../../../core/values/glance.ts";
import { beginningOf, formOf, hexDump, indented } from "./value-forms.ts";

test("a text is shown as it is, a short value in one line, a long one with a line for each part", () => {
  expect(formOf("a\nb")).toEqual({ type: "text", text: "a\nb" });
  expect(formOf([1, { two: -0 }])).toEqual({ type: "text", text: '[1,{"two":-0}]' });
  const long = formOf({ words: Array.from({ length: 3 }, () => "x".repeat(30)), none: [], nothing: {} });
  const text = `"${"x".repeat(30)}"`;
  expect(long).toEqual({
    type: "text",
    text: `{\n  "words": [\n    ${text},\n    ${text},\n    ${text}\n  ],\n  "none": [],\n  "nothing": {}\n}`,
  });
});

test("lines and blanks between its parts are all that a long value gains, whatever is in its texts", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      expect(JSON.parse(indented(json))).toEqual(JSON.parse(json));
    }),
  );
});

test("of a value whose beginning alone was read, the JSON ends where that does", () => {
  expect(formOf([1, "two", unread])).toEqual({ type: "text", text: '[1,"two",…]' });
  expect(formOf(unread)).toEqual({ type: "text", text: "…" });
});

test("bytes are bytes, and a picture by its first bytes", () => {
  const png = Uint8Array.from({ length: 24 }, (_, at) => (at === 19 || at === 23 ? 9 : 0));
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(formOf(png)).toEqual({ type: "image", mime: "image/png", bytes: png });
  expect(formOf(png.buffer)).toEqual({ type: "image", mime: "image/png", bytes: png });
  const huge = png.slice();
  huge.set([1, 0, 0, 0, 1], 16);
  expect(formOf(huge)).toEqual({ type: "bytes", bytes: huge });
  const other = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(formOf(other)).toEqual({ type: "bytes", bytes: Uint8Array.of(2, 3) });
  expect(formOf(Float64Array.of(1))).toMatchObject({ type: "text" });
});

test("bytes are written in lines of sixteen, with their places and what is text", () => {
  const bytes = Uint8Array.from({ length: 18 }, (_, at) => 0x40 + at);
  expect(hexDump(bytes)).toBe(
    "00000000  40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO\n" +
      `00000010  50 51${" ".repeat(42)}  PQ`,
  );
});

test("the beginning of a text ends with no half of a character", () => {
  expect(beginningOf("ab😀", 3)).toBe("ab");
  expect(beginningOf("ab😀", 4)).toBe("ab😀");
});
