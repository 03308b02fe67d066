import { defaultJobOptions, type JobOptions, type Precision } from "../core/job/job.ts";
import { problem, value, type Result } from "../core/result.ts";
import type { FieldAllowed, FieldWrong } from "../words/sayings.ts";
import { parseWholeNumber, wholeNumber, type Limits } from "../words/whole-number.ts";
import type { ChosenOptions } from "../workloads/workload.ts";

/** A field for one of a job's options. Its URL parameter has the same name. */
interface OptionOf<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly preset: string;
}

/** A whole number, or `auto`: the workload's or the scheduler's choice. */
interface NumberOption<Name extends string> extends OptionOf<Name>, Limits {
  readonly type: "number";
  readonly unit?: string;
  readonly canBeAuto: boolean;
}

interface ChoiceOption<Name extends string> extends OptionOf<Name> {
  readonly type: "choice";
  readonly choices: readonly { readonly id: string; readonly label: string }[];
}

/** A number, or one with a percent sign; empty for none. */
interface PrecisionOption extends OptionOf<"precision"> {
  readonly type: "precision";
}

type NumberName = "priority" | "limit" | "attempts" | "batch";
type ChoiceName = "speculation" | "order";
export type OptionName = NumberName | ChoiceName | PrecisionOption["name"];
export type OptionField = NumberOption<NumberName> | ChoiceOption<ChoiceName> | PrecisionOption;

/** The text in each option's field. */
export type OptionTexts = Readonly<Record<OptionName, string>>;

const fields = {
  priority: {
    type: "number",
    name: "priority",
    label: "Priority",
    smallest: 0,
    largest: 9,
    preset: "0",
    canBeAuto: false,
  },
  limit: {
    type: "number",
    name: "limit",
    label: "Time limit",
    unit: "s",
    smallest: 1,
    largest: 86_400,
    preset: "auto",
    canBeAuto: true,
  },
  attempts: {
    type: "number",
    name: "attempts",
    label: "Attempts",
    smallest: 1,
    largest: 20,
    preset: "4",
    canBeAuto: false,
  },
  batch: {
    type: "number",
    name: "batch",
    label: "Batch size",
    unit: "tasks",
    smallest: 1,
    largest: 8_192,
    preset: "auto",
    canBeAuto: true,
  },
  speculation: {
    type: "choice",
    name: "speculation",
    label: "Second copies",
    preset: "on",
    choices: [
      { id: "on", label: "of stragglers" },
      { id: "off", label: "none" },
    ],
  },
  order: {
    type: "choice",
    name: "order",
    label: "Results",
    preset: "completed",
    choices: [
      { id: "completed", label: "as completed" },
      { id: "index", label: "by index" },
    ],
  },
  precision: {
    type: "precision",
    name: "precision",
    label: "End when the mean is known to ±",
    preset: "",
  },
} as const satisfies { [Name in OptionName]: OptionField };

export const optionFields: readonly OptionField[] = Object.values(fields);

export const optionPresets: OptionTexts = {
  priority: fields.priority.preset,
  limit: fields.limit.preset,
  attempts: fields.attempts.preset,
  batch: fields.batch.preset,
  speculation: fields.speculation.preset,
  order: fields.order.preset,
  precision: fields.precision.preset,
};

/** `unit`: where it does not stand beside the field. */
export function allowedInOption(field: OptionField, unit: string | null = null): FieldAllowed {
  if (field.type === "choice") return { key: "one-of", ids: field.choices.map(({ id }) => id) };
  if (field.type === "precision") return { key: "precision-or-nothing" };
  const number = wholeNumber(field, unit);
  return field.canBeAuto ? { key: "auto-or", other: number } : number;
}

function mustBeIn(field: OptionField): FieldWrong {
  return { key: "field-must-be", allowed: allowedInOption(field) };
}

function readNumber(field: NumberOption<NumberName>, text: string): Result<"auto" | number, FieldWrong> {
  if (field.canBeAuto && text.trim() === "auto") return value("auto");
  const number = parseWholeNumber(text, field);
  return number.type === "value" ? number : problem(mustBeIn(field));
}

const decimal = /^(?<number>[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?|\.[0-9]+(?:e[+-]?[0-9]+)?) ?(?<percent>%?)$/i;

/** null where it is empty. */
function readPrecision(text: string): Result<Precision | null, FieldWrong> {
  if (text.trim() === "") return value(null);
  const { number, percent } = decimal.exec(text.trim())?.groups ?? {};
  const halfWidth = Number(number);
  if (!Number.isFinite(halfWidth) || halfWidth <= 0) return problem(mustBeIn(fields.precision));
  return value({ type: percent === "%" ? "percent" : "absolute", halfWidth });
}

/** The problem with an option's text; null if there is none. */
export function optionProblem(field: OptionField, text: string): FieldWrong | null {
  if (field.type === "choice") {
    return field.choices.some(({ id }) => id === text) ? null : mustBeIn(field);
  }
  const read = field.type === "precision" ? readPrecision(text) : readNumber(field, text);
  return read.type === "problem" ? read.problem : null;
}

export type OptionProblems = Readonly<Partial<Record<OptionName, FieldWrong>>>;

interface OptionsReading {
  /** Null while any option is wrong. */
  readonly chosen: ChosenOptions | null;
  readonly problems: OptionProblems;
}

export function readOptions(texts: OptionTexts): OptionsReading {
  const problems: Partial<Record<OptionName, FieldWrong>> = {};
  for (const field of optionFields) {
    const found = optionProblem(field, texts[field.name]);
    if (found !== null) problems[field.name] = found;
  }
  const limit = readNumber(fields.limit, texts.limit);
  const priority = parseWholeNumber(texts.priority, fields.priority);
  const attempts = parseWholeNumber(texts.attempts, fields.attempts);
  const batch = readNumber(fields.batch, texts.batch);
  const precision = readPrecision(texts.precision);
  const areRight = Object.keys(problems).length === 0 && priority.type === "value" && precision.type === "value";
  if (!areRight || limit.type === "problem" || attempts.type === "problem" || batch.type === "problem") {
    return { chosen: null, problems };
  }
  const order: JobOptions["order"] = texts.order === "index" ? "index" : "completed";
  const chosen: ChosenOptions = {
    priority: priority.value,
    timeLimitMs: limit.value === "auto" ? "auto" : 1_000 * limit.value,
    maxAttempts: attempts.value,
    batchSize: batch.value,
    speculation: texts.speculation === "on",
    order,
    ...(precision.value === null ? {} : { precision: precision.value }),
  };
  return { chosen, problems };
}

/** The texts that say these options. One that a field does not allow stands in it all the same, and the field says so. */
export function textsOfOptions(options: JobOptions): OptionTexts {
  const { timeLimitMs, priority, maxAttempts, batchSize, speculation, order, precision } = options;
  return {
    priority: String(priority),
    limit: timeLimitMs === defaultJobOptions.timeLimitMs ? "auto" : String(timeLimitMs / 1_000),
    attempts: String(maxAttempts),
    batch: String(batchSize),
    speculation: speculation ? "on" : "off",
    order,
    precision: precision === undefined ? "" : `${precision.halfWidth}${precision.type === "percent" ? "%" : ""}`,
  };
}
