import { cutWords, shownValue } from "../values/shown-value.ts";
import type { Presentation } from "./presentation.ts";
import { fillTemplate, type Template } from "./template.ts";

/** Puts a job's tasks and results in words: texts of a few hundred characters at most, for any values whatsoever. */
export interface Describer {
  /** `8399` */
  describeInput(input: unknown): string;
  /** `8399 * 8399` */
  describeTask(input: unknown): string;
  /** A text as it is, `8399 * 8399 = 70543201`; any other value as a value, unless the job has words for it. */
  describeResult(value: unknown, input: unknown): string;
}

export function describerOf({
  input: inputTemplate,
  task: taskTemplate,
  result: resultTemplate,
}: Omit<Presentation, "type">): Describer {
  return {
    describeInput: (input) => filledOr(inputTemplate, input),
    describeTask: (input) => filledOr(taskTemplate, input),
    describeResult: (value, input) => {
      const words = resultTemplate === undefined ? null : fillTemplate(resultTemplate, value, input);
      return words ?? (typeof value === "string" ? cutWords(value) : shownValue(value));
    },
  };
}

/** The task in words, for a volunteer, which gets this template alone. */
export function describeTask(template: Template | null, input: unknown): string {
  return filledOr(template, input);
}

function filledOr(template: Template | null, input: unknown): string {
  return (template === null ? null : fillTemplate(template, input)) ?? cutWords(shownValue(input));
}
