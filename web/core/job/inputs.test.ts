import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InputRecipe } from "./input-recipe.ts";
import type { InputSource } from "./input-source.ts";
import { openInputs } from "./inputs.ts";
import { foundIn, type Allowed, type Problem } from "./problem.ts";
import { problemsOf } from "./testing/problems-of.ts";

type RangeRecipe = Extract<InputRecipe, { type: "range" }>;

function mustBe(field: string, allowed: Allowed, value: unknown): Problem {
  return { field, wrong: { key: "must-be", allowed, found: foundIn(value) } };
}

function all(source: InputSource): readonly unknown[] {
  return Array.from({ length: source.total }, (_, index) => source.at(index));
}

/** One column of random numbers. */
function drawn(seed: number, smallest: number, largest: number, count = 10_000): readonly unknown[] {
  return all(openInputs({ type: "random", seed, count, columns: [{ smallest, largest }] }));
}

const recipe: fc.Arbitrary<InputRecipe> = fc.oneof(
  fc.record({
    type: fc.constant("range" as const),
    start: fc.integer(),
    step: fc.integer({ min: -9, max: 9 }),
    count: fc.nat(700),
  }),
  fc.record({
    type: fc.constant("random" as const),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
    count: fc.nat(700),
    columns: fc.array(
      fc.tuple(fc.integer(), fc.nat()).map(([smallest, span]) => ({ smallest, largest: smallest + span })),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({ type: fc.constant("list" as const), values: fc.array(fc.jsonValue()) }),
  fc.record({
    type: fc.constant("lines" as const),
    text: fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "é") }),
  }),
);

describe("inputs of every kind", () => {
  test("give the same input for the same index, whatever was read before and by whom", () => {
    fc.assert(
      fc.property(recipe, fc.array(fc.nat(), { maxLength: 50 }), (given, picks) => {
        const inOrder = all(openInputs(given));
        const source = openInputs(given);
        expect(source.total).toBe(inOrder.length);
        if (source.total === 0) return;
        for (const pick of picks) expect(source.at(pick % source.total)).toEqual(inOrder[pick % source.total]);
      }),
    );
  });

  test("refuse every index that there is no input for", () => {
    fc.assert(
      fc.property(recipe, (given) => {
        const source = openInputs(given);
        for (const index of [-1, source.total, 0.5, NaN, Infinity]) {
          expect(() => source.at(index)).toThrow(
            new RangeError(`there is no input ${index}: inputs go from 0 to ${source.total - 1}`),
          );
        }
      }),
    );
  });
});

describe("a range", () => {
  test("goes from its start by its step", () => {
    expect(all(openInputs({ type: "range", start: 5, step: -2, count: 4 }))).toEqual([5, 3, 1, -1]);
    expect(all(openInputs({ type: "range", start: 5, step: 1, count: 0 }))).toEqual([]);
  });

  test("may go as far as whole numbers are exact, and each value is then its own", () => {
    const start = Number.MAX_SAFE_INTEGER - 2;
    expect(all(openInputs({ type: "range", start, step: 1, count: 3 }))).toEqual([start, start + 1, start + 2]);
    expect(all(openInputs({ type: "range", start: -start, step: -2, count: 2 }))).toEqual([-start, -start - 2]);
  });

  const count: Allowed = { key: "whole-number", least: 0, most: 100_000_000 };

  test.each<[Pick<RangeRecipe, "start" | "step" | "count">, Problem]>([
    [{ start: NaN, step: 1, count: 1 }, mustBe("inputs.start", { key: "exact-number" }, NaN)],
    [{ start: 0.1, step: 1, count: 1 }, mustBe("inputs.start", { key: "exact-number" }, 0.1)],
    [{ start: 0, step: Infinity, count: 1 }, mustBe("inputs.step", { key: "exact-number" }, Infinity)],
    [{ start: 0, step: 1, count: -1 }, mustBe("inputs.count", count, -1)],
    [{ start: 0, step: 1, count: 1.5 }, mustBe("inputs.count", count, 1.5)],
    [{ start: 0, step: 1, count: NaN }, mustBe("inputs.count", count, NaN)],
    [{ start: 0, step: 1, count: 100_000_001 }, mustBe("inputs.count", count, 100_000_001)],
    [{ start: 0, step: 2 ** 52, count: 3 }, mustBe("inputs", { key: "exact-range" }, 2 ** 53)],
    [{ start: 2 ** 53 - 1, step: 1, count: 2 }, mustBe("inputs", { key: "exact-range" }, 2 ** 53)],
    // Its last number is near zero, and the way there is not exact.
    [{ start: -(2 ** 53 - 1), step: 2 ** 53 - 1, count: 3 }, mustBe("inputs", { key: "exact-range" }, 2 ** 53 - 1)],
  ])("of %j says what is wrong", (parts, problem) => {
    expect(problemsOf(() => openInputs({ type: "range", ...parts }))).toContainEqual(problem);
  });

  test("with several things wrong names each", () => {
    const problems = problemsOf(() => openInputs({ type: "range", start: NaN, step: NaN, count: NaN }));
    expect(problems.slice(0, 3).map(({ field }) => field)).toEqual(["inputs.start", "inputs.step", "inputs.count"]);
  });
});

