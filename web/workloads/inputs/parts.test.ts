import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cut, cuts } from "../../text/testing/cut.ts";
import { outputsOf } from "../../text/testing/stage-outputs.ts";
import { ByteParts } from "./byte-parts.ts";
import { LineParts } from "./line-parts.ts";
import { LineSplitting } from "../../text/line-splitting.ts";
import { TextParts } from "./text-parts.ts";

const lines = fc.array(
  fc.oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constant("")).filter((line) => !/[\r\n]/.test(line)),
);
const sizes = fc.integer({ min: 1, max: 60 });

/** Of lines with their ends. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(`${text}\n`).length;
}

function pairsOf(pieces: readonly string[]): string[] {
  return [...outputsOf(new LineParts(2), pieces)];
}

const ends = fc.array(fc.constantFrom("\n", "\r\n", "\r"), { minLength: 1 });

test("parts of so many lines have as many, but the last one, and all lines, however the text comes and its lines end", () => {
  fc.assert(
    fc.property(lines, ends, fc.boolean(), sizes, cuts, (given, kinds, isEnded, most, places) => {
      const endOf = (at: number): string => kinds[at % kinds.length] ?? "";
      const text = given.map((line, at) => (at === given.length - 1 && !isEnded ? line : line + endOf(at))).join("");
      const pieces = [...cut(text, places)];
      const parts = [...outputsOf(new LineParts(most), pieces)];
      expect(parts.flatMap((part) => part.split("\n"))).toEqual([...outputsOf(new LineSplitting(), pieces)]);
      for (const part of parts.slice(0, -1)) expect(part.split("\n")).toHaveLength(most);
    }),
    { numRuns: 1_000 },
  );
});

test("a line that is too long to travel is named, in whatever part it is and however it comes", () => {
  const piece = "x".repeat(16 * 1024 * 1024);
  expect(() => pairsOf(["a\nb\nc\n", piece, piece, piece, piece])).toThrow("line 4 has more than");
  expect(pairsOf([piece, piece, "\n", piece, piece])).toHaveLength(1);
});

test("parts of so many bytes have no more, unless one line alone has, and none has room for the next line", () => {
  fc.assert(
    fc.property(lines, sizes, (given, most) => {
      const parts = [...outputsOf(new TextParts(most), given)];
      expect(parts.flatMap((part) => part.split("\n"))).toEqual(given);
      for (const [at, part] of parts.entries()) {
        if (part.includes("\n")) expect(bytesOf(part)).toBeLessThanOrEqual(most);
        const next = parts[at + 1]?.split("\n", 1)[0];
        if (next !== undefined) expect(bytesOf(part) + bytesOf(next)).toBeGreaterThan(most);
      }
    }),
  );
});

test("parts of bytes are as large as each other, but the last one, and hold all bytes, however the file comes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), sizes, cuts, (bytes, size, places) => {
      const parts = [...outputsOf(new ByteParts(size), cut(bytes, places))];
      expect(parts.flatMap((part) => [...part])).toEqual([...bytes]);
      for (const part of parts.slice(0, -1)) expect(part).toHaveLength(size);
    }),
  );
});
