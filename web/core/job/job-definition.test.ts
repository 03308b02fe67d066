import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxSourceLength, maxTasksInMessage, maxTimeLimitMs } from "../wire/limits.ts";
import { maxValueBytes } from "../values/limits.ts";
import { packAll } from "../values/packed.ts";
import { say } from "../../words/say.ts";
import { openInputs } from "./inputs.ts";
import { defaultJobOptions } from "./job.ts";
import { checkDefinition, workOf, type JobDefinition } from "./job-definition.ts";
import { plainTable } from "./presentation.ts";
import { foundIn, JobRefused, type Allowed, type Problem } from "./problem.ts";
import { problemsOf } from "./testing/problems-of.ts";

const sound: JobDefinition = {
  title: "Numbers",
  unit: "number",
  program: { language: "javascript", source: "export default (n) => n", files: {} },
  inputs: { type: "list", values: [1, 2, 3] },
  shared: null,
  options: defaultJobOptions,
  needs: [],
  view: { type: "table", input: "{0}", task: null },
};

function withOption(name: string, value: unknown): unknown {
  return { ...sound, options: { ...sound.options, [name]: value } };
}

function withProgram(name: string, value: unknown): unknown {
  return { ...sound, program: { ...sound.program, [name]: value } };
}

function withView(name: string, value: unknown): unknown {
  return { ...sound, view: { ...sound.view, [name]: value } };
}

const blob = { hash: "0f".repeat(32), bytes: 3 };

function withInputs(inputs: unknown): unknown {
  return { ...sound, inputs };
}

function refusedIn(definition: unknown): readonly Problem[] {
  return problemsOf(() => checkDefinition(definition));
}

function mustBe(field: string, allowed: Allowed, value: unknown): Problem {
  return { field, wrong: { key: "must-be", allowed, found: foundIn(value) } };
}

function refuse(): never {
  throw new Error("mine alone");
}

describe("a definition that can run", () => {
  test("is what was asked for, without what nobody knows", () => {
    const inputs = { type: "packed", values: packAll([1, 2, 3]) };
    expect(checkDefinition({ ...sound, colour: "red", options: { ...sound.options, more: 1 } })).toEqual({
      ...sound,
      inputs,
    });
    expect(checkDefinition({ ...sound, inputs })).toEqual({ ...sound, inputs });
  });

  test.each([
    ["timeLimitMs", 1],
    ["timeLimitMs", 0.5 + 1],
    ["timeLimitMs", maxTimeLimitMs],
    ["maxAttempts", 1],
    ["maxAttempts", 255],
    ["batchSize", "auto"],
    ["batchSize", 1],
    ["batchSize", maxTasksInMessage],
    ["priority", -3],
    ["speculation", false],
    ["order", "index"],
    ["seed", 0xffff_ffff],
    ["precision", { type: "absolute", halfWidth: 1e-9 }],
    ["precision", { type: "percent", halfWidth: 250 }],
    ["atMostOnce", true],
  ])("may have the option %s at %j", (name, value) => {
    expect(checkDefinition(withOption(name, value)).options).toEqual({ ...sound.options, [name]: value });
  });

  test("has no option of tasks that are executed at most once where they may be tried again", () => {
    expect(checkDefinition(withOption("atMostOnce", false)).options).toEqual(sound.options);
  });

  test.each([
    ["Squ\u202Eares\nJob 2 ended", "Squares Job 2 ended"],
    ["\u3164\u2800", "job"],
    ["👩‍👩‍👧‍👦  of Zoë", "👩‍👩‍👧‍👦 of Zoë"],
  ])("has a title that looks like no line of ours: %j", (title, cleaned) => {
    expect(checkDefinition({ ...sound, title, unit: "\u200Bnumber\u0000" })).toMatchObject({
      title: cleaned,
      unit: "number",
    });
  });

  test("may have a source of the largest length, and no tasks at all", () => {
    const definition = { ...sound, program: { ...sound.program, source: "x".repeat(maxSourceLength) } };
    expect(checkDefinition(definition).program).toEqual(definition.program);
    expect(openInputs(checkDefinition(withInputs({ type: "list", values: [] })).inputs).total).toBe(0);
  });

  test("may name blobs: a shared value, and files under any name", () => {
    const files = { "data/table.bin": blob, "a.b": blob, ["__proto__"]: blob };
    const definition = { ...sound, shared: blob, program: { ...sound.program, files } };
    const checked = checkDefinition(definition);
    expect(checked.shared).toEqual(blob);
    expect(Object.entries(checked.program.files)).toEqual(Object.entries(files));
  });
});

