import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { glanceAt, packAll } from "../../core/values/packed.ts";
import { presetsOf } from "../field.ts";
import { inputsOf, jobOf, loadProgram, problemsOf } from "../testing/load-program.ts";
import { pickedFile } from "../testing/picked-file.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { limits, listsIn, partCountsIn, stepIn, wrongCount } from "./counted.ts";
import { madeUpBook } from "./made-up-book.ts";
import { passagesOf } from "./passages.ts";
import { Shuffle } from "./shuffle.ts";
import type { ChosenOptions } from "../workload.ts";
import { wordcount } from "./wordcount.ts";
import countWords, { partOf } from "./wordcount.task.js";

const text = "The cat saw the CAT, and the dog; 12 Ärzte saw well-known dogs. Don't!";

interface Run {
  readonly inputs: readonly unknown[];
  readonly values: ReadonlyMap<number, unknown>;
  readonly plan: Shuffle;
}

/** Runs a job to its end; `pick` says which of the open tasks ends next, and `fails` which of them come to nothing. */
function run(
  first: readonly unknown[],
  pick: (open: readonly number[]) => number,
  fails: ReadonlySet<number> = new Set(),
): Run {
  const plan = new Shuffle();
  const inputs = [...first];
  for (const [task, input] of inputs.entries()) plan.noteInput(task, input);
  const values = new Map<number, unknown>();
  const open = new Set(inputs.keys());
  while (open.size > 0) {
    const task = pick([...open]);
    open.delete(task);
    const value = fails.has(task) ? undefined : compute(inputs[task]);
    values.set(task, value);
    for (const input of plan.noteResult(task, value)) {
      plan.noteInput(inputs.length, input);
      open.add(inputs.length);
      inputs.push(input);
    }
  }
  return { inputs, values, plan };
}

function compute(input: unknown): unknown {
  const step = stepIn(input);
  if (step === null) throw new Error("it is no step");
  // The form and the plan alone make inputs.
  return Reflect.apply(countWords, undefined, [input]);
}

function tryNothing(): never {
  throw new Error("nothing is tried");
}

/** As the log sees a large value. */
function look(value: unknown): unknown {
  return glanceAt(packAll([value]), 0);
}

function pickFirst(open: readonly number[]): number {
  return open[0] ?? 0;
}

/** By splitting at what is no letter, digit, hyphen or apostrophe: another way than the task's. */
function expectedCounts(of: string): readonly (readonly [string, number])[] {
  const counts: Record<string, number> = {};
  for (const word of of
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}'’-]+/u)
    .filter(Boolean))
    counts[word] = (counts[word] ?? 0) + 1;
  return Object.entries(counts).toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
}

