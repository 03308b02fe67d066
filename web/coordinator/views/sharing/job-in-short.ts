import { defaultJobOptions } from "../../../core/job/job.ts";
import type { JobDefinition } from "../../../core/job/job-definition.ts";
import type { InputRecipe } from "../../../core/job/input-recipe.ts";
import type { Presentation } from "../../../core/job/presentation.ts";
import { openInputs } from "../../../core/job/inputs.ts";
import { describerOf } from "../../../core/job/describer.ts";
import type { WholeJob } from "../../../room/jobs/job-material.ts";
import { formatBytes, formatCount, formatPlural } from "../../../words/format.ts";
import { optionFields, optionPresets, textsOfOptions } from "../../option-fields.ts";

/** Inputs that are shown of a list. */
const mostShown = 5;

/** `1,000 numbers from 1 to 1,000`; `5 inputs: 27, 97, 871, …` */
export function inputsInShort({ inputs, view }: JobDefinition): string {
  switch (inputs.type) {
    case "range": {
      const { start, step, count } = inputs;
      const by = step === 1 ? "" : `, by ${formatCount(step)}`;
      return `${formatPlural(count, "number")} from ${formatCount(start)} to ${formatCount(start + (count - 1) * step)}${by}`;
    }
    case "random": {
      const spans = inputs.columns.map(
        ({ smallest, largest }) => `${formatCount(smallest)} to ${formatCount(largest)}`,
      );
      const what = spans.length === 1 ? "random number" : "list of random numbers";
      const many = spans.length === 1 ? "random numbers" : "lists of random numbers";
      return `${formatPlural(inputs.count, what, many)} from ${spans.join(", and ")}; seed ${inputs.seed}`;
    }
    case "stream": {
      const { file } = inputs;
      if (file === undefined) return "from a program that is not here";
      const { format = "as it is", ...further } = file.reading;
      const how = [`as ${format}`, ...Object.entries(further).map(([name, text]) => `${name} ${text}`)].join(", ");
      return `from the file ${file.name} (${formatBytes(file.bytes)}), read ${how}`;
    }
    case "open":
      return "none yet: they are added while it runs";
    case "list":
    case "packed":
    case "lines":
      return listInShort(inputs, view);
  }
}

function listInShort(inputs: InputRecipe, view: Presentation): string {
  try {
    const source = openInputs(inputs);
    const { total } = source;
    const describer = describerOf({ ...view, task: null });
    const shown = Array.from({ length: Math.min(total, mostShown) }, (_, at) =>
      describer.describeInput(source.look(at)),
    );
    return `${formatPlural(total, "input")}: ${shown.join(", ")}${total > mostShown ? ", …" : ""}`;
  } catch {
    // Encoded values are read only here: those that are damaged must not take the page with them.
    return "unreadable";
  }
}

/** The options that are not as usual, by the labels of their fields; empty where all are. */
export function optionsInShort({ options }: JobDefinition): string {
  const texts = textsOfOptions(options);
  const said = optionFields.flatMap((field) => {
    const text = texts[field.name];
    if (text === optionPresets[field.name]) return [];
    const label = field.label.toLowerCase();
    if (field.type === "number") return [`${label} ${text}${field.unit === undefined ? "" : ` ${field.unit}`}`];
    if (field.type === "precision") return [`${label} ${text}`];
    return [`${label} ${field.choices.find(({ id }) => id === text)?.label ?? text}`];
  });
  const seed = options.seed === defaultJobOptions.seed ? [] : [`seed ${options.seed}`];
  const once = options.atMostOnce === true ? ["each task at most once"] : [];
  return [...said, ...seed, ...once].join(", ");
}

/** What of a job has no field in the form of one's own function, in words. */
export function beyondForm({ definition }: WholeJob): readonly string[] {
  const { shared, program, needs, options, view } = definition;
  const files = Object.entries(program.files).map(([name, { bytes }]) => `the file ${name} (${formatBytes(bytes)})`);
  return [
    ...(shared === null ? [] : [`a shared value of ${formatBytes(shared.bytes)}`]),
    ...files,
    ...(needs.length === 0 ? [] : [`the need of ${needs.join(", ")}`]),
    ...(options.seed === defaultJobOptions.seed ? [] : [`the seed ${options.seed} of its tasks’ random numbers`]),
    ...(options.atMostOnce === true ? ["the rule that each of its tasks is executed at most once"] : []),
    ...(view.input === null ? [] : [`its words for an input, “${view.input}”`]),
  ];
}