describe("a job that cannot run is refused by the name of what is wrong", () => {
  const source: Allowed = { key: "text", least: 0, most: 1_048_576 };
  const timeLimit: Allowed = { key: "milliseconds", most: 86_400_000 };
  const size: Allowed = {
    key: "choice-or",
    choice: "auto",
    other: { key: "whole-number", least: 1, most: 16_384 },
  };
  const seed: Allowed = { key: "whole-number", least: 0, most: 4_294_967_295 };
  const object: Allowed = { key: "object" };
  const bytes: Allowed = { key: "bytes", most: 134_217_728 };
  const token: Allowed = { key: "token", most: 32 };
  const template: Allowed = { key: "template-or-nothing", most: 200 };
  const long = "x".repeat(maxSourceLength + 1);
  const unit = "u".repeat(41);
  const manyNeeds = Array.from({ length: 17 }, () => "a");
  const manyFiles = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`f${at}`, blob]));

  const cases: readonly (readonly [unknown, Problem])[] = [
    [withProgram("source", long), mustBe("program.source", source, long)],
    [withProgram("source", 7), mustBe("program.source", source, 7)],
    [
      withProgram("language", "python"),
      mustBe("program.language", { key: "choice", choices: ["javascript"] }, "python"),
    ],
    [withOption("timeLimitMs", 0), mustBe("options.timeLimitMs", timeLimit, 0)],
    [withOption("timeLimitMs", -1), mustBe("options.timeLimitMs", timeLimit, -1)],
    [withOption("timeLimitMs", Infinity), mustBe("options.timeLimitMs", timeLimit, Infinity)],
    [withOption("timeLimitMs", NaN), mustBe("options.timeLimitMs", timeLimit, NaN)],
    [withOption("timeLimitMs", 7 * 86_400_000), mustBe("options.timeLimitMs", timeLimit, 604_800_000)],
    [withOption("timeLimitMs", "60"), mustBe("options.timeLimitMs", timeLimit, "60")],
    [withOption("batchSize", NaN), mustBe("options.batchSize", size, NaN)],
    [withOption("batchSize", 0), mustBe("options.batchSize", size, 0)],
    [withOption("batchSize", 1.5), mustBe("options.batchSize", size, 1.5)],
    [withOption("batchSize", 16_385), mustBe("options.batchSize", size, 16_385)],
    [withOption("batchSize", "10"), mustBe("options.batchSize", size, "10")],
    [withOption("maxAttempts", 0), mustBe("options.maxAttempts", { key: "whole-number", least: 1, most: 255 }, 0)],
    [withOption("maxAttempts", 256), mustBe("options.maxAttempts", { key: "whole-number", least: 1, most: 255 }, 256)],
    [
      withOption("priority", Infinity),
      mustBe("options.priority", { key: "whole-number", least: -1_000_000, most: 1_000_000 }, Infinity),
    ],
    [withOption("atMostOnce", 1), mustBe("options.atMostOnce", { key: "true-or-false" }, 1)],
    ...[{ type: "stream" }, { type: "open" }].map((inputs): [unknown, Problem] => [
      { ...sound, options: { ...sound.options, atMostOnce: true }, inputs },
      mustBe("options.atMostOnce", { key: "absent-where-inputs-come" }, true),
    ]),
    [withOption("speculation", "no"), mustBe("options.speculation", { key: "true-or-false" }, "no")],
    [
      withOption("order", "random"),
      mustBe("options.order", { key: "choice", choices: ["completed", "index"] }, "random"),
    ],
    [{ ...sound, title: "" }, mustBe("title", { key: "text", least: 1, most: 80 }, "")],
    [{ ...sound, about: "a".repeat(161) }, mustBe("about", { key: "text", least: 0, most: 160 }, "a".repeat(161))],
    [{ ...sound, work: "pixels" }, mustBe("work", object, "pixels")],
    [{ ...sound, work: { unit: "", ofTask: 1 } }, mustBe("work.unit", { key: "text", least: 1, most: 40 }, "")],
    ...[0, -1, Infinity].map((ofTask): [unknown, Problem] => [
      { ...sound, work: { unit: "pixels", ofTask } },
      mustBe("work.ofTask", { key: "above-0" }, ofTask),
    ]),
    [withView("part", "sound"), mustBe("view.part", { key: "choice", choices: ["pixels", "light"] }, "sound")],
    [withView("result", 3), mustBe("view.result", template, 3)],
    [{ ...sound, unit }, mustBe("unit", { key: "text", least: 1, most: 40 }, unit)],
    [withOption("seed", -1), mustBe("options.seed", seed, -1)],
    [withOption("seed", 2 ** 32), mustBe("options.seed", seed, 4_294_967_296)],
    ...[0, -1, NaN, Infinity, "1"].map((halfWidth): readonly [unknown, Problem] => [
      withOption("precision", { type: "absolute", halfWidth }),
      mustBe("options.precision.halfWidth", { key: "above-0" }, halfWidth),
    ]),
    [
      withOption("precision", { type: "relative", halfWidth: 1 }),
      mustBe("options.precision.type", { key: "choice", choices: ["absolute", "percent"] }, "relative"),
    ],
    [withProgram("files", undefined), mustBe("program.files", object, undefined)],
    [
      withProgram("files", { table: { hash: "ABC", bytes: 3 } }),
      mustBe("program.files.table.hash", { key: "blob-hash" }, "ABC"),
    ],
    [withProgram("files", { "a.b": { hash: blob.hash, bytes: 1.5 } }), mustBe("program.files.a.b.bytes", bytes, 1.5)],
    [
      withProgram("files", { "": blob }),
      {
        field: "program.files",
        wrong: { key: "name-must-be", allowed: { key: "text", least: 1, most: 80 }, found: foundIn("") },
      },
    ],
    [withProgram("files", manyFiles), { field: "program.files", wrong: { key: "too-many", most: 64, found: 65 } }],
    [{ ...sound, shared: undefined }, mustBe("shared", { key: "blob-or-nothing" }, undefined)],
    [{ ...sound, shared: { ...blob, hash: null } }, mustBe("shared.hash", { key: "blob-hash" }, null)],
    [{ ...sound, shared: { ...blob, bytes: 134_217_729 } }, mustBe("shared.bytes", bytes, 134_217_729)],
    [{ ...sound, needs: "webgpu" }, mustBe("needs", { key: "features", most: 16 }, "webgpu")],
    [{ ...sound, needs: manyNeeds }, mustBe("needs", { key: "features", most: 16 }, manyNeeds)],
    [{ ...sound, needs: ["webgpu", "Web GPU"] }, mustBe("needs[1]", token, "Web GPU")],
    [{ ...sound, view: null }, mustBe("view", object, null)],
    [withView("type", "Table"), mustBe("view.type", token, "Table")],
    [withView("input", 3), mustBe("view.input", template, 3)],
    [withView("input", "x".repeat(201)), mustBe("view.input", template, "x".repeat(201))],
    [
      withView("task", "{0} * {1"),
      { field: "view.task", wrong: { key: "malformed-template", flaw: { key: "brace-not-closed", place: 7 } } },
    ],
    [{ ...sound, options: undefined }, mustBe("options", object, undefined)],
    [{ ...sound, program: null }, mustBe("program", object, null)],
    [withInputs([1, 2]), mustBe("inputs", object, [1, 2])],
    [
      withInputs({ type: "file" }),
      mustBe("inputs.type", { key: "choice", choices: ["range", "random", "list", "lines", "stream", "open"] }, "file"),
    ],
    [withInputs({ type: "list", values: "abc" }), mustBe("inputs.values", { key: "list" }, "abc")],
    [withInputs({ type: "lines", text: 3 }), mustBe("inputs.text", { key: "text", least: 0, most: null }, 3)],
    [
      withInputs({ type: "range", start: 0.5, step: 1, count: 2 }),
      mustBe("inputs.start", { key: "exact-number" }, 0.5),
    ],
    [
      withInputs({ type: "range", start: 0, step: 1, count: 4e9 }),
      mustBe("inputs.count", { key: "whole-number", least: 0, most: 100_000_000 }, 4_000_000_000),
    ],
    [withInputs({ type: "random", seed: 1, count: 1, columns: [3] }), mustBe("inputs.columns[0]", object, 3)],
    [undefined, mustBe("", object, undefined)],
    [[sound], mustBe("", object, [sound])],
  ];

  test.each(cases.map(([definition, problem]) => ({ definition, problem })))("$problem", ({ definition, problem }) => {
    expect(refusedIn(definition)).toContainEqual(problem);
  });

  test("and of several things at once each is named, in the exception too", () => {
    const definition = {
      ...sound,
      program: { language: "cobol", source: null, files: {} },
      inputs: { type: "range", start: NaN, step: 0.5, count: -1 },
      options: { ...sound.options, timeLimitMs: 0, batchSize: NaN },
    };
    const problems = refusedIn(definition);
    const fields = problems.map(({ field }) => field);
    expect(fields).toEqual([
      "program.language",
      "program.source",
      "inputs.start",
      "inputs.step",
      "inputs.count",
      "options.timeLimitMs",
      "options.batchSize",
    ]);
    expect(() => checkDefinition(definition)).toThrow(
      'program.source: must-be allowed=(text least=0 most=1048576) found=(value text="null"); inputs.start: must-be',
    );
    const { message } = new JobRefused(problems);
    for (const field of fields) expect(message).toContain(`${field}: must-be allowed=(`);
  });

  test("so is a definition that does not let itself be read", () => {
    const guarded = Object.defineProperty({ ...sound }, "program", { get: refuse, enumerable: true });
    expect(refusedIn(guarded)).toEqual([{ field: "", wrong: { key: "cannot-be-read", message: "mine alone" } }]);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusedIn(proxy)).toEqual([{ field: "", wrong: { key: "cannot-be-read", message: expect.any(String) } }]);
  });
});