describe("map, shuffle and reduce", () => {
  test("count each word of a text, whatever its case and script", async () => {
    const job = jobOf(wordcount, { text, characters: 20, parts: 3 });
    const { inputs, values, plan } = run(inputsOf(job), pickFirst);
    expect(plan.isComplete).toBe(true);
    const { reduce } = await loadProgram(job);
    const counted = expectedCounts(text);
    expect(reduce([...values.values()])).toEqual({ words: 14, different: counted.length, top: counted });
    expect(counted.slice(0, 3)).toEqual([
      ["the", 3],
      ["cat", 2],
      ["saw", 2],
    ]);
    expect(inputs.filter((input) => Reflect.get(Object(input), "step") === "reduce")).toHaveLength(3);
  });

  test("of a made-up book come to the same, with whichever passages and parts, in whatever order tasks end", async () => {
    const book = madeUpBook(3_000, 7);
    const counted = expectedCounts(book);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 9_000 }),
        fc.integer({ min: 1, max: limits.parts }),
        fc.infiniteStream(fc.nat()),
        async (characters, parts, draws) => {
          const job = jobOf(wordcount, { given: "book", words: 3, seed: 7, characters, parts });
          const pick = (open: readonly number[]): number => open[(draws.next().value ?? 0) % open.length] ?? 0;
          const { values } = run(inputsOf(job), pick);
          const { reduce } = await loadProgram(job);
          expect(reduce([...values.values()])).toEqual({
            words: 3_000,
            different: counted.length,
            top: counted.slice(0, 20),
          });
        },
      ),
      { numRuns: 10 },
    );
  });

  test("bring each word to one part", () => {
    const job = jobOf(wordcount, { text, characters: 20, parts: 3 });
    const { inputs } = run(inputsOf(job), pickFirst);
    const parts = new Map<string, number>();
    for (const input of inputs) {
      if (typeof input !== "object" || input === null || Reflect.get(input, "step") !== "reduce") continue;
      const [part, lists]: unknown[] = [Reflect.get(input, "part"), Reflect.get(input, "lists")];
      for (const list of Array.isArray(lists) ? lists : []) {
        for (const word of String(Reflect.get(Object(list), "words")).split("\n")) {
          expect(parts.get(word) ?? part).toBe(part);
          expect(partOf(word, 3)).toBe(part);
          parts.set(word, Number(part));
        }
      }
    }
    expect(parts.size).toBe(expectedCounts(text).length);
  });

  test("leave out a passage that has failed, or has come to what is no count, and wait for all", () => {
    const first = inputsOf(jobOf(wordcount, { text: "one two three four five six", characters: 20, parts: 1 }));
    expect(first).toHaveLength(2);
    const { values } = run(first, pickFirst, new Set([0]));
    expect(values.get(2)).toMatchObject({ part: 0, words: 1, top: [["six", 1]] });
    const plan = new Shuffle();
    for (const [task, input] of first.entries()) plan.noteInput(task, input);
    expect(plan.noteResult(1, { lists: [] })).toEqual([]);
    expect(plan.isComplete).toBe(false);
    expect(plan.noteResult(1, compute(first[1]))).toEqual([]);
    expect(plan.noteResult(0, compute(first[0]))).toMatchObject([{ step: "reduce", lists: [{}] }]);
  });

  test("go on after a reload with what is on record, and give no part twice", () => {
    const { inputs, values } = run(inputsOf(jobOf(wordcount, { text, characters: 20, parts: 3 })), pickFirst);
    const maps = inputs.findIndex((input) => Reflect.get(Object(input), "step") === "reduce");
    for (const known of [maps, maps + 1, inputs.length]) {
      const plan = new Shuffle();
      for (const [task, input] of inputs.slice(0, known).entries()) plan.noteInput(task, input);
      const given = [...values].slice(0, maps).flatMap(([task, value]) => plan.noteResult(task, value));
      expect(given).toHaveLength(inputs.length - known);
      expect(
        given.every((one) => inputs.slice(known).some((other) => JSON.stringify(other) === JSON.stringify(one))),
      ).toBe(true);
      expect(plan.isComplete).toBe(true);
    }
  });

  test("give nothing in a job of other inputs", () => {
    const plan = new Shuffle();
    plan.noteInput(0, { step: "sort" });
    expect(plan.noteResult(0, 1)).toEqual([]);
    expect(plan.isComplete).toBe(true);
  });
});

test("passages are the text, put together; no word is cut unless the text has no blanks", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "漢"), maxLength: 400 }),
      fc.integer({ min: 1, max: 50 }),
      (whole, length) => {
        const passages = passagesOf(whole, length);
        expect(passages.join("").replaceAll(/\s/g, "")).toBe(whole.replaceAll(/\s/g, ""));
        for (const passage of passages.slice(0, -1)) expect(passage).toMatch(/\s$/);
        expect(passages.flatMap((one) => one.match(/\S+/g) ?? [])).toEqual(whole.match(/\S+/g) ?? []);
      },
    ),
  );
  const endless = passagesOf("漢".repeat(5_000), 1_000);
  expect(endless.map(({ length }) => length)).toEqual([2_000, 2_000, 1_000]);
});