describe("random inputs", () => {
  test("of one column are numbers, of several tuples", () => {
    const columns = [
      { smallest: 0, largest: 9 },
      { smallest: 5, largest: 5 },
    ];
    expect(drawn(1, 3, 3, 2)).toEqual([3, 3]);
    expect(openInputs({ type: "random", seed: 1, count: 1, columns }).at(0)).toEqual([expect.any(Number), 5]);
  });

  test("stay within their ends and reach both", () => {
    expect(new Set(drawn(7, -3, 3))).toEqual(new Set([-3, -2, -1, 0, 1, 2, 3]));
  });

  test("are uniform: no value of a hundred is far from its share in a hundred thousand", () => {
    const counts = new Map<unknown, number>();
    for (const value of drawn(11, 0, 99, 100_000)) counts.set(value, (counts.get(value) ?? 0) + 1);
    // 1,000 each, with a standard deviation of 31.
    for (let value = 0; value < 100; value += 1) {
      expect(counts.get(value)).toBeGreaterThan(1_000 - 5 * 31);
      expect(counts.get(value)).toBeLessThan(1_000 + 5 * 31);
    }
  });

  test("differ from task to task and from seed to seed", () => {
    const [first, second] = [drawn(1, 0, 1e15, 512), drawn(2, 0, 1e15, 512)];
    expect(new Set([...first, ...second]).size).toBe(1_024);
  });

  test("may have wide columns, whose values are exact whole numbers", () => {
    for (const value of drawn(3, 0, Number.MAX_SAFE_INTEGER, 1_000)) {
      expect(Number.isSafeInteger(value)).toBe(true);
    }
  });

  test("are the same in every version: a journaled job goes on with the inputs that it began with", () => {
    expect(drawn(7, 0, 10_000, 300).slice(254, 258)).toEqual([8471, 8764, 1890, 5857]);
  });

  const seed: Allowed = { key: "whole-number", least: 0, most: 4_294_967_295 };
  const wide = { smallest: -(2 ** 52), largest: 2 ** 52 };

  test.each<[object, Problem]>([
    [{ columns: [] }, mustBe("inputs.columns", { key: "columns" }, [])],
    [
      { columns: Array.from({ length: 17 }, () => wide) },
      { field: "inputs.columns", wrong: { key: "too-many", most: 16, found: 17 } },
    ],
    [
      { columns: [{ smallest: 2, largest: 1 }] },
      { field: "inputs.columns[0]", wrong: { key: "goes-down", from: 2, to: 1 } },
    ],
    [{ columns: [{ smallest: 0.5, largest: 1 }] }, mustBe("inputs.columns[0].smallest", { key: "exact-number" }, 0.5)],
    [
      { columns: [{ smallest: 0, largest: Infinity }] },
      mustBe("inputs.columns[0].largest", { key: "exact-number" }, Infinity),
    ],
    [
      { columns: [wide] },
      { field: "inputs.columns[0]", wrong: { key: "spans-too-far", from: wide.smallest, to: wide.largest } },
    ],
    [{ seed: -1 }, mustBe("inputs.seed", seed, -1)],
    [{ seed: 2 ** 32 }, mustBe("inputs.seed", seed, 2 ** 32)],
    [{ seed: NaN }, mustBe("inputs.seed", seed, NaN)],
    [{ count: -1 }, mustBe("inputs.count", { key: "whole-number", least: 0, most: 100_000_000 }, -1)],
  ])("of %j say what is wrong", (wrong, problem) => {
    const sound = { type: "random", seed: 1, count: 1, columns: [{ smallest: 0, largest: 1 }] } as const;
    expect(problemsOf(() => openInputs({ ...sound, ...wrong }))).toContainEqual(problem);
  });
});

describe("a list", () => {
  test("gives its values as they are", () => {
    const values = [1, "two", null, { three: [3] }];
    expect(all(openInputs({ type: "list", values }))).toEqual(values);
    expect(openInputs({ type: "list", values: [] }).total).toBe(0);
  });
});

describe("lines", () => {
  test.each([
    ["", []],
    ["\n", [""]],
    ["a", ["a"]],
    ["a\n", ["a"]],
    ["a\nb", ["a", "b"]],
    ["a\r\nb\r\n", ["a", "b"]],
    ["a\n\nb", ["a", "", "b"]],
    ["\n\n", ["", ""]],
    ["a\r\n\r\n", ["a", ""]],
    ["a\rb\r", ["a\rb\r"]],
    ["a\r\r\nb", ["a\r", "b"]],
  ])("of %j are %j", (text, lines) => {
    expect(all(openInputs({ type: "lines", text }))).toEqual(lines);
  });

  test("are those that were joined", () => {
    const line = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const text = lines.map((each) => each + end).join("");
        expect(all(openInputs({ type: "lines", text }))).toEqual(lines);
      }),
    );
  });
});