describe("a list", () => {
  test("with an input that cannot travel is refused by its place and the reason", () => {
    expect(refusedIn(withInputs({ type: "list", values: [1, () => 1, 3] }))).toEqual([
      { field: "inputs.values[1]", wrong: { key: "cannot-travel", message: expect.stringContaining("function") } },
    ]);
  });

  test("names the first such inputs and says that there may be more", () => {
    const values = Array.from({ length: 1_000 }, () => Symbol("s"));
    const problems = refusedIn(withInputs({ type: "list", values }));
    expect(problems.map(({ field, wrong }) => `${field} ${wrong.key}`)).toEqual([
      "inputs.values[0] cannot-travel",
      "inputs.values[1] cannot-travel",
      "inputs.values[2] cannot-travel",
      "inputs.values more-of-the-kind",
    ]);
  });

  test("with an input that is too large for a message is refused", { timeout: 30_000 }, () => {
    expect(refusedIn(withInputs({ type: "list", values: [1, "x".repeat(maxValueBytes + 1)] }))).toEqual([
      { field: "inputs.values[1]", wrong: { key: "cannot-travel", message: expect.stringContaining("63 MiB") } },
    ]);
  });

  test("of lines names the line that is too long", { timeout: 30_000 }, () => {
    const text = `short\n${"x".repeat(maxValueBytes + 1)}\nshort`;
    expect(refusedIn(withInputs({ type: "lines", text }))).toEqual([
      { field: "inputs.lines[1]", wrong: { key: "cannot-travel", message: expect.stringContaining("63 MiB") } },
    ]);
    expect(checkDefinition(withInputs({ type: "lines", text: "a\nb" }))).toEqual(
      withInputs({ type: "lines", text: "a\nb" }),
    );
  });

  test("is a copy: what its owner does with the values afterwards changes no input", () => {
    const mine = { n: 1, deep: [1] };
    const inputs = openInputs(checkDefinition(withInputs({ type: "list", values: [mine, "text", 5n] })).inputs);
    mine.n = 2;
    mine.deep.push(2);
    expect([0, 1, 2].map((at) => inputs.at(at))).toEqual([{ n: 1, deep: [1] }, "text", 5n]);
  });

  test("is put on record with all that its values are, such as an error's properties", () => {
    const error = Object.assign(new Error("x", { cause: "y" }), { status: 404 });
    const recorded = structuredClone(checkDefinition(withInputs({ type: "list", values: [error] })).inputs);
    expect(openInputs(recorded).at(0)).toMatchObject({ message: "x", cause: "y", status: 404 });
  });
});

