import { isBlobHash, isBlobSize, maxBlobBytes, type BlobHash, type BlobName } from "../blobs/blob-name.ts";
import { messageOf } from "../message-of.ts";
import {
  maxAboutLength,
  maxFileNameLength,
  maxFeatureLength,
  maxNeeds,
  maxProgramFiles,
  maxSourceLength,
  maxTasksInMessage,
  maxTimeLimitMs,
  maxTitleLength,
  maxUnitLength,
} from "../wire/limits.ts";
import { downSchema } from "../wire/schema.ts";
import { cutWords } from "../values/shown-value.ts";
import type { Feature } from "./features.ts";
import { growsWith, readRecipe, type InputRecipe } from "./input-recipe.ts";
import { checkLines, packValues } from "./input-values.ts";
import { Inspection, seedRule, textRule, truthRule, wholeNumberRule, type Rule } from "./inspection.ts";
import { foundIn, JobRefused } from "./problem.ts";
import { defaultJobOptions, type JobOptions, type Precision, type Program } from "./job.ts";
import { readPresentation, tokenRule, type Presentation } from "./presentation.ts";
import { cleanLabel } from "../clean-words.ts";
import { isFields, type Fields } from "../fields.ts";

/**
 * Everything needed to run a job, to show it, and to run it again. Nothing of it is a name that a reader would have to look
 * up: who has the definition, and the blobs that it names, has the whole job.
 */
export interface JobDefinition {
  /** What people call the job. */
  readonly title: string;
  /** What people call one of its tasks, in the singular: `number`, `segment`. */
  readonly unit: string;
  /** What the job computes, in a sentence for those who lend their computers. */
  readonly about?: string;
  /** What rates are told in. Without it tasks are counted. */
  readonly work?: Work;
  readonly program: Program;
  readonly inputs: InputRecipe;
  /** A value beside the inputs, encoded as values are: what tasks get as `task.shared`; null where there is none. Volunteers fetch it once. */
  readonly shared: BlobName | null;
  readonly options: JobOptions;
  /** Features that the job asks of a volunteer, such as `wasm-simd`: tasks go to those alone that offer all of them. */
  readonly needs: readonly Feature[];
  readonly view: Presentation;
}

/** An amount of work: `pixels`, of which a task has so many. */
export interface Work {
  /** In the plural. */
  readonly unit: string;
  /** On average over the job's tasks; above 0. */
  readonly ofTask: number;
}

/** What rates of the job are told in. */
export function workOf({ unit, work }: Pick<JobDefinition, "unit" | "work">): Work {
  return work ?? { unit: `${unit}s`, ofTask: 1 };
}

/** Approximate bytes of a job's definition on the disk: two a character of its texts, and its packed inputs. */
export function definitionBytes({ program, inputs }: JobDefinition): number {
  const own = inputs.type === "packed" ? inputs.values.ends.byteLength + inputs.values.bytes.length : 0;
  const text = inputs.type === "lines" ? inputs.text.length : 0;
  return 2 * (program.source.length + text) + own;
}

const { job: told } = downSchema;

/** The limits of a volunteer's codec, which refuses the whole job otherwise. */
const rules = {
  title: { ...told.title, allowed: { key: "text", least: 1, most: maxTitleLength } },
  about: { ...told.about, allowed: { key: "text", least: 0, most: maxAboutLength } },
  language: { ...told.language, allowed: { key: "choice", choices: ["javascript"] } },
  source: { ...told.source, allowed: { key: "text", least: 0, most: maxSourceLength } },
  timeLimitMs: { ...told.timeLimitMs, allowed: { key: "milliseconds", most: maxTimeLimitMs } },
} as const;

/** The scheduler counts a task's attempts in a byte. */
const maxAttempts = wholeNumberRule(1, 255);

const batchSizes = wholeNumberRule(1, maxTasksInMessage);
const batchSize: Rule<"auto" | number> = {
  allowed: { key: "choice-or", choice: "auto", other: batchSizes.allowed },
  is: (value): value is "auto" | number => value === "auto" || batchSizes.is(value),
};

const priority = wholeNumberRule(-1_000_000, 1_000_000);

const unit = textRule(1, maxUnitLength);

const fileName = textRule(1, maxFileNameLength);

const hash: Rule<BlobHash> = { allowed: { key: "blob-hash" }, is: isBlobHash };

const blobBytes: Rule<number> = { allowed: { key: "bytes", most: maxBlobBytes }, is: isBlobSize };

const need = tokenRule(maxFeatureLength);

const needs: Rule<readonly unknown[]> = {
  allowed: { key: "features", most: maxNeeds },
  is: (value): value is readonly unknown[] => Array.isArray(value) && value.length <= maxNeeds,
};

const order: Rule<JobOptions["order"]> = {
  allowed: { key: "choice", choices: ["completed", "index"] },
  is: (value): value is JobOptions["order"] => value === "completed" || value === "index",
};

const precisionType: Rule<Precision["type"]> = {
  allowed: { key: "choice", choices: ["absolute", "percent"] },
  is: (value): value is Precision["type"] => value === "absolute" || value === "percent",
};

const aboveZero: Rule<number> = {
  allowed: { key: "above-0" },
  is: (value): value is number => Number.isFinite(value) && Number(value) > 0,
};

/**
 * Reads a definition that can run from any value. The inputs of a list are packed, as volunteers get them, so that the
 * caller's later changes to its own list reach neither the volunteers nor the record.
 *
 * @throws JobRefused if the job cannot run; with every problem, field by field.
 */
