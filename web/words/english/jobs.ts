import { troubleOf } from "../../core/compute-trouble.ts";
import { formatBytes, formatCount } from "../format.ts";
import type { JobSentences } from "../job-sayings.ts";
import { oneOf } from "./parts.ts";

const saveAgain = "Save the job again where it was made";

/** Jobs that are made, given away or taken in: whole sentences without their full stop. */
export const jobs: JobSentences = {
  "job-file-too-large": ({ name, bytes, most }) =>
    `${name} has ${formatBytes(bytes)}; a job’s file has ${formatBytes(most)} at most`,
  "job-file-gone": ({ name }) => `${name} cannot be read: it may have been moved, or changed`,
  "job-empty": ({ name }) => `${source(name)} is empty`,
  "job-no-json": ({ name, message }) => `${source(name)} is no whole JSON: ${message}`,
  "job-of-other-kind": ({ name }) => `${source(name)} is JSON, but holds no job: one begins with {"tabpool": "job"}`,
  "job-of-version": ({ name, found, known }) =>
    `${source(name)} is of version ${found}; this page reads version ${known}`,
  "job-cannot-run": ({ name }) => `${source(name)} holds a job that cannot run`,
  "job-lacks-data": ({ name }) => `${source(name)} lacks data that its job needs, or holds it damaged`,
  "link-newer-or-damaged": () => "The link to a job is damaged, or of a newer kind than this page reads",
  "link-damaged": () => "The link to a job is damaged: it was cut or changed on its way",
  "link-holds-too-much": ({ most }) => `The link to a job holds more than ${formatBytes(most)}, which is the most`,
  "link-not-unpacked": () => "The link to a job cannot be unpacked: whatever made it has made it wrong",
  "job-not-found": ({ message }) => `The job cannot be read: ${message}`,
  "job-not-on-record": ({ job }) => `Job ${job} is not on record yet`,

  "save-again": () => saveAgain,
  "save-again-if-cut": () => `It may be another kind of file, or it was cut on its way. ${saveAgain}`,
  "pick-saved-file": () => "Pick a file that was saved with “Save as file”; inputs are picked in the form",
  "open-in-newer": () => "A newer Tabpool has saved it: open it there, or bring this server up to date",
  "mend-places": () => "Mend these places with a text editor, or save the job again where it was made",
  "ask-for-link-again": () => "Ask for the link again, or for the job as a file. This page works on without it",
  "pick-again": () => "Pick it again",
  "inputs-as-file": () =>
    "Inputs of this size belong into a file of their own, which is picked in the form and read while the job runs",
  "try-again": () => "Try it again",
  "try-in-a-moment": () => "Try it again in a moment",

  "data-too-large": ({ characters, most }) =>
    `its data takes ${formatBytes(characters)} as text, of which a job’s file can have ${formatBytes(most)}`,
  "link-too-long": ({ length, most }) =>
    `The link would have ${formatCount(length)} characters; beyond ${formatCount(most)} mail programs and browsers cut them`,
  "job-beyond-links": ({ bytes, most }) =>
    `A link holds ${formatBytes(most)} of a job at most, and this one has ${formatBytes(bytes)}`,

  "place-wrong": ({ problem }, put) => put({ key: "problem", ...problem }),
  "place-unread": ({ message }) => `job${message}`,
  "inputs-without-file": () =>
    "Inputs come from a program that is not in it: inputs.file must say which file holds them",
  "inputs-claimed": ({ count }) =>
    `inputs.values claims ${formatCount(count)} inputs, more than the text has characters: write each of them`,

  "module-without-sandbox": ({ seen }, put) => `There is no sandbox in this page to run the module in: ${put(seen)}`,
  "module-not-read": ({ names, error }, put) => {
    const trouble = troubleOf(error);
    return `The module’s own ${names.join(", ")} cannot be read: ${error.name}: ${trouble === null ? error.message : put(trouble)}`;
  },
  "module-text": ({ name, found }) => `The module’s ${name} must be text, and is ${found}`,
  "module-view": ({ ids, found }) => `The module’s view must be ${oneOf(ids)}, and is ${found}`,
  "module-needs": ({ found }) => `The module’s needs must be a list of features, ["wasm-simd"], and are ${found}`,
  "module-need": ({ at, found }) =>
    `The module’s needs[${at}] must be a feature’s name, of a to z, 0 to 9 and -, such as "wasm-simd", and is ${found}`,
  "module-needs-beyond": ({ most }) => `The module’s needs are more than ${most}, which is the most`,
  "module-files": () => 'The module’s files must be an object, { "words.txt": "one two" }',
  "module-file": ({ name }) => `The module’s files must be texts or bytes, and ${name} is neither`,
  "module-file-imported": ({ name }) =>
    `The module imports ${name}, and exports a file of this name: what it exports itself it cannot import`,
  "module-inputs": ({ found }) =>
    `The module’s inputs must be a list, a range such as { from: 1, to: 1000 } or a generator, and are ${found}`,
  "module-without-inputs": () => "The module’s inputs are none",
  "module-inputs-beyond": ({ most }) =>
    `The module’s inputs are more than ${formatCount(most)}, which is the most: write a range, { from: 1, to: 1e6 }, and make the rest of it in the function`,
  "module-range": () => "The module’s inputs must go from one whole number to another, by a step that is not 0",
  "module-range-empty": () => "The module’s inputs are none: the range ends before it begins",
};

function source(name: string | null): string {
  return name ?? "The link";
}
