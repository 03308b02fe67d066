import { maxTemplateLength, templateFlaw } from "../../core/job/template.ts";
import { maxSourceLength, maxTitleLength, maxUnitLength } from "../../core/wire/limits.ts";
import { say } from "../../words/say.ts";
import { textIn } from "../field-values.ts";
import { inputProblems, inputsOrigin, recipeOf, sourceOf } from "../inputs/chosen-inputs.ts";
import { inputFields, inputsShorthand } from "../inputs/input-fields.ts";
import { optionsOf } from "../job-options.ts";
import type { FieldProblems, Workload } from "../workload.ts";
import example from "./example.js?raw";

/** A module without one loads nowhere; whether the rest is right, the first volunteer's sandbox says. */
const defaultExport = /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/;

/** A function of the person's own, called with each of their own inputs. */
export const own: Workload = {
  id: "own",
  title: "Your own function",
  explanation: "Calls a JavaScript function of yours with each input.",
  fields: [
    {
      kind: "code",
      name: "code",
      label: "Module",
      hint: "JavaScript without imports; its default export is called with one input. Runs in volunteers’ sandboxes, without network.",
      most: maxSourceLength,
      preset: example,
    },
    ...inputFields({ list: "27\n97\n871\n6171\n77031\n" }),
    { kind: "text", name: "title", label: "Title", fewest: 1, most: maxTitleLength, preset: "Collatz steps" },
    { kind: "text", name: "unit", label: "One task is a", fewest: 1, most: maxUnitLength, preset: "start" },
    {
      kind: "text",
      name: "task",
      label: "A task in words",
      hint: "{} is the input, {0} an element of a list, {name} a property. Empty: the input itself.",
      fewest: 0,
      most: maxTemplateLength,
      preset: "",
    },
  ],
  shorthands: [inputsShorthand],
  originsOf: (values) => ({
    title: "title",
    unit: "unit",
    "program.source": "code",
    inputs: inputsOrigin(values),
    view: "task",
  }),
  check(values): FieldProblems {
    const problems: Record<string, string> = { ...inputProblems(values) };
    if (!defaultExport.test(textIn(values, "code"))) {
      problems["code"] = "The module has no default export: write “export default function (input) { … }”.";
    }
    const flaw = templateFlaw(textIn(values, "task"));
    if (flaw !== null) problems["task"] = `Is no template: ${say(flaw)}.`;
    return problems;
  },
  createJob(values, chosen) {
    const task = textIn(values, "task");
    return {
      title: textIn(values, "title"),
      unit: textIn(values, "unit"),
      program: { language: "javascript", source: textIn(values, "code"), files: {} },
      inputs: recipeOf(values),
      shared: null,
      options: optionsOf(chosen),
      needs: [],
      view: { type: "table", input: null, task: task === "" ? null : task },
    };
  },
  openSource: sourceOf,
};
