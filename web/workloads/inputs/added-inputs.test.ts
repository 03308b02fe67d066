import { expect, test } from "vitest";
import { presetsOf } from "../field.ts";
import { addedInputs } from "./added-inputs.ts";
import { recipeOf } from "./chosen-inputs.ts";

const presets = presetsOf(addedInputs.fields);

test("further inputs are of each kind but a file, and are refused where they are none or wrong", () => {
  const [given] = addedInputs.fields;
  expect(given?.kind === "choice" && given.choices.map(({ id }) => id)).toEqual(["list", "range", "random"]);
  expect(addedInputs.check(presets)).toEqual({ list: "There is no input." });
  expect(addedInputs.check({ ...presets, list: "1\n{" })).toEqual({
    list: expect.stringContaining("line 2 is no JSON"),
  });
  const values = { ...presets, list: "1\n2" };
  expect(addedInputs.check(values)).toEqual({});
  expect(recipeOf(values)).toEqual({ type: "list", values: [1, 2] });
  expect(addedInputs.originsOf?.({ ...values, given: "range" })).toEqual({ inputs: "to" });
});
