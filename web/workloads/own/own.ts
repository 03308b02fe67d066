import { knownFeatures } from "../../core/job/known-features.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { maxTemplateLength, templateFlaw } from "../../core/job/template.ts";
import { maxSourceLength, maxTitleLength, maxUnitLength } from "../../core/wire/limits.ts";
import { sayJob } from "../../words/say-job.ts";
import { say } from "../../words/say.ts";
import { box } from "../card-paths.ts";
import { filesIn, textIn, truthIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { inputProblems, inputsOrigin, recipeOf, sourceOf } from "../inputs/chosen-inputs.ts";
import { inputFields, inputsShorthand } from "../inputs/input-fields.ts";
import { previewOf } from "../inputs/preview.ts";
import { value } from "../../core/result.ts";
import { optionsOf } from "../job-options.ts";
import { problemsInWords, type ProgramProblem } from "../program/program-reading.ts";
import { importedBytes } from "../program/imported-bytes.ts";
import { lookAlikes } from "../program/look-alikes.ts";
import type { ProgramWithModules } from "../program/read-modules.ts";
import { readProgramModules } from "../program/read-program-text.ts";
import type { CardShape, ChosenOptions, FieldProblems, Workload } from "../workload.ts";
import { exportNames, readExports, type ExportName, type ModuleExports } from "./module-exports.ts";
import example from "./example.js?raw";
import { examples } from "./examples.ts";
import { makeOwnBlobs, noBlobs, pickedFilesProblem } from "./own-blobs.ts";
import { ownModuleFiles } from "./own-files.ts";
import { views } from "./views.ts";

/** Of the picture: what the module exports as `view`, and values where it says nothing. */
const asModuleSays = "module";

/** A function of the person's own, called with each of their own inputs. */
export const own: Workload = {
  id: "own",
  title: "Your own function",
  explanation: "Calls a function of yours, in JavaScript or TypeScript, with each input.",
  card: {
    lesson: "Any pure function can be spread over a room: write one, try it on one input, start it.",
    effort: "up to you",
    picture: drawBrackets,
  },
  presets: [],
  fields: [
    {
      kind: "code",
      name: "code",
      label: "Function",
      hint: `A module in JavaScript or TypeScript; its default export is called with one input. It may also export inputs, title, unit, view, needs, shared, files, reduce, initial and until, which is given one result at a time, its task, and what reduce has made so far. Of a volunteer’s browser it may need ${knownFeatures.join(", ")}. It may import files of the job, ./helper.js or ./add.wasm. Runs in volunteers’ sandboxes, without network and packages.`,
      most: maxSourceLength,
      preset: example,
    },
    ...inputFields({ list: "27\n97\n871\n6171\n77031\n", hint: "Empty: what the module exports as inputs." }),
    {
      kind: "switch",
      name: "open",
      label: "More inputs may come later",
      hint: "The job stays open: add inputs while it runs, and seal it when all are there.",
      preset: false,
      shownWith: { given: ["list", "range", "random"] },
    },
    { kind: "text", name: "title", label: "Title", fewest: 0, most: maxTitleLength, preset: "Collatz steps" },
    { kind: "text", name: "unit", label: "One task is a", fewest: 0, most: maxUnitLength, preset: "start" },
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
      choices: [{ id: asModuleSays, label: "as the module says" }, ...views],
      preset: asModuleSays,
    },
    {
      kind: "files",
      name: "files",
      label: "Files for the function",
      hint: 'A task reads their bytes: task.file(name). The function imports modules and WebAssembly among them: import { f } from "./helper.js", import module from "./add.wasm". Sent once to each volunteer.',
    },
  ],
  shorthands: [inputsShorthand],
  examples: [{ id: "collatz", title: "Count the steps of a sequence", loadValues: async () => ({}) }, ...examples],
  originsOf: (values) => ({
    title: "title",
    unit: "unit",
    "program.source": "code",
    "program.files": "files",
    shared: "code",
    blobs: "files",
    inputs: inputsOrigin(values),
    view: "task",
    "view.type": "picture",
    needs: "code",
  }),
  check: (values) => fieldProblems(values, (name) => mayExport(values, name)),
  createJob: (values, chosen) => jobOf(values, chosen, textIn(values, "code")),
  async prepareJob(values, chosen, runTrial, brought) {
    const picked = filesIn(values, "files");
    const unread = pickedFilesProblem(picked);
    if (unread !== null) return { type: "wrong", problems: { files: unread } };
    const files = ownModuleFiles(picked, brought);
    const read = await readProgramModules(textIn(values, "code"), files);
    if (read.type === "wrong") return { type: "wrong", problems: { code: problemsInWords(read.problems) } };
    const problems = fieldProblems(values, (name) => read.names.has(name));
    if (Object.keys(problems).length > 0) return { type: "wrong", problems };
    const open = exportNames.filter((name) => isLeftOpen(values, name) && read.names.has(name));
    const modules = await importedBytes(read, files);
    const exported =
      open.length === 0 ? value(nothing) : await readExports({ ...read, files: modules }, open, runTrial);
    if (exported.type === "problem") return { type: "wrong", problems: { code: `${sayJob(exported.problem)}.` } };
    const both = [...modules.keys()].find((name) => exported.value.files?.has(name));
    if (both !== undefined)
      return { type: "wrong", problems: { code: `${sayJob({ key: "module-file-imported", name: both })}.` } };
    const alike = likeImportsOf(exported.value.files ?? new Map(), read);
    if (alike.length > 0) return { type: "wrong", problems: { code: problemsInWords(alike) } };
    const made = await makeOwnBlobs(exported.value, picked, modules);
    if (made.type === "problem") return { type: "wrong", problems: { files: made.problem } };
    const definition = jobOf(values, chosen, read.source, exported.value, made.value);
    const { blobs } = made.value;
    return { type: "prepared", definition, source: sourceOf(values), staysOpen: truthIn(values, "open"), blobs };
  },
  openSource: sourceOf,
  preview: previewOf,
};

