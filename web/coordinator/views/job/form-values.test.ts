import { describe, expect, test } from "vitest";
import { squares } from "../../../workloads/squares.ts";
import { readForm, textsOf } from "./form-values.ts";

const values = { count: 10, smallest: 0, largest: 10_000, shortest: 0, longest: 3, seed: 1 };

describe("the workload's form", () => {
  test("gives back the values it was filled with", () => {
    expect(readForm(squares, textsOf(values))).toEqual({ values, problems: {} });
  });

  test("names each wrong field and gives no values", () => {
    expect(readForm(squares, { ...textsOf(values), count: "0", seed: "" })).toEqual({
      values: null,
      problems: {
        count: "Must be a whole number from 1 to 10,000,000.",
        seed: "Must be a whole number from 0 to 4,294,967,295.",
      },
    });
  });

  test("names a contradiction between fields that are right each by itself", () => {
    expect(readForm(squares, { ...textsOf(values), smallest: "10001" })).toEqual({
      values: null,
      problems: { largest: "The largest number must not be below the smallest." },
    });
  });
});
