import type { JobDefinition } from "../../core/job/job-definition.ts";
import { maxTemplateLength, templateFlaw } from "../../core/job/template.ts";
import { maxSourceLength, maxTitleLength, maxUnitLength } from "../../core/wire/limits.ts";
import { say } from "../../words/say.ts";
import { textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { inputProblems, inputsOrigin, recipeOf, sourceOf } from "../inputs/chosen-inputs.ts";
import { inputFields, inputsShorthand } from "../inputs/input-fields.ts";
import { previewOf } from "../inputs/preview.ts";
import { optionsOf } from "../job-options.ts";
import { problemsInWords } from "../program/program-reading.ts";
import { readProgramText } from "../program/read-program-text.ts";
import type { ChosenOptions, FieldProblems, Workload } from "../workload.ts";
import example from "./example.js?raw";

/** A function of the person's own, called with each of their own inputs. */
export const own: Workload = {
  id: "own",
  title: "Your own function",
  explanation: "Calls a JavaScript function of yours with each input.",
  fields: [
    {
      kind: "code",
      name: "code",
      label: "Function",
      hint: "A module in JavaScript or TypeScript; its default export is called with one input. Runs in volunteers’ sandboxes, without network and imports.",
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
    {
      kind: "choice",
      name: "picture",
      label: "Picture",
      choices: [
        { id: "numbers", label: "values, task by task" },
        { id: "histogram", label: "how often each value came" },
        { id: "runtimes", label: "runtimes, task by task" },
        { id: "table", label: "none" },
      ],
      preset: "numbers",
    },
  ],
  shorthands: [inputsShorthand],
  originsOf: (values) => ({
    title: "title",
    unit: "unit",
    "program.source": "code",
    inputs: inputsOrigin(values),
    view: "task",
    "view.type": "picture",
  }),
  check(values): FieldProblems {
    const problems: Record<string, string> = { ...inputProblems(values) };
    const flaw = templateFlaw(textIn(values, "task"));
    if (flaw !== null) problems["task"] = `Is no template: ${say(flaw)}.`;
    return problems;
  },
  createJob: (values, chosen) => jobOf(values, chosen, textIn(values, "code")),
  async prepareJob(values, chosen) {
    const read = await readProgramText(textIn(values, "code"));
    if (read.type === "wrong") return { type: "wrong", problems: { code: problemsInWords(read.problems) } };
    return { type: "prepared", definition: jobOf(values, chosen, read.source), source: sourceOf(values) };
  },
  openSource: sourceOf,
  preview: previewOf,
};

function jobOf(values: FieldValues, chosen: ChosenOptions, source: string): JobDefinition {
  const task = textIn(values, "task");
  return {
    title: textIn(values, "title"),
    unit: textIn(values, "unit"),
    program: { language: "javascript", source, files: {} },
    inputs: recipeOf(values),
    shared: null,
    options: optionsOf(chosen),
    needs: [],
    view: { type: textIn(values, "picture"), input: null, task: task === "" ? null : task },
  };
}
