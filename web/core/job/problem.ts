import type { BlobName } from "../blobs/blob-name.ts";
import { inData } from "../keyed.ts";

/** What is allowed in a field. */
export type Allowed =
  | { readonly key: "whole-number"; readonly least: number; readonly most: number }
  /** As far as doubles are exact. */
  | { readonly key: "exact-number" }
  | { readonly key: "exact-range" }
  | { readonly key: "milliseconds"; readonly most: number }
  | { readonly key: "bytes"; readonly most: number }
  /** Characters from the least to the most; null: any number of them. */
  | { readonly key: "text"; readonly least: number; readonly most: number | null }
  | { readonly key: "token"; readonly most: number }
  | { readonly key: "choice"; readonly choices: readonly string[] }
  | { readonly key: "choice-or"; readonly choice: string; readonly other: Allowed }
  | { readonly key: "true-or-false" }
  | { readonly key: "above-0" }
  | { readonly key: "object" }
  | { readonly key: "list" }
  | { readonly key: "columns" }
  | { readonly key: "features"; readonly most: number }
  | { readonly key: "encoded-values" }
  | { readonly key: "blob-hash" }
  | { readonly key: "blob-or-nothing" }
  | { readonly key: "template-or-nothing"; readonly most: number }
  /** Where inputs come from a source beside the definition. */
  | { readonly key: "stream-for-source" }
  /** Where inputs are none of the definition's. */
  | { readonly key: "absent-where-inputs-come" };

/** What was found instead, in short: it may be of any size. */
export type Found =
  /** A number or a short text, as a program has it. */
  | { readonly key: "value"; readonly text: string }
  | { readonly key: "text-of"; readonly length: number }
  | { readonly key: "list-of"; readonly length: number }
  | { readonly key: "value-of-type"; readonly type: string };

/** Where a template is malformed: a place counts its characters from 1. */
export type TemplateFlaw =
  | { readonly key: "brace-closes-nothing"; readonly place: number }
  | { readonly key: "brace-not-closed"; readonly place: number }
  | { readonly key: "brace-in-braces"; readonly place: number };

/** What is wrong with a field. */
export type Wrong =
  | { readonly key: "must-be"; readonly allowed: Allowed; readonly found: Found }
  | { readonly key: "name-must-be"; readonly allowed: Allowed; readonly found: Found }
  /** `message`: what the value's own code has thrown. */
  | { readonly key: "cannot-be-read"; readonly message: string }
  | { readonly key: "too-many"; readonly most: number; readonly found: number }
  | { readonly key: "goes-down"; readonly from: number; readonly to: number }
  | { readonly key: "spans-too-far"; readonly from: number; readonly to: number }
  | { readonly key: "malformed-template"; readonly flaw: TemplateFlaw }
  /** `message`: as a task that returns the value is told. */
  | { readonly key: "cannot-travel"; readonly message: string }
  | { readonly key: "more-of-the-kind" }
  | { readonly key: "no-memory"; readonly tasks: number }
  /** The definition says that inputs are a stream, and none was handed over. */
  | { readonly key: "source-missing" }
  /** The input of that task was on record, and is lost. */
  | { readonly key: "input-missing"; readonly task: number }
  | { readonly key: "blob-missing"; readonly blob: BlobName }
  | { readonly key: "blob-of-other-size"; readonly bytes: number; readonly found: number }
  | { readonly key: "blobs-too-large"; readonly most: number; readonly found: number; readonly besideOthers: boolean }
  | { readonly key: "no-room-here" };

/** One thing that keeps a job from running. */
export interface Problem {
  /** Where it stands, such as `options.timeLimitMs`; empty for the whole definition. */
  readonly field: string;
  readonly wrong: Wrong;
}

/** A job that cannot run. Thrown before anything of it has begun. Its message is for programmers; people are told its problems. */
export class JobRefused extends RangeError {
  override readonly name = "JobRefused";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(
      problems.map(({ field, wrong }) => `${field === "" ? "the definition" : field}: ${inData(wrong)}`).join("; "),
    );
    this.problems = problems;
  }
}

/** Any value in short: a number as it is, a long text as its length. */
export function foundIn(value: unknown): Found {
  if (typeof value === "number" || typeof value === "boolean" || value === null) {
    return { key: "value", text: String(value) };
  }
  if (typeof value === "string") {
    return value.length <= 40
      ? { key: "value", text: JSON.stringify(value) }
      : { key: "text-of", length: value.length };
  }
  return Array.isArray(value) ? { key: "list-of", length: value.length } : { key: "value-of-type", type: typeof value };
}
