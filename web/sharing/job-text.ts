import { blobsOf } from "../core/blobs/job-blobs.ts";
import { Blob } from "../core/blobs/blob.ts";
import { isFields, type Fields } from "../core/fields.ts";
import { openInputs } from "../core/job/inputs.ts";
import { inputTypes, type InputRecipe } from "../core/job/input-recipe.ts";
import { checkDefinition, type JobDefinition } from "../core/job/job-definition.ts";
import { foundIn, JobRefused } from "../core/job/problem.ts";
import { messageOf } from "../core/message-of.ts";
import { problem, value, type Result } from "../core/result.ts";
import { fromBase64, toBase64 } from "../core/values/base64.ts";
import { fromJson } from "../core/values/json-reader.ts";
import { toJson } from "../core/values/json-writer.ts";
import { shownValue } from "../core/values/shown-value.ts";
import { formatCount } from "../words/format.ts";
import { say } from "../words/say.ts";
import type { SharedJob, SharingProblem } from "./shared-job.ts";

/** What the text is, at its very beginning, so that a person who opens it with an editor sees it, too. */
const kind = "job";

/** Raised when a page of before would read the text as another job. */
const version = 1;

const saveAgain = "Save the job again where it comes from.";

/**
 * The job as JSON: `{ "tabpool": "job", "version": 1, "job": …, "blobs": … }`. Inputs of a list are there as values, in the JSON of
 * results files, so that a person can read and change them.
 */
export function writeJob({ definition, blobs }: SharedJob): string {
  const job = { ...definition, inputs: readableInputs(definition.inputs) };
  const bytes = Object.fromEntries(blobs.map(({ name, bytes: content }) => [name.hash, toBase64(content)]));
  const parts = [
    `"tabpool": ${JSON.stringify(kind)}`,
    `"version": ${version}`,
    `"job": ${toJson(job)}`,
    `"blobs": ${JSON.stringify(bytes)}`,
  ];
  return `{\n${parts.join(",\n")}\n}\n`;
}

function readableInputs(recipe: InputRecipe): InputRecipe {
  if (recipe.type !== "packed") return recipe;
  const inputs = openInputs(recipe);
  return { type: "list", values: Array.from({ length: inputs.total }, (_, at) => inputs.at(at)) };
}

/** Reads a job in steps, from a text that anybody may have written. `name`: of what is read, as the beginning of a sentence. */
export function* readingJob(text: string, name: string): Generator<void, Result<SharedJob, SharingProblem>> {
  const found = readJson(text, name);
  if (found.type === "problem") return found;
  const { job, blobs } = found.value;
  const read = readDefinition(job, name, text.length);
  if (read.type === "problem") return read;
  const made = yield* makingBlobs(isFields(blobs) ? blobs : {});
  const wanted = blobsOf({ shared: read.value.shared, files: read.value.program.files });
  const kept = wanted.flatMap(({ hash }) => made.find((blob) => blob.name.hash === hash) ?? []);
  const missing = wanted.filter(({ hash }) => !kept.some((blob) => blob.name.hash === hash));
  if (missing.length === 0) return value({ definition: read.value, blobs: kept });
  return problem({
    what: `${name} lacks data that its job needs, or holds it damaged.`,
    places: missing.map((blob) => `${say({ key: "problem", field: "blobs", wrong: { key: "blob-missing", blob } })}.`),
    remedy: saveAgain,
  });
}

function readJson(text: string, name: string): Result<Fields, SharingProblem> {
  if (text.trim() === "") return refusal(`${name} is empty.`, saveAgain);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refusal(
      `${name} is no whole JSON: ${messageOf(error)}.`,
      `It may be another kind of file, or it was cut on its way. ${saveAgain}`,
    );
  }
  if (!isFields(json) || json["tabpool"] !== kind) {
    return refusal(
      `${name} is JSON, but holds no job: one begins with {"tabpool": "${kind}"}.`,
      "Pick a file that was saved with “Save as file”; inputs are picked in the form.",
    );
  }
  const found = json["version"];
  if (found === version) return value(json);
  const isNewer = Number.isSafeInteger(found) && Number(found) > version;
  return refusal(
    `${name} is of version ${shownValue(found)}; this page reads version ${version}.`,
    isNewer ? "A newer Tabpool has saved it: open it there, or bring this server up to date." : saveAgain,
  );
}

/** `characters`: of the whole text. */
function readDefinition(job: unknown, name: string, characters: number): Result<JobDefinition, SharingProblem> {
  const what = `${name} holds a job that cannot run.`;
  const remedy = "Mend these places with a text editor, or save the job again where it comes from.";
  try {
    const read = fromJson(job);
    const flaw = inputsFlaw(read, characters);
    if (flaw !== null) return problem({ what, places: [flaw], remedy });
    const definition = checkDefinition(read);
    if (definition.inputs.type !== "stream" || definition.inputs.file !== undefined) return value(definition);
    const places = [
      "Inputs come from a program that is not in it: inputs.file must say which file they are read from.",
    ];
    return problem({ what, places, remedy });
  } catch (error) {
    if (error instanceof JobRefused) {
      const places = error.problems.map((one) => `${say({ key: "problem", ...one })}.`);
      return problem({ what, places, remedy });
    }
    return problem({ what, places: [`job${messageOf(error)}.`], remedy });
  }
}

/**
 * What is wrong with inputs that a definition made in this page may have, in a sentence. Packed values are bytes, which no text
 * of ours has and nobody has checked; a list with holes may claim billions of inputs in a few characters.
 */
function inputsFlaw(job: unknown, characters: number): string | null {
  const inputs = isFields(job) ? job["inputs"] : undefined;
  if (!isFields(inputs)) return null;
  const { type, values } = inputs;
  if (type === "packed") {
    const wrong = { key: "must-be", allowed: { key: "choice", choices: inputTypes }, found: foundIn(type) } as const;
    return `${say({ key: "problem", field: "inputs.type", wrong })}.`;
  }
  if (!Array.isArray(values) || values.length <= characters) return null;
  return `inputs.values claims ${formatCount(values.length)} inputs, more than the text has characters: write each of them.`;
}

/** What is damaged has another hash, and so is missing. */
function* makingBlobs(blobs: Fields): Generator<void, readonly Blob[]> {
  const made: Blob[] = [];
  for (const base64 of Object.values(blobs)) {
    const bytes = bytesIn(base64);
    if (bytes !== null) made.push(yield* Blob.making(bytes));
  }
  return made;
}

function bytesIn(base64: unknown): Uint8Array | null {
  try {
    return typeof base64 === "string" ? fromBase64(base64) : null;
  } catch {
    return null;
  }
}

function refusal(what: string, remedy: string): { readonly type: "problem"; readonly problem: SharingProblem } {
  return problem({ what, places: [], remedy });
}
