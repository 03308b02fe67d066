import type { Allowed, Found, TemplateFlaw, Wrong } from "../../core/job/problem.ts";
import { formatCount } from "../format.ts";
import { blobInWords, inTime, oneOf } from "./parts.ts";
import type { ReasonArguments, SentencesFor, SentencesOf } from "../sayings.ts";

export const reasons: SentencesFor<ReasonArguments> = {
  problem: ({ field, wrong: what }, put) => `${field === "" ? "the definition" : field} ${put(what)}`,
  problems: ({ problems }, put) => problems.map((problem) => put({ key: "problem", ...problem })).join("; "),
  "code-not-loaded": ({ message }) => `its code could not be loaded (${message})`,
  "file-of-other-name": ({ wanted, found: other }) => `it is called ${other}, and the job’s file ${wanted}`,
  "file-of-other-size": (given) =>
    `${given.name} has ${formatCount(given.found)} bytes, and the job’s file ${formatCount(given.wanted)}`,
  "file-changed": (given) =>
    `${given.name} was changed ${inTime(given.found)}, and the job’s file ${inTime(given.wanted)}`,
  "file-of-other-inputs": ({ name, task }) =>
    `input ${formatCount(task)} of ${name} is another one than the job has got: its contents have changed`,
  "no-space": () => "there is no space left",
  "code-not-taken": ({ seen }, put) => `the server did not take the room’s code: ${put(seen)}`,
  "code-taken-over": () => "another room has taken this code: only the join link and the QR code lead here",
};

/** Continues "must be". */
export const allowed: SentencesOf<Allowed> = {
  "whole-number": ({ least, most }) => `a whole number from ${least} to ${most}`,
  "exact-number": () => exactNumber,
  "exact-range": () => `a range whose last number is ${exactNumber}`,
  milliseconds: ({ most }) => `a number of milliseconds from 1 to ${most}, a day`,
  bytes: ({ most }) => `a whole number of bytes from 0 to ${most}`,
  text: ({ least, most }) => {
    if (most === null) return "text";
    return least === 0 ? `text of at most ${most} characters` : `text of ${least} to ${most} characters`;
  },
  token: ({ most }) => `1 to ${most} of a to z, 0 to 9 and -`,
  choice: ({ choices }) => oneOf(choices),
  "choice-or": ({ choice, other }, put) => `${choice} or ${put(other)}`,
  "true-or-false": () => "true or false",
  "above-0": () => "a number above 0",
  object: () => "an object",
  list: () => "a list",
  columns: () => "a list of one column at least",
  features: ({ most }) => `a list of at most ${most} features`,
  "encoded-values": () => "encoded values with their ends",
  "blob-hash": () => "a SHA-256 of 64 digits of 0 to 9 and a to f",
  "blob-or-nothing": () => "a blob’s hash and bytes, or null",
  "template-or-nothing": ({ most }) => `a template of at most ${most} characters, or null`,
  "stream-for-source": () => "stream for a job with a source",
  "absent-where-inputs-come": () => "left out for a job whose inputs come while it runs",
};

const exactNumber = "a whole number from -(2^53 - 1) to 2^53 - 1 (use a list for other numbers)";

/** Continues "got". */
export const found: SentencesOf<Found> = {
  value: ({ text }) => text,
  "text-of": ({ length }) => `text of ${length}`,
  "list-of": ({ length }) => `a list of ${length}`,
  "value-of-type": ({ type }) => type,
};

export const templateFlaws: SentencesOf<TemplateFlaw> = {
  "brace-closes-nothing": ({ place }) => `the } at character ${place} closes nothing; a brace itself is written }}`,
  "brace-not-closed": ({ place }) => `the { at character ${place} is not closed; a brace itself is written {{`,
  "brace-in-braces": ({ place }) => `the { at character ${place} is not closed before the next one`,
};

/** Continues the field's path. */
export const wrong: SentencesOf<Wrong> = {
  "must-be": (given, put) => `must be ${put(given.allowed)}, got ${put(given.found)}`,
  "name-must-be": (given, put) => `has a name that must be ${put(given.allowed)}, got ${put(given.found)}`,
  "cannot-be-read": ({ message }) => `cannot be read: ${message}`,
  "too-many": (given) => `must be ${given.most} at most, got ${given.found}`,
  "goes-down": ({ from, to }) => `must not go down, got ${from} to ${to}`,
  "spans-too-far": ({ from, to }) => `must span at most 2^53 - 1, got ${from} to ${to}`,
  "malformed-template": ({ flaw }, put) => `must be a template as in “{0} and {name}”: ${put(flaw)}`,
  "cannot-travel": ({ message }) => `cannot travel: ${message}`,
  "more-of-the-kind": () => "may hold more of the kind: the rest was not looked at",
  "source-missing": () => "are a stream, and no source of it is here",
  "input-missing": ({ task }) => `lack that of task ${task}: it was on record, and is lost`,
  "no-memory": ({ tasks }) => `are ${tasks} tasks, more than this tab has memory for`,
  "blob-missing": ({ blob }) => `names ${blobInWords(blob)}, whose bytes are not there`,
  "blob-of-other-size": (given) => `must have the ${given.bytes} bytes of its hash, got ${given.found}`,
  "blobs-too-large": ({ most, besideOthers, ...given }) => {
    const beside = besideOthers ? " together with those of open jobs" : "";
    return `must be ${most} bytes at most${beside}, got ${given.found}`;
  },
  "no-room-here": () => "cannot start: this tab runs no room at the moment",
};