/** A function, by its braces and what is between them. */
function drawBrackets(): readonly CardShape[] {
  return [
    { tone: "strong", isLine: true, path: "M46 20q-12 0 -12 10v7q0 8 -9 8q9 0 9 8v7q0 10 12 10" },
    { tone: "strong", isLine: true, path: "M114 20q12 0 12 10v7q0 8 9 8q-9 0 -9 8v7q0 10 -12 10" },
    { tone: "middle", path: box(56, 30, 34, 6) },
    { tone: "warm", path: box(62, 42, 22, 6) },
    { tone: "soft", path: box(88, 42, 14, 6) },
    { tone: "middle", path: box(56, 54, 24, 6) },
  ];
}

const nothing: ModuleExports = {};

/** What reads like an import of a file that the module exports, and imports none of them: they are files of the job as well. */
function likeImportsOf(
  exported: ReadonlyMap<string, unknown>,
  { source, modules }: Pick<ProgramWithModules, "source" | "modules">,
): readonly ProgramProblem[] {
  const found = [...lookAlikes(source, [], exported)];
  for (const [file, text] of modules) {
    for (const problem of lookAlikes(text, [], exported)) found.push({ ...problem, file });
  }
  return found;
}

/** `isExported`: whether the module says it, where the form leaves it empty. */
function fieldProblems(values: FieldValues, isExported: (name: ExportName) => boolean): FieldProblems {
  const mayBeNone = isLeftOpen(values, "inputs") && (isExported("inputs") || truthIn(values, "open"));
  const problems: Record<string, string> = mayBeNone ? {} : { ...inputProblems(values) };
  if (textIn(values, "title") === "" && !isExported("title")) problems["title"] = "Must not be empty.";
  const flaw = templateFlaw(textIn(values, "task"));
  if (flaw !== null) problems["task"] = `Is no template: ${say(flaw)}.`;
  const wrongFiles = pickedFilesProblem(filesIn(values, "files"));
  if (wrongFiles !== null) problems["files"] = wrongFiles;
  return problems;
}

/** What the form leaves to the module. */
function isLeftOpen(values: FieldValues, name: ExportName): boolean {
  switch (name) {
    case "inputs":
      return textIn(values, "given") === "list" && textIn(values, "list").trim() === "";
    case "title":
    case "unit":
      return textIn(values, name).trim() === "";
    case "view":
      return textIn(values, "picture") === asModuleSays;
    case "needs":
    case "shared":
    case "files":
      return true;
  }
}

/**
 * Whether the program may say it by itself. Only its parser knows, and is asked before the start; a form that waited for it
 * would flicker at each key. Goes through the text once, which may be long.
 */
function mayExport(values: FieldValues, name: ExportName): boolean {
  const named = new RegExp(`\\b${name}\\b`);
  return textIn(values, "code")
    .split(";")
    .some((part) => {
      const at = part.search(/\bexport\b/);
      return at >= 0 && named.test(part.slice(at));
    });
}

/** What is `exported` stands where the form is left empty. */
function jobOf(
  values: FieldValues,
  chosen: ChosenOptions,
  source: string,
  exported: ModuleExports = {},
  { shared, files } = noBlobs,
): JobDefinition {
  const task = textIn(values, "task");
  const picture = textIn(values, "picture");
  const type = picture === asModuleSays ? (exported.view ?? "numbers") : picture;
  return {
    title: exported.title ?? textIn(values, "title"),
    unit: exported.unit ?? (textIn(values, "unit") || "input"),
    program: { language: "javascript", source, files },
    inputs: exported.inputs ?? recipeOf(values),
    shared,
    options: optionsOf(chosen),
    needs: exported.needs ?? [],
    view: {
      type,
      input: null,
      task: task === "" ? null : task,
      ...(type === "tiles" ? { part: "pixels" } : {}),
    },
  };
}
