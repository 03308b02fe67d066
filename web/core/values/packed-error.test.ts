import * as fc from "fast-check";
import { expect, test } from "vitest";
import { valueAt } from "./packed.ts";
import { describeThrown } from "./describe-thrown.ts";
import { packError, packTexts } from "./packed-error.ts";

test("an error with any texts is read back unchanged", () => {
  const text = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1, maxLength: 200 }));
  fc.assert(
    fc.property(fc.record({ name: text, message: text, stack: text }), (error) => {
      expect(describeThrown(valueAt(packError(error), 0))).toEqual(error);
    }),
  );
});

test("texts beyond 64 KiB are read back too", () => {
  const error = { name: "n", message: "ä".repeat(40_000), stack: "" };
  expect(valueAt(packError(error), 0)).toMatchObject(error);
});

test("texts are read back one by one", () => {
  const texts = ["error", "Full", "", "ä€"];
  const packed = packTexts(texts);
  expect(texts.map((_, at) => valueAt(packed, at))).toEqual(texts);
  expect(packed.ends).toHaveLength(texts.length);
});

test("half a character, where a text was cut, becomes a replacement character", () => {
  const error = { name: "n", message: "\u{1F600}".slice(0, 1), stack: "s" };
  expect(valueAt(packError(error), 0)).toMatchObject({ name: "n", message: "\ufffd", stack: "s" });
});
