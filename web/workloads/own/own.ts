import type { InputRecipe } from "../../core/job/input-recipe.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { maxTemplateLength, templateFlaw } from "../../core/job/template.ts";
import { maxSourceLength, maxTitleLength, maxUnitLength } from "../../core/wire/limits.ts";
import { say } from "../../words/say.ts";
import { fileIn, textIn, truthIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { JsonLines, readJson, wrongLine } from "../inputs/json-lines.ts";
import { splitLines } from "../inputs/line-splitting.ts";
import { Passages } from "../inputs/passages.ts";
import { optionsOf } from "../job-options.ts";
import { problemsInWords } from "../program/program-reading.ts";
import { readProgramText } from "../program/read-program-text.ts";
import { fileProblem, lineFields, linesOrigin, streamLines, type OpenLines } from "../text-lines.ts";
import type { ChosenOptions, FieldProblems, Workload } from "../workload.ts";
import example from "./example.js?raw";

/** Wrong lines that are named: further ones would say the same. */
const mostNamed = 3;

interface TypedValues {
  readonly values: readonly unknown[];
  /** `line 3 is no JSON value: …` */
  readonly problems: readonly string[];
}

/** One value for each line that is not blank. */
function readTyped(text: string): TypedValues {
  const values: unknown[] = [];
  const problems: string[] = [];
  for (const [at, line] of splitLines(text).entries()) {
    if (line.trim() === "") continue;
    const read = readJson(line);
    if (read.type === "value") values.push(read.value);
    else problems.push(wrongLine(at + 1, line, read.problem));
    if (problems.length >= mostNamed) break;
  }
  return { values, problems };
}

function inputsOf(values: FieldValues): InputRecipe {
  if (fileIn(values, "file") !== null) return { type: "stream" };
  const text = textIn(values, "inputs");
  return truthIn(values, "json") ? { type: "list", values: readTyped(text).values } : { type: "lines", text };
}

/** What becomes of a file's lines. */
function openLines(values: FieldValues): OpenLines {
  return () => (truthIn(values, "json") ? new JsonLines() : new Passages(1));
}

function inputProblem(values: FieldValues): string | null {
  const file = fileIn(values, "file");
  if (file !== null) return fileProblem(file, openLines(values), noInput);
  const text = textIn(values, "inputs");
  if (!truthIn(values, "json")) return text === "" ? noInput : null;
  const { values: found, problems } = readTyped(text);
  if (problems.length > 0) return `Each line must be one JSON value, such as 7, "a" or [1, 2]: ${problems.join("; ")}.`;
  return found.length === 0 ? noInput : null;
}

const noInput = "There is no input: it takes one line for each.";

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
    ...lineFields({
      typed: { name: "inputs", label: "Inputs", hint: "One on each line.", preset: "27\n97\n871\n6171\n77031\n" },
      file: {
        name: "file",
        label: "Or a file",
        hint: "Its lines take the place of those above. Read while the job runs.",
      },
    }),
    { kind: "switch", name: "json", label: "Each line is a JSON value", hint: "Otherwise it is a text.", preset: true },
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
  originsOf: (values) => ({
    title: "title",
    unit: "unit",
    "program.source": "code",
    inputs: linesOrigin(values, "inputs", "file"),
    view: "task",
    "view.type": "picture",
  }),
  check(values): FieldProblems {
    const problems: Record<string, string> = {};
    const inputs = inputProblem(values);
    if (inputs !== null) problems[linesOrigin(values, "inputs", "file")] = inputs;
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
};

function sourceOf(values: FieldValues): InputStream | null {
  return streamLines(fileIn(values, "file"), openLines(values));
}

function jobOf(values: FieldValues, chosen: ChosenOptions, source: string): JobDefinition {
  const task = textIn(values, "task");
  return {
    title: textIn(values, "title"),
    unit: textIn(values, "unit"),
    program: { language: "javascript", source, files: {} },
    inputs: inputsOf(values),
    shared: null,
    options: optionsOf(chosen),
    needs: [],
    view: { type: textIn(values, "picture"), input: null, task: task === "" ? null : task },
  };
}
