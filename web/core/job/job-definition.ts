import { messageOf } from "../message-of.ts";
import { maxJobNameLength, maxSourceLength, maxTasksInMessage, maxTimeLimitMs } from "../wire/limits.ts";
import { downSchema } from "../wire/schema.ts";
import { readRecipe, type InputRecipe } from "./input-recipe.ts";
import { checkLines, packValues } from "./input-values.ts";
import { Inspection, inWords, truthRule, wholeNumberRule, type Problem, type Rule } from "./inspection.ts";
import { defaultJobOptions, type JobOptions, type Program } from "./job.ts";

/** Everything needed to run a job, and to run it again. */
export interface JobDefinition {
  /** The workload that shows the job's tasks and results on a page. */
  readonly workload: string;
  readonly program: Program;
  readonly inputs: InputRecipe;
  readonly options: JobOptions;
}

/** Approximate bytes of a job's definition on the disk: two a character of its texts, and its packed inputs. */
export function definitionBytes({ program, inputs }: JobDefinition): number {
  const own = inputs.type === "packed" ? inputs.values.ends.byteLength + inputs.values.bytes.length : 0;
  const text = inputs.type === "lines" ? inputs.text.length : 0;
  return 2 * (program.source.length + text) + own;
}

/** A definition that cannot run. Thrown before anything of the job has begun. */
export class JobRefused extends RangeError {
  override readonly name = "JobRefused";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(inWords(problems));
    this.problems = problems;
  }
}

const { job: told } = downSchema;

/** The limits of a volunteer's codec, which refuses the whole job otherwise. */
const rules = {
  workload: { ...told.name, allowed: `text of 1 to ${maxJobNameLength} characters` },
  language: { ...told.language, allowed: "javascript" },
  source: { ...told.source, allowed: `text of at most ${maxSourceLength} characters` },
  timeLimitMs: { ...told.timeLimitMs, allowed: `a number of milliseconds from 1 to ${maxTimeLimitMs}, a day` },
};

/** The scheduler counts a task's attempts in a byte. */
const maxAttempts = wholeNumberRule(1, 255);

const batchSizes = wholeNumberRule(1, maxTasksInMessage);
const batchSize: Rule<"auto" | number> = {
  allowed: `auto or ${batchSizes.allowed}`,
  is: (value): value is "auto" | number => value === "auto" || batchSizes.is(value),
};

const priority = wholeNumberRule(-1_000_000, 1_000_000);

const order: Rule<JobOptions["order"]> = {
  allowed: "completed or index",
  is: (value): value is JobOptions["order"] => value === "completed" || value === "index",
};

/**
 * Reads a definition that can run from any value. The inputs of a list are packed, as volunteers get them, so that the
 * caller's later changes to its own list reach neither the volunteers nor the record.
 *
 * @throws JobRefused if the job cannot run; its message names every problem, field by field.
 */
export function checkDefinition(value: unknown): JobDefinition {
  const inspection = new Inspection();
  let definition: JobDefinition | null = null;
  try {
    definition = readDefinition(value, inspection);
  } catch (error) {
    // The caller's value has a getter or a proxy that throws.
    inspection.note("the definition", `cannot be read: ${messageOf(error)}`);
  }
  if (definition === null || inspection.problems.length > 0) throw new JobRefused(inspection.problems);
  return definition;
}

function readDefinition(value: unknown, inspection: Inspection): JobDefinition | null {
  const fields = inspection.fields("the definition", value);
  if (fields === null) return null;
  return {
    workload: inspection.read(fields, "workload", rules.workload, ""),
    program: readProgram(fields["program"], inspection),
    inputs: readInputs(fields["inputs"], inspection),
    options: readOptions(fields["options"], inspection),
  };
}

function readProgram(value: unknown, inspection: Inspection): Program {
  const fields = inspection.fields("program", value);
  return {
    language: inspection.read(fields, "program.language", rules.language, "javascript"),
    source: inspection.read(fields, "program.source", rules.source, ""),
  };
}

function readOptions(value: unknown, inspection: Inspection): JobOptions {
  const fields = inspection.fields("options", value);
  const preset = defaultJobOptions;
  return {
    timeLimitMs: inspection.read(fields, "options.timeLimitMs", rules.timeLimitMs, preset.timeLimitMs),
    maxAttempts: inspection.read(fields, "options.maxAttempts", maxAttempts, preset.maxAttempts),
    batchSize: inspection.read(fields, "options.batchSize", batchSize, preset.batchSize),
    speculation: inspection.read(fields, "options.speculation", truthRule, preset.speculation),
    priority: inspection.read(fields, "options.priority", priority, preset.priority),
    order: inspection.read(fields, "options.order", order, preset.order),
  };
}

function readInputs(value: unknown, inspection: Inspection): InputRecipe {
  const before = inspection.problems.length;
  const recipe = readRecipe(value, inspection);
  if (inspection.problems.length > before) return recipe;
  if (recipe.type === "list") return { type: "packed", values: packValues(recipe.values, inspection) };
  if (recipe.type === "lines") checkLines(recipe, inspection);
  return recipe;
}