export function checkDefinition(value: unknown): JobDefinition {
  const inspection = new Inspection();
  let definition: JobDefinition | null = null;
  try {
    definition = readDefinition(value, inspection);
  } catch (error) {
    // The caller's value has a getter or a proxy that throws.
    inspection.note("", { key: "cannot-be-read", message: messageOf(error) });
  }
  if (definition === null || inspection.problems.length > 0) throw new JobRefused(inspection.problems);
  return definition;
}

/** Reads inputs as they stand in a definition. @throws JobRefused where they cannot be followed, with every problem. */
export function checkInputs(value: unknown): InputRecipe {
  const inspection = new Inspection();
  const inputs = readInputs(value, inspection);
  if (inspection.problems.length > 0) throw new JobRefused(inspection.problems);
  return inputs;
}

function readDefinition(value: unknown, inspection: Inspection): JobDefinition | null {
  const fields = inspection.fields("", value);
  if (fields === null) return null;
  const definition = {
    title: cleanLabel(inspection.read(fields, "title", rules.title, "")) || "job",
    unit: cleanLabel(inspection.read(fields, "unit", unit, "")) || "task",
    ...(fields["about"] === undefined ? {} : { about: cleanLabel(inspection.read(fields, "about", rules.about, "")) }),
    ...(fields["work"] === undefined ? {} : { work: readWork(fields["work"], inspection) }),
    program: readProgram(fields["program"], inspection),
    inputs: readInputs(fields["inputs"], inspection),
    shared: readShared(fields["shared"], inspection),
    options: readOptions(fields["options"], inspection),
    needs: readNeeds(fields["needs"], inspection),
    view: readPresentation(fields["view"], inspection),
  };
  // Tasks of such a job go out before they are on record: its source would bring those again after a reload.
  if (definition.options.atMostOnce === true && growsWith(definition.inputs)) {
    inspection.noteWrong("options.atMostOnce", { key: "absent-where-inputs-come" }, true);
  }
  return definition;
}

function readWork(value: unknown, inspection: Inspection): Work {
  const fields = inspection.fields("work", value);
  return {
    unit: cleanLabel(inspection.read(fields, "work.unit", unit, "")) || "tasks",
    ofTask: inspection.read(fields, "work.ofTask", aboveZero, 1),
  };
}

function readProgram(value: unknown, inspection: Inspection): Program {
  const fields = inspection.fields("program", value);
  return {
    language: inspection.read(fields, "program.language", rules.language, "javascript"),
    source: inspection.read(fields, "program.source", rules.source, ""),
    files: fields === null ? {} : readFiles(fields["files"], inspection),
  };
}

function readFiles(value: unknown, inspection: Inspection): Program["files"] {
  const fields = inspection.fields("program.files", value);
  if (fields === null) return {};
  const names = Object.keys(fields);
  if (names.length > maxProgramFiles) {
    inspection.note("program.files", { key: "too-many", most: maxProgramFiles, found: names.length });
    return {};
  }
  const files: [string, BlobName][] = [];
  for (const name of names) {
    if (!fileName.is(name)) {
      inspection.note("program.files", { key: "name-must-be", allowed: fileName.allowed, found: foundIn(name) });
    }
    const blob = readBlobName(`program.files.${cutWords(name, maxFileNameLength)}`, fields[name], inspection);
    if (blob !== null) files.push([name, blob]);
  }
  // From entries, so that a file named `__proto__` is one like any other.
  return Object.fromEntries(files);
}

function readShared(value: unknown, inspection: Inspection): BlobName | null {
  if (value === null) return null;
  if (isFields(value)) return readBlobName("shared", value, inspection);
  inspection.noteWrong("shared", { key: "blob-or-nothing" }, value);
  return null;
}

/** null where the value is no blob's name, which is noted. */
function readBlobName(field: string, value: unknown, inspection: Inspection): BlobName | null {
  const fields = inspection.fields(field, value);
  const found = inspection.read<BlobHash | null>(fields, `${field}.hash`, hash, null);
  const bytes = inspection.read(fields, `${field}.bytes`, blobBytes, 0);
  return found === null ? null : { hash: found, bytes };
}

function readNeeds(value: unknown, inspection: Inspection): readonly Feature[] {
  if (!needs.is(value)) {
    inspection.noteWrong("needs", needs.allowed, value);
    return [];
  }
  return value.map((one, at) => {
    if (need.is(one)) return one;
    inspection.noteWrong(`needs[${at}]`, need.allowed, one);
    return "";
  });
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
    seed: inspection.read(fields, "options.seed", seedRule, preset.seed),
    ...(fields?.["precision"] === undefined ? {} : { precision: readPrecision(fields["precision"], inspection) }),
    ...(fields?.["atMostOnce"] === undefined ? {} : readAtMostOnce(fields, inspection)),
  };
}

function readAtMostOnce(fields: Fields, inspection: Inspection): Pick<JobOptions, "atMostOnce"> {
  return inspection.read(fields, "options.atMostOnce", truthRule, true) ? { atMostOnce: true } : {};
}

function readPrecision(value: unknown, inspection: Inspection): Precision {
  const fields = inspection.fields("options.precision", value);
  return {
    type: inspection.read(fields, "options.precision.type", precisionType, "absolute"),
    halfWidth: inspection.read(fields, "options.precision.halfWidth", aboveZero, 1),
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
