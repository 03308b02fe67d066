import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packAll, valueAt } from "../values/packed.ts";
import { hasLarge, putLarge, takeLarge } from "./inputs-apart.ts";
import { largeInputBytes } from "./pieces.ts";

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}

test("large inputs are taken apart from the others, which keep their places, and put together they are as before", () => {
  const sizes = fc.array(fc.oneof(fc.nat(40), fc.integer({ min: largeInputBytes, max: largeInputBytes + 40 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(sizes, (all) => {
      const inputs = packAll(all.map((size, at) => new Uint8Array(size).fill(at + 1)));
      const { rest, large } = takeLarge(inputs);
      expect(large.length > 0).toBe(hasLarge(inputs));
      expect(hasLarge(rest)).toBe(false);
      for (const { at } of large) expect(valueAt(rest, at)).toBeNull();
      const whole = putLarge(rest, large);
      expect(whole.ends).toEqual(inputs.ends);
      expect(sameBytes(whole.bytes, inputs.bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
