import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition, type JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import { allInputs } from "../testing/all-inputs.ts";
import { pickedFile } from "../testing/picked-file.ts";
import { loadFunction } from "../testing/load-function.ts";
import type { ChosenOptions } from "../workload.ts";
import { words } from "./words.ts";

const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

function jobOf(values: FieldValues): JobDefinition {
  return checkDefinition(words.createJob({ ...presetsOf(words.fields), ...values }, byDefault));
}

function inputsOf({ inputs }: JobDefinition): readonly unknown[] {
  const source = openInputs(inputs);
  return Array.from({ length: source.total }, (_, at) => source.at(at));
}

async function streamed(values: FieldValues): Promise<readonly unknown[]> {
  return allInputs(words.openSource?.({ ...presetsOf(words.fields), ...values }) ?? []);
}

async function countsOf(text: string, values: FieldValues): Promise<unknown> {
  const count = await loadFunction(jobOf(values).program.source);
  return count(text);
}

describe("the tasks", () => {
  test("are the lines of the text, in its words", () => {
    const job = jobOf({ text: "one\ntwo three\n\nfour" });
    expect(inputsOf(job)).toEqual(["one", "two three", "", "four"]);
    expect(job.unit).toBe("line");
    expect(describerOf(job.view).describeTask("two three")).toBe("two three");
  });

  test("are some lines each where that is asked for, and what is left", () => {
    const job = jobOf({ text: "a\r\nb\nc\nd\ne\n", lines: 2 });
    expect(inputsOf(job)).toEqual(["a\nb", "c\nd", "e"]);
    expect(job.unit).toBe("passage");
  });

  test("come from the file where one is picked, one after the other, and the job is called after it", async () => {
    const file = pickedFile("report.txt", "from\nthe\rfile\r\n");
    const job = jobOf({ text: "typed", file });
    const reading = { format: "text", part: "1", measure: "lines" };
    expect(job.inputs).toMatchObject({ type: "stream", file: { name: "report.txt", bytes: 15, reading } });
    expect(await streamed({ file })).toEqual(["from", "the", "file"]);
    expect(await streamed({ file, lines: 2 })).toEqual(["from\nthe", "file"]);
    expect(words.openSource?.(presetsOf(words.fields))).toBeNull();
    expect(job.title).toBe("Words of report.txt");
    expect(jobOf({ file: pickedFile(`${"n".repeat(200)}.txt`, "x") }).title).toHaveLength(80);
  });

  test("are there for an empty text neither, which is said at the field", () => {
    const presets = presetsOf(words.fields);
    expect(words.check(presets)).toEqual({});
    const nothing = "There is nothing to count.";
    expect(words.check({ ...presets, text: "" })).toEqual({ text: nothing });
    expect(words.check({ ...presets, file: pickedFile("empty.txt", "") })).toEqual({ file: nothing });
  });
});

/** The words that a task has found, each with its number, in their order. */
async function frequentIn(lines: string, tellsCase = false): Promise<unknown[]> {
  const found = await countsOf(lines, { counted: "frequent", case: tellsCase });
  return found instanceof Map ? [...found] : [];
}

describe("the function", () => {
  const text = "The cat's hat — the CAT, the Ärzte & 2 well-known hats";

  test.each([
    ["words", false, 10],
    ["different", false, 8],
    ["different", true, 9],
  ])("counts %s, upper and lower case apart: %s", async (counted, tellsCase, count) => {
    expect(await countsOf(text, { counted, case: tellsCase })).toBe(count);
  });

  test("finds the most frequent words, ten at most", async () => {
    expect(await frequentIn("b a b A a b")).toEqual([
      ["b", 3],
      ["a", 3],
    ]);
    expect(await frequentIn("b a b A a b", true)).toEqual([
      ["b", 3],
      ["a", 2],
      ["A", 1],
    ]);
    expect(await frequentIn("the the the in 1999")).toEqual([
      ["the", 3],
      ["in", 1],
      ["1999", 1],
    ]);
    expect(await frequentIn(Array.from({ length: 30 }, (_, at) => `w${at}`).join(" "))).toHaveLength(10);
  });

  test("counts letters of every script, and nothing else", async () => {
    expect(await countsOf("Aä1 a漢!", { counted: "letters" })).toEqual({ a: 2, ä: 1, 漢: 1 });
  });

  test("finds nothing in an empty line", async () => {
    expect(await countsOf("", { counted: "words" })).toBe(0);
    expect(await countsOf("", { counted: "frequent" })).toEqual(new Map());
  });
});

test("lines that are refused are so at the file that they come from", () => {
  const presets = presetsOf(words.fields);
  expect(words.originsOf?.(presets)).toEqual({ inputs: "text" });
  expect(words.originsOf?.({ ...presets, file: pickedFile("a.txt", "a") })).toEqual({ inputs: "file" });
});
