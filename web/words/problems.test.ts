import { expect, test } from "vitest";
import { Blob } from "../core/blobs/blob.ts";
import { foundIn, type Wrong } from "../core/job/problem.ts";
import { atOnce } from "../core/time-slices.ts";
import { say } from "./say.ts";

const blob = atOnce(Blob.making(new Uint8Array(100))).name;

const said: readonly (readonly [string, Wrong, string])[] = [
  [
    "options.timeLimitMs",
    { key: "must-be", allowed: { key: "milliseconds", most: 86_400_000 }, found: foundIn(0) },
    "options.timeLimitMs must be a number of milliseconds from 1 to 86400000, a day, got 0",
  ],
  [
    "options.batchSize",
    {
      key: "must-be",
      allowed: { key: "choice-or", choice: "auto", other: { key: "whole-number", least: 1, most: 16_384 } },
      found: foundIn("10"),
    },
    'options.batchSize must be auto or a whole number from 1 to 16384, got "10"',
  ],
  [
    "inputs.type",
    { key: "must-be", allowed: { key: "choice", choices: ["range", "list", "lines"] }, found: foundIn([1, 2]) },
    "inputs.type must be range, list or lines, got a list of 2",
  ],
  [
    "program.source",
    { key: "must-be", allowed: { key: "text", least: 0, most: 9 }, found: foundIn("x".repeat(41)) },
    "program.source must be text of at most 9 characters, got text of 41",
  ],
  [
    "title",
    { key: "must-be", allowed: { key: "text", least: 1, most: 80 }, found: foundIn(undefined) },
    "title must be text of 1 to 80 characters, got undefined",
  ],
  [
    "",
    { key: "must-be", allowed: { key: "object" }, found: foundIn(null) },
    "the definition must be an object, got null",
  ],
  [
    "inputs",
    { key: "must-be", allowed: { key: "exact-range" }, found: foundIn(2 ** 53) },
    "inputs must be a range whose last number is a whole number from -(2^53 - 1) to 2^53 - 1 (use a list for other numbers), got 9007199254740992",
  ],
  [
    "program.files",
    { key: "name-must-be", allowed: { key: "text", least: 1, most: 80 }, found: foundIn("") },
    'program.files has a name that must be text of 1 to 80 characters, got ""',
  ],
  ["", { key: "cannot-be-read", message: "mine alone" }, "the definition cannot be read: mine alone"],
  ["program.files", { key: "too-many", most: 64, found: 65 }, "program.files must be 64 at most, got 65"],
  [
    "view.task",
    { key: "malformed-template", flaw: { key: "brace-not-closed", place: 7 } },
    "view.task must be a template as in “{0} and {name}”: the { at character 7 is not closed; a brace itself is written {{",
  ],
  ["inputs", { key: "input-missing", task: 12 }, "inputs lack that of task 12: it was on record, and is lost"],
  ["inputs", { key: "no-memory", tasks: 30_000_000 }, "inputs are 30000000 tasks, more than this tab has memory for"],
  [
    "shared",
    { key: "blob-missing", blob },
    `shared names blob ${blob.hash.slice(0, 8)} (100 bytes), whose bytes are not there`,
  ],
  ["shared", { key: "blob-of-other-size", bytes: 100, found: 7 }, "shared must have the 100 bytes of its hash, got 7"],
  [
    "blobs",
    { key: "blobs-too-large", most: 10, found: 11, besideOthers: true },
    "blobs must be 10 bytes at most together with those of open jobs, got 11",
  ],
];

test.each(said)(
  "a problem of %j is said with its path, what is allowed and what was found: %j",
  (field, wrong, words) => {
    expect(say({ key: "problem", field, wrong })).toBe(words);
  },
);

test("all problems of a job stand in one line of the log", () => {
  const problems = [
    { field: "title", wrong: { key: "more-of-the-kind" } },
    { field: "", wrong: { key: "no-room-here" } },
  ] as const;
  expect(say({ key: "job-refused", reason: { key: "problems", problems } })).toBe(
    "The job was not started: title may hold more of the kind: the rest was not looked at; " +
      "the definition cannot start: this tab runs no room at the moment",
  );
});

test("what a stranger's code threw stands there as it is, in one line", () => {
  expect(say({ key: "job-refused", reason: { key: "thrown", message: "one\ntwo" } })).toBe(
    "The job was not started: one⏎two",
  );
});
