import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, loadProgram, problemsOf, reducedOf } from "../testing/load-program.ts";
import { queens } from "./queens.ts";

const { compute } = await loadProgram(jobOf(queens));

/** The boards as permutations of columns, each looked at whole. */
function countByPermutations(n: number, first: readonly number[]): number {
  if (first.length === n) {
    const isPeaceful = first.every((column, row) =>
      first.slice(0, row).every((other, above) => Math.abs(column - other) !== row - above),
    );
    return isPeaceful ? 1 : 0;
  }
  let count = 0;
  for (let column = 1; column <= n; column += 1) {
    if (!first.includes(column)) count += countByPermutations(n, [...first, column]);
  }
  return count;
}

describe("the counts", () => {
  // https://oeis.org/A000170
  test.each([
    [4, 2],
    [5, 10],
    [6, 4],
    [7, 40],
    [8, 92],
    [9, 352],
    [10, 724],
    [11, 2_680],
    [12, 14_200],
    [13, 73_712],
    [14, 365_596],
  ])("of %d queens are the known ones: %d, by any number of rows", async (n, count) => {
    for (const rows of n < 12 ? [1, 2, 3] : [2]) expect(await reducedOf(jobOf(queens, { n, rows }))).toBe(count);
  });

  test("of each branch are those of all permutations that begin so", () => {
    for (const { n, columns } of [
      { n: 6, columns: [2] },
      { n: 7, columns: [1, 3] },
      { n: 7, columns: [4, 4] },
      { n: 7, columns: [4, 5] },
      { n: 8, columns: [5, 2, 8] },
      { n: 8, columns: [] },
      { n: 6, columns: [2, 4, 6, 1, 3, 5] },
    ]) {
      const expected = new Set(columns).size === columns.length ? countByPermutations(n, columns) : 0;
      expect(compute({ n, columns })).toBe(expected);
    }
  });
});

describe("the form", () => {
  test("makes a task of each beginning in which no queen attacks another", () => {
    expect(inputsOf(jobOf(queens, { n: 4, rows: 2 }))).toEqual(
      [
        [1, 3],
        [1, 4],
        [2, 4],
        [3, 1],
        [4, 1],
        [4, 2],
      ].map((columns) => ({ n: 4, columns })),
    );
    expect(inputsOf(jobOf(queens, { n: 18, rows: 4 })).length).toBeLessThan(100_000);
  });

  test("names more rows than there are queens", () => {
    expect(problemsOf(queens, { n: 4, rows: 4 })).toEqual({ rows: "Must be below the number of queens." });
    expect(problemsOf(queens, { n: 5, rows: 4 })).toEqual({});
  });

  test("tells a task as its first queens", () => {
    const { view, title } = jobOf(queens, { n: 8 });
    expect(title).toBe("8 queens");
    expect(describerOf(view).describeTask({ n: 8, columns: [1, 5] })).toBe("8 queens that begin in the columns [1, 5]");
  });
});
