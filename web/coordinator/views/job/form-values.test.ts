import { describe, expect, test } from "vitest";
import { foundIn, type Problem } from "../../../core/job/problem.ts";
import { squares } from "../../../workloads/squares/squares.ts";
import { inputsOf, problemsAtFields, readForm } from "./form-values.ts";

const values = { count: 10, smallest: 0, largest: 10_000, shortest: 0, longest: 3, seed: 1 };

describe("the workload's form", () => {
  test("gives back the values it was filled with", () => {
    expect(readForm(squares, inputsOf(values))).toEqual({ values, problems: {} });
  });

  test("names each wrong field and gives no values", () => {
    expect(readForm(squares, { ...inputsOf(values), count: "0", seed: "" })).toEqual({
      values: null,
      problems: {
        count: "Must be a whole number from 1 to 10,000,000.",
        seed: "Must be a whole number from 0 to 4,294,967,295.",
      },
    });
  });

  test("names a contradiction between fields that are right each by itself", () => {
    expect(readForm(squares, { ...inputsOf(values), smallest: "10001" })).toEqual({
      values: null,
      problems: { largest: "The largest number must not be below the smallest." },
    });
  });

  test("shows a refused definition at the fields that its parts come from, and leaves the rest to the page", () => {
    const empty = { key: "must-be", allowed: { key: "text", least: 1, most: 80 }, found: foundIn("") } as const;
    const refused: readonly Problem[] = [
      { field: "inputs.values[3]", wrong: { key: "cannot-travel", message: "it is too large" } },
      { field: "inputs", wrong: { key: "more-of-the-kind" } },
      { field: "title", wrong: empty },
      { field: "titles", wrong: empty },
      { field: "options.order", wrong: empty },
    ];
    const workload = { ...squares, originsOf: () => ({ inputs: "count", title: "seed" }) };
    expect(problemsAtFields(workload, values, refused)).toEqual({
      count:
        "inputs.values[3] cannot travel: it is too large. " +
        "inputs may hold more of the kind: the rest was not looked at.",
      seed: 'title must be text of 1 to 80 characters, got "".',
    });
    expect(problemsAtFields(squares, values, refused)).toEqual({});
  });
});
