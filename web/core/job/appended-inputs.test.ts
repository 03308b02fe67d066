import { array, assert, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { packAll, valueAt } from "../values/packed.ts";
import { AppendedInputs } from "./appended-inputs.ts";

test("inputs that came in any chunks are read in their order", () => {
  assert(
    property(array(nat({ max: 5_000 }), { maxLength: 8 }), (sizes) => {
      const inputs = new AppendedInputs();
      let next = 0;
      for (const size of sizes) {
        inputs.append(packAll(Array.from({ length: size }, (_, at) => `line ${next + at}`)));
        next += size;
      }
      expect(inputs.total).toBe(next);
      for (const index of [0, 1, Math.floor(next / 2), next - 1]) {
        if (index < 0 || index >= next) continue;
        expect([inputs.at(index), inputs.look(index)]).toEqual([`line ${index}`, `line ${index}`]);
      }
      const all = inputs.toPacked();
      expect(all.ends).toHaveLength(next);
      if (next > 0) expect(valueAt(all, next - 1)).toBe(`line ${next - 1}`);
    }),
    { numRuns: 30 },
  );
});

test("an input that is not there, or not yet, is refused by its number", () => {
  const inputs = new AppendedInputs([packAll([1, 2])]);
  for (const index of [2, -1, 0.5]) expect(() => inputs.at(index)).toThrow(`there is no input ${index}`);
  inputs.append(packAll([3]));
  expect(inputs.at(2)).toBe(3);
});