test("what the words of any passage come to is small enough to be checked as a whole", () => {
  const worst = Array.from({ length: 5_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join(" ");
  const [input] = inputsOf(jobOf(wordcount, { text: worst, characters: 10_000, parts: 64 }));
  const value = compute(input);
  const lists = listsIn(value, 64) ?? [];
  expect(lists.reduce((sum, { counts }) => sum + counts.length, 0)).toBe(5_000);
  expect(wrongCount(value)).toBeNull();
  const bytes = lists.reduce((sum, { words, counts }) => sum + Buffer.byteLength(words) + counts.byteLength, 0);
  expect(bytes).toBeLessThan(60_000);
});

const list = { words: "a\nb", counts: Uint32Array.of(1, 2) };
const part = { part: 0, words: 3, different: 2, top: [["b", 2]] };

test.each([
  ["a passage's lists", { words: 3, different: 2, lists: [list] }, null],
  ["a part's counts", part, null],
  ["fewer counts than words", { lists: [{ ...list, counts: Uint32Array.of(1) }] }, "it is no count of words"],
  ["counts that are no whole numbers", { ...part, top: [["b", 0.5]] }, "it is no count of words"],
  ["a word that is endless", { ...part, top: [["b".repeat(101), 1]] }, "it is no count of words"],
  ["more words than are told", { ...part, top: Array.from({ length: 21 }, () => ["b", 2]) }, "it is no count of words"],
  ["a part that no job has", { ...part, part: 64 }, "it is no count of words"],
  ["a number", 7, "it is no count of words"],
])("%s: is checked as it arrives", (_, value, wrong) => {
  expect(wordcount.following?.findWrong(0, value)).toBe(wrong);
  expect(wrongCount(value)).toBe(wrong);
});

test("a word that is longer than people read counts by its beginning, so that no result is refused for it", () => {
  const first = inputsOf(
    jobOf(wordcount, { text: `${"x".repeat(150)} ${"x".repeat(120)}`, parts: 1, characters: 200 }),
  );
  const { values } = run(first, pickFirst);
  const counted = partCountsIn([...values.values()].at(-1));
  expect(counted?.top).toEqual([["x".repeat(100), 2]]);
});

describe("the form", () => {
  const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

  test("names a text without words, and more passages than a job takes", () => {
    expect(problemsOf(wordcount, {})).toEqual({});
    expect(problemsOf(wordcount, { text: " ,.\n" })).toEqual({ text: "There is no word to count." });
    expect(problemsOf(wordcount, { given: "file" })).toEqual({ file: "Pick the file that is counted." });
    expect(problemsOf(wordcount, { given: "book", words: 5_000, characters: 100 })).toEqual({
      characters: "Makes more than 20,000 tasks: must be at least 1,500.",
    });
  });

  test.each([
    ["an empty file", "", "There is no word to count."],
    ["a file that is no text", "a\0b", "notes.txt is no text that can be read."],
  ])("refuses %s at its field", async (_, content, problem) => {
    const values = { ...presetsOf(wordcount.fields), given: "file", file: pickedFile("notes.txt", content) };
    expect(await wordcount.prepareJob?.(values, byDefault, tryNothing)).toEqual({
      type: "wrong",
      problems: { file: problem },
    });
  });

  test("counts the text of a file, and calls the job after it", async () => {
    const values = {
      ...presetsOf(wordcount.fields),
      given: "file",
      file: pickedFile("notes.txt", text),
      characters: 20,
    };
    const prepared = await wordcount.prepareJob?.(values, byDefault, tryNothing);
    if (prepared?.type !== "prepared") throw new Error("it is not prepared");
    expect(prepared.definition.title).toBe("Word count of notes.txt");
    expect(prepared.definition.inputs).toMatchObject({ type: "list" });
  });
});

test("the log says how many words a passage or a part has, also of large inputs, of which it reads the beginning", () => {
  const job = jobOf(wordcount, { given: "book", words: 20, characters: 10_000, parts: 1 });
  const { inputs, values } = run(inputsOf(job), pickFirst);
  const last = inputs.length - 1;
  const words = describerOf(job.view);
  expect(words.describeResult(look(values.get(last)), look(inputs[last]))).toMatch(
    /^part 1 of the words: 20000 words, \d+ of them different$/,
  );
  expect(words.describeTask(look(inputs[last]))).toBe("reduce: part 1 of the words");
  expect(words.describeTask(look(inputs[2]))).toBe("map: passage 3");
  expect(words.describeResult(look(values.get(2)), look(inputs[2]))).toMatch(
    /^passage 3: \d+ words, \d+ of them different$/,
  );
});
