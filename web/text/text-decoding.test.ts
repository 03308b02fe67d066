import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineSplitting } from "./line-splitting.ts";
import { cut, cuts } from "./testing/cut.ts";
import { outputsOf } from "./testing/stage-outputs.ts";
import { chained } from "./stage.ts";
import { TextDecoding } from "./text-decoding.ts";

function bytesOf(text: string, encoding: "utf-8" | "utf-16le" | "utf-16be"): Uint8Array {
  if (encoding === "utf-8") return new TextEncoder().encode(text);
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let at = 0; at < text.length; at += 1) bytes.setUint16(2 * at, text.charCodeAt(at), encoding === "utf-16le");
  return new Uint8Array(bytes.buffer);
}

function linesOf(pieces: Iterable<Uint8Array>): Generator<string> {
  return outputsOf(chained(new TextDecoding(), new LineSplitting()), pieces);
}

/** A line end at the very end begins no further line. */
function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

const mark = "\uFEFF";
const texts = fc
  .array(
    fc.oneof(fc.constantFrom("\n", "\r", "\r\n", "", mark, "\uFFFD", "ä", "漢", "😀"), fc.string({ unit: "binary" })),
  )
  .map((parts) => parts.join(""));

describe("lines of a file", () => {
  test("are the same, however its bytes are cut into pieces", () => {
    fc.assert(
      fc.property(texts, cuts, fc.constantFrom("utf-8", "utf-16le", "utf-16be"), (text, places, encoding) => {
        const bytes = bytesOf(mark + text, encoding);
        expect([...linesOf(cut(bytes, places))]).toEqual(splitLines(text));
      }),
    );
  });

  test.each([
    ["a line end at the very end begins none", "a\nb\n", ["a", "b"]],
    ["a last one without an end is one", "a\nb", ["a", "b"]],
    ["ends of each kind, and empty ones", "a\r\nb\rc\n\r\n\n\rd", ["a", "b", "c", "", "", "", "d"]],
    ["nothing has none", "", []],
    ["spaces stay", " a \n\t", [" a ", "\t"]],
  ])("%s", (_, text, lines) => {
    expect([...linesOf([bytesOf(text, "utf-8")])]).toEqual(lines);
    expect(splitLines(text)).toEqual(lines);
  });

  test("without a mark are UTF-8, and a second mark is part of the text", () => {
    expect([...linesOf([bytesOf(`naïve\n${mark}`, "utf-8")])]).toEqual(["naïve", mark]);
  });
});

describe("bytes that are no text", () => {
  test("are named by their place and line, behind all lines before, however the bytes are cut", () => {
    fc.assert(
      fc.property(texts, texts, cuts, (before, after, places) => {
        const right = bytesOf(before, "utf-8");
        const bytes = new Uint8Array([...bytesOf(mark, "utf-8"), ...right, 0xff, ...bytesOf(after, "utf-8")]);
        const lines: string[] = [];
        const read = (): void => {
          for (const line of linesOf(cut(bytes, places))) lines.push(line);
        };
        const whole = splitLines(`${before}…`).slice(0, -1);
        const at = (right.length + 4).toLocaleString("en-US");
        expect(read).toThrow(`line ${whole.length + 1}: byte ${at} of the file is no UTF-8; save the file as UTF-8`);
        expect(lines).toEqual(whole);
      }),
    );
  });

  test.each([
    ["half a character at the end", [0x61, 0xc3], "byte 2 of the file is no UTF-8"],
    ["half a surrogate pair", [0xff, 0xfe, 0x00, 0xd8, 0x61, 0x00], "no UTF-16"],
    ["UTF-16 without a mark, its lower byte first", [0x61, 0x00, 0x0a, 0x00], "line 1: the file begins like UTF-16"],
    ["UTF-16 without a mark, its lower byte last", [0x00, 0x61, 0x00, 0x0a], "line 1: the file begins like UTF-16"],
    ["an odd byte at the end", [0xff, 0xfe, 0x61, 0x00, 0x61], "no UTF-16"],
  ])("as %s", (_, bytes, words) => {
    expect(() => [...linesOf([new Uint8Array(bytes)])]).toThrow(words);
  });
});
