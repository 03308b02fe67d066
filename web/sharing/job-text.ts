import { blobsOf } from "../core/blobs/job-blobs.ts";
import { Blob } from "../core/blobs/blob.ts";
import { isFields, type Fields } from "../core/fields.ts";
import { openInputs } from "../core/job/inputs.ts";
import { inputTypes, type InputRecipe } from "../core/job/input-recipe.ts";
import { checkDefinition, type JobDefinition } from "../core/job/job-definition.ts";
import { foundIn, JobRefused, type Problem } from "../core/job/problem.ts";
import { messageOf } from "../core/message-of.ts";
import { problem, value, type Result } from "../core/result.ts";
import { fromBase64, toBase64 } from "../core/values/base64.ts";
import { fromJson } from "../core/values/json-reader.ts";
import { toJson } from "../core/values/json-writer.ts";
import { shownValue } from "../core/values/shown-value.ts";
import type { Remedy, SharedWrong, WrongPlace } from "../words/job-sayings.ts";
import type { SharedJob, SharingProblem } from "./shared-job.ts";

/** What the text is, at its very beginning, so that a person who opens it with an editor sees it, too. */
const kind = "job";

/** Raised when a page of before would read the text as another job. */
const version = 1;

const saveAgain = { key: "save-again" } as const;

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

/** Reads a job in steps, from a text that anybody may have written. `name`: of the file; null for a link. */
export function* readingJob(text: string, name: string | null): Generator<void, Result<SharedJob, SharingProblem>> {
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
    what: { key: "job-lacks-data", name },
    places: missing.map((blob) => placeOf({ field: "blobs", wrong: { key: "blob-missing", blob } })),
    remedy: saveAgain,
  });
}

function readJson(text: string, name: string | null): Result<Fields, SharingProblem> {
  if (text.trim() === "") return refusal({ key: "job-empty", name }, saveAgain);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refusal({ key: "job-no-json", name, message: messageOf(error) }, { key: "save-again-if-cut" });
  }
  if (!isFields(json) || json["tabpool"] !== kind) {
    return refusal({ key: "job-of-other-kind", name }, { key: "pick-saved-file" });
  }
  const found = json["version"];
  if (found === version) return value(json);
  const isNewer = Number.isSafeInteger(found) && Number(found) > version;
  return refusal(
    { key: "job-of-version", name, found: shownValue(found), known: version },
    isNewer ? { key: "open-in-newer" } : saveAgain,
  );
}

/** `characters`: of the whole text. */
function readDefinition(job: unknown, name: string | null, characters: number): Result<JobDefinition, SharingProblem> {
  const what = { key: "job-cannot-run", name } as const;
  const remedy = { key: "mend-places" } as const;
  try {
    const read = fromJson(job);
    const flaw = inputsFlaw(read, characters);
    if (flaw !== null) return problem({ what, places: [flaw], remedy });
    const definition = checkDefinition(read);
    if (definition.inputs.type !== "stream" || definition.inputs.file !== undefined) return value(definition);
    return problem({ what, places: [{ key: "inputs-without-file" }], remedy });
  } catch (error) {
    if (error instanceof JobRefused) return problem({ what, places: error.problems.map(placeOf), remedy });
    return problem({ what, places: [{ key: "place-unread", message: messageOf(error) }], remedy });
  }
}

/**
 * What is wrong with inputs that a definition made in this page may have. Packed values are bytes, which no text
 * of ours has and nobody has checked; a list with holes may claim billions of inputs in a few characters.
 */
function inputsFlaw(job: unknown, characters: number): WrongPlace | null {
  const inputs = isFields(job) ? job["inputs"] : undefined;
  if (!isFields(inputs)) return null;
  const { type, values } = inputs;
  if (type === "packed") {
    const wrong = { key: "must-be", allowed: { key: "choice", choices: inputTypes }, found: foundIn(type) } as const;
    return placeOf({ field: "inputs.type", wrong });
  }
  if (!Array.isArray(values) || values.length <= characters) return null;
  return { key: "inputs-claimed", count: values.length };
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

function placeOf(found: Problem): WrongPlace {
  return { key: "place-wrong", problem: found };
}

function refusal(what: SharedWrong, remedy: Remedy): { readonly type: "problem"; readonly problem: SharingProblem } {
  return problem({ what, places: [], remedy });
}
