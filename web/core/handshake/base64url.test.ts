import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "./base64url.ts";

test("text is as Node writes it and gives the bytes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64url(text, bytes.length)).toEqual(bytes);
    }),
  );
});

test.each([
  ["nothing", ""],
  ["one character too few", "A".repeat(21)],
  ["one character too many", "A".repeat(23)],
  ["many too many", "A".repeat(400)],
  ["a character of plain base64", `${"A".repeat(21)}+`],
  ["padding", `${"A".repeat(22)}==`],
  ["bits beyond the last byte", `${"A".repeat(21)}B`],
  ["a space", ` ${"A".repeat(21)}`],
  ["an emoji", `${"A".repeat(20)}😀`],
])("16 bytes are not read from %s", (_, text) => {
  expect(fromBase64url(text, 16)).toBeNull();
});

test("bytes are read from one text only", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.nat({ max: 8 }), (text, length) => {
      const bytes = fromBase64url(text, length);
      expect(bytes === null || toBase64url(bytes) === text).toBe(true);
    }),
  );
});
