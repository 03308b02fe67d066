import * as fc from "fast-check";
import { expect, test } from "vitest";
import { asciiJsonLength, toAsciiJson } from "./ascii-json.ts";

test("a character beyond ASCII and a mark of control are six bytes, a quote is two, others are one", () => {
  expect(["a", "€", "\u0001", '"', "é"].map((character) => asciiJsonLength(character))).toEqual([1, 6, 6, 2, 6]);
  expect(asciiJsonLength("🙂")).toBe(12);
  expect(asciiJsonLength("")).toBe(0);
});

test("a text takes as many bytes of a message as are counted for it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const without = toAsciiJson({ text: "", more: 1 }).length;
      expect(toAsciiJson({ text, more: 1 }).length).toBe(without + asciiJsonLength(text));
    }),
  );
});