/** Fields of the right names with anything in them, some of it right. */
function orAnything(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 25, arbitrary: right }, { weight: 1, arbitrary: anything });
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: true,
});

const anyNumber = fc.oneof(fc.integer({ min: -10, max: 5_000 }), fc.double());

const anyInputs = fc.oneof(
  fc.record({
    type: fc.constant("range"),
    start: anyNumber,
    step: anyNumber,
    count: fc.integer({ min: -1, max: 500 }),
  }),
  fc.record({
    type: fc.constant("random"),
    seed: anyNumber,
    count: fc.integer({ min: -1, max: 500 }),
    columns: fc.array(orAnything(fc.record({ smallest: anyNumber, largest: anyNumber })), { maxLength: 3 }),
  }),
  fc.record({ type: fc.constant("list"), values: orAnything(fc.array(anything)) }),
  fc.record({ type: fc.constant("lines"), text: orAnything(fc.string()) }),
);

const anyDefinition = fc.record({
  title: orAnything(fc.constant("Squares")),
  unit: orAnything(fc.constant("number")),
  shared: orAnything(fc.constantFrom(null, blob)),
  needs: orAnything(fc.constantFrom([], ["webgpu"])),
  view: orAnything(
    fc.record({
      type: orAnything(fc.constant("table")),
      input: orAnything(fc.constantFrom(null, "{}")),
      task: orAnything(fc.constantFrom(null, "{0}")),
    }),
  ),
  program: orAnything(
    fc.record({
      language: orAnything(fc.constant("javascript")),
      source: orAnything(fc.string()),
      files: orAnything(fc.dictionary(fc.string({ minLength: 1, maxLength: 80 }), orAnything(fc.constant(blob)))),
    }),
  ),
  inputs: orAnything(anyInputs),
  options: orAnything(
    fc.record({
      timeLimitMs: orAnything(fc.constant(1_000)),
      maxAttempts: orAnything(fc.constant(4)),
      batchSize: orAnything(fc.constantFrom("auto", 3)),
      speculation: orAnything(fc.boolean()),
      atMostOnce: orAnything(fc.constantFrom(undefined, true, false)),
      priority: orAnything(fc.constant(0)),
      order: orAnything(fc.constantFrom("completed", "index")),
      seed: orAnything(fc.constant(7)),
    }),
  ),
});

