import { expect, test } from "vitest";
import { presetsOf } from "../field.ts";
import { addedInputsForm } from "./added-inputs-form.ts";
import { recipeOf } from "./chosen-inputs.ts";

const presets = presetsOf(addedInputsForm.fields);

test("further inputs are of each kind but a file, and are refused where they are none or wrong", () => {
  const [given] = addedInputsForm.fields;
  expect(given?.kind === "choice" && given.choices.map(({ id }) => id)).toEqual(["list", "range", "random"]);
  expect(addedInputsForm.check(presets)).toEqual({ list: "There is no input." });
  expect(addedInputsForm.check({ ...presets, list: "1\n{" })).toEqual({
    list: expect.stringContaining("line 2 is no JSON"),
  });
  const values = { ...presets, list: "1\n2" };
  expect(addedInputsForm.check(values)).toEqual({});
  expect(recipeOf(values)).toEqual({ type: "list", values: [1, 2] });
  expect(addedInputsForm.originsOf?.({ ...values, given: "range" })).toEqual({ inputs: "to" });
});
