import { beforeEach, expect, test } from "vitest";
import { presetsOf } from "../../../workloads/field.ts";
import { own } from "../../../workloads/own/own.ts";
import { squares } from "../../../workloads/squares/squares.ts";
import { optionPresets } from "../../option-fields.ts";
import { inputsOf } from "./form-values.ts";
import { keepDraft, startingTexts, type FormPresets, type FormTexts } from "./kept-draft.ts";

const plain: FormPresets = { values: presetsOf(own.fields), options: optionPresets, startsByItself: false };

function typed(texts: FormTexts, code: string, limit: string): FormTexts {
  return { ...texts, inputs: { ...texts.inputs, code }, options: { ...texts.options, limit } };
}

beforeEach(() => {
  localStorage.clear();
  keepDraft(own, typed(startingTexts(own, plain), "export default () => 1;", "7"));
});

test("a draft comes back with its options", () => {
  expect(startingTexts(own, plain)).toMatchObject({
    inputs: { code: "export default () => 1;", title: "Collatz steps" },
    options: { ...optionPresets, limit: "7" },
  });
});

test("an untouched form is its first example, a draft what it was kept as, and what an address fills in is none", () => {
  const touched = startingTexts(own, plain);
  expect(touched).toMatchObject({ from: "collatz", name: "" });
  keepDraft(own, { ...touched, from: "kept:mine", name: "mine" });
  expect(startingTexts(own, plain)).toMatchObject({ from: "kept:mine", name: "mine" });
  keepDraft(own, { ...touched, from: "", name: "mine" });
  expect(startingTexts(own, plain)).toMatchObject({ from: "", name: "mine" });
  expect(startingTexts(own, { ...plain, values: { ...plain.values, code: "export default () => 2;" } })).toMatchObject({
    from: "",
  });
  localStorage.clear();
  expect(startingTexts(own, plain)).toMatchObject({ from: "collatz" });
});

test.each<[string, FormPresets]>([
  ["a program", { ...plain, values: { ...plain.values, code: "export default () => 2;" } }],
  ["an option", { ...plain, options: { ...optionPresets, batch: "2" } }],
  ["a start without a click", { ...plain, startsByItself: true }],
])("an address with %s shows its own, and what is typed there leaves the draft alone", (_, presets) => {
  const texts = startingTexts(own, presets);
  expect(texts).toMatchObject({ inputs: inputsOf(presets.values), options: presets.options });
  keepDraft(own, typed(texts, "export default () => 3;", "8"));
  expect(startingTexts(own, plain)).toMatchObject({
    inputs: { code: "export default () => 1;" },
    options: { limit: "7" },
  });
});

test("a workload without a program keeps nothing, and takes no options of another one", () => {
  const values = presetsOf(squares.fields);
  const texts = startingTexts(squares, { ...plain, values });
  expect(texts.options).toEqual(optionPresets);
  keepDraft(squares, { ...texts, options: { ...optionPresets, limit: "9" } });
  expect(startingTexts(squares, { ...plain, values })).toEqual(texts);
});