describe("whatever comes", () => {
  test(
    "either is a definition each of whose inputs can be sent, time and again, or is refused with a reason",
    {
      timeout: 60_000,
    },
    () => {
      let accepted = 0;
      let refused = 0;
      fc.assert(
        fc.property(fc.oneof({ weight: 9, arbitrary: anyDefinition }, { weight: 1, arbitrary: anything }), (value) => {
          let definition: JobDefinition;
          try {
            definition = checkDefinition(value);
          } catch (error) {
            if (!(error instanceof JobRefused)) throw error;
            refused += 1;
            expect(error.problems.length).toBeGreaterThan(0);
            for (const problem of error.problems) {
              expect(say({ key: "problem", ...problem })).toMatch(/^\S.* (must|cannot|may) /);
            }
            return;
          }
          accepted += 1;
          const inputs = openInputs(definition.inputs);
          const packed = Array.from({ length: inputs.total }, (_, at) => packAll([inputs.at(at)]).bytes);
          expect(packed).toEqual(Array.from({ length: inputs.total }, (_, at) => packAll([inputs.at(at)]).bytes));
          // On record it is the same.
          expect(checkDefinition(structuredClone(definition))).toEqual(definition);
        }),
        { numRuns: 400 },
      );
      expect(accepted).toBeGreaterThan(40);
      expect(refused).toBeGreaterThan(40);
    },
  );
});

test("what volunteers are told of a job beside its title is kept, as labels; without it tasks are counted", () => {
  const view = { ...plainTable, result: "{value}", reduced: "{}", part: "light" } as const;
  const told = { about: "Draws\nthe room.", work: { unit: "paths\t", ofTask: 0.5 }, view };
  expect(checkDefinition({ ...sound, ...told })).toMatchObject({
    about: "Draws the room.",
    work: { unit: "paths", ofTask: 0.5 },
    view,
  });
  expect(workOf({ unit: "pixel", work: { unit: "paths", ofTask: 0.5 } })).toEqual({ unit: "paths", ofTask: 0.5 });
  expect(workOf({ unit: "start" })).toEqual({ unit: "starts", ofTask: 1 });
  expect(Object.keys(checkDefinition(sound))).not.toEqual(expect.arrayContaining(["about"]));
});
