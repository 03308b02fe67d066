import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";

// Where sentences may stand: what rooms say is a key with arguments, and web/words has the sentences. Views of pages, and the
// forms of workloads, have their own labels and hints. Messages of exceptions are for programmers and free.

/** Rooms and files whose texts people do not read, so that none of them is a sentence. */
export const wordless = [
  "web/core/",
  "web/links/",
  "web/compute/",
  "web/journal/",
  "web/environment/",
  "web/room/",
  "web/membership/",
  "web/table/",
  "web/sharing/",
  "web/workloads/own/module-exports.ts",
];

/**
 * Files and folders among them that have texts of more than one word, and why.
 * @type {Readonly<Record<string, string>>}
 */
export const allowed = {
  "web/core/values/": "what is wrong with bytes, JSON or a value, as the message of an exception says it",
  "web/core/wire/": "what is wrong with a message, as its decoder says it",
  "web/core/handshake/": "what is wrong with a message, as its decoder says it; labels of keys",
  "web/core/scheduler/acceptance.ts": "what a volunteer has sent that none sends",
  "web/core/scheduler/calls.ts": "what a volunteer has sent that none sends",
  "web/core/scheduler/fact-log.ts": "the fact log, which programmers read",
  "web/core/scheduler/fact-words.ts": "the fact log, which programmers read",
  "web/core/blobs/blob-sender.ts": "what a volunteer has sent that none sends",
  "web/core/objects/": "why a call is refused, as the message of the error that its program meets",
  "web/core/ids.ts": "names in messages of exceptions",
  "web/core/shown.ts": "values in messages of exceptions",
  "web/core/message-of.ts": "the message of what was thrown without one",
  "web/core/job/problem.ts": "the message of an exception",
  "web/core/job/appended-inputs.ts": "the message of an exception",
  "web/links/channel-link.ts": "what another tab has sent that none sends",
  "web/links/memory-link.ts": "fingerprints, and the message of an exception",
  "web/links/relay/": "what a relay has handed on that was not sent so; labels of keys",
  "web/compute/build/": "sources and headers of the sandbox's page",
  "web/compute/page/sandbox-frame.ts": "the title of a hidden frame",
  "web/compute/probe/escapes.ts": "names of ways out of the sandbox",
  "web/compute/slot/": "errors that a task's function meets, beside those of the platform",
  "web/journal/indexed-db-journal.ts": "what is wrong with a record, beside what the browser says",
  "web/journal/journal-index.ts": "what is wrong with a record, beside what the browser says",
  "web/environment/browser/held-tab-ids.ts": "questions from tab to tab",
  "web/environment/browser/tab-seat.ts": "the name of a lock",
  "web/room/jobs/feed.ts": "the message of an exception",
  "web/room/jobs/jobs.ts": "the message of an exception",
  "web/room/people/gate.ts": "what a volunteer has sent that none sends",
  "web/room/people/open-calls.ts":
    "what a volunteer has sent that none sends, and an error that a task's function meets",
  "web/room/people/own-help.ts": "the name of this tab's own volunteer",
  "web/room/people/volunteer-messages.ts": "what a volunteer has sent that none sends",
};

/** Two words in a row: no key, address, type or name of a member is like that. */
const words = /\p{L}{2,}[,:]? \p{Ll}{2,}/u;

/**
 * @typedef {{ readonly type: string, readonly start: number, readonly [member: string]: unknown }} Node
 * @typedef {{ readonly line: number, readonly text: string }} Sentence
 */

/**
 * @param {unknown} value
 * @returns {value is Node}
 */
function isNode(value) {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/**
 * The text of a literal, a template or JSX; places in a template are an ellipsis.
 * @param {Node} node
 */
function textOf(node) {
  if (node.type === "Literal" || node.type === "JSXText") return typeof node["value"] === "string" ? node["value"] : "";
  if (node.type !== "TemplateLiteral" || !Array.isArray(node["quasis"])) return "";
  return node["quasis"].map(({ value }) => String(value.cooked)).join("…");
}

/**
 * An import names a file, a type names a value that stands elsewhere, and an exception is for programmers.
 * @param {Node} node
 */
function isFree(node) {
  if (node.type === "ImportDeclaration" || node.type === "TSLiteralType") return true;
  const { callee } = node;
  return node.type === "NewExpression" && isNode(callee) && /(?:Error|Exception)$/.test(String(callee["name"]));
}

/**
 * Texts of more than one word in a source text, but for the messages of exceptions.
 * @param {string} file
 * @param {string} source
 * @returns {readonly Sentence[]}
 */
export function sentencesIn(file, source) {
  /** @type {Sentence[]} */
  const found = [];
  /** @param {unknown} value */
  const visit = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value) || isFree(value)) return;
    const text = textOf(value);
    if (words.test(text)) found.push({ line: source.slice(0, value.start).split("\n").length, text });
    for (const member of Object.values(value)) visit(member);
  };
  visit(parseSync(file, source).program);
  return found;
}

/** @param {string} file */
function isTest(file) {
  return /\.(test|contract|scenario)\.tsx?$/.test(file) || file.includes("/testing/");
}

/**
 * The sources that hold no sentence, with their texts.
 * @param {string} root
 * @returns {ReadonlyMap<string, string>}
 */
export function readWordless(root) {
  /** @type {Map<string, string>} */
  const sources = new Map();
  for (const entry of readdirSync(join(root, "web"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const file = path.slice(root.length + 1).replaceAll("\\", "/");
    if (isTest(file) || !wordless.some((start) => file.startsWith(start))) continue;
    sources.set(file, readFileSync(path, "utf8"));
  }
  return sources;
}

/**
 * Sentences that belong into `web/words`.
 * @param {ReadonlyMap<string, string>} sources
 */
export function strayingSentences(sources) {
  return [...sources].flatMap(([file, source]) =>
    Object.keys(allowed).some((start) => file.startsWith(start))
      ? []
      : sentencesIn(file, source).map(({ line, text }) => `${file}:${line} says “${text}”: give it a key in web/words`),
  );
}
