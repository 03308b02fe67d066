import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxSourceLength, maxTasksInMessage, maxTimeLimitMs } from "../wire/limits.ts";
import { maxValueBytes } from "../values/limits.ts";
import { packAll } from "../values/packed.ts";
import { openInputs } from "./inputs.ts";
import { defaultJobOptions } from "./job.ts";
import { checkDefinition, JobRefused, type JobDefinition } from "./job-definition.ts";

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

function refusalOf(definition: unknown): JobRefused {
  try {
    checkDefinition(definition);
  } catch (error) {
    if (error instanceof JobRefused) return error;
    throw error;
  }
  throw new Error("it was not refused");
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
  ])("may have the option %s at %j", (name, value) => {
    expect(checkDefinition(withOption(name, value)).options).toEqual({ ...sound.options, [name]: value });
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
  const cases: readonly (readonly [unknown, string])[] = [
    [
      withProgram("source", "x".repeat(maxSourceLength + 1)),
      "program.source must be text of at most 1048576 characters, got text of 1048577",
    ],
    [withProgram("source", 7), "program.source must be text of at most 1048576 characters, got 7"],
    [withProgram("language", "python"), 'program.language must be javascript, got "python"'],
    [
      withOption("timeLimitMs", 0),
      "options.timeLimitMs must be a number of milliseconds from 1 to 86400000, a day, got 0",
    ],
    [withOption("timeLimitMs", -1), "a day, got -1"],
    [withOption("timeLimitMs", Infinity), "a day, got Infinity"],
    [withOption("timeLimitMs", NaN), "a day, got NaN"],
    [withOption("timeLimitMs", 7 * 86_400_000), "a day, got 604800000"],
    [withOption("timeLimitMs", "60"), 'a day, got "60"'],
    [withOption("batchSize", NaN), "options.batchSize must be auto or a whole number from 1 to 16384, got NaN"],
    [withOption("batchSize", 0), "16384, got 0"],
    [withOption("batchSize", 1.5), "16384, got 1.5"],
    [withOption("batchSize", 16_385), "16384, got 16385"],
    [withOption("batchSize", "10"), '16384, got "10"'],
    [withOption("maxAttempts", 0), "options.maxAttempts must be a whole number from 1 to 255, got 0"],
    [withOption("maxAttempts", 256), "255, got 256"],
    [
      withOption("priority", Infinity),
      "options.priority must be a whole number from -1000000 to 1000000, got Infinity",
    ],
    [withOption("speculation", "no"), 'options.speculation must be true or false, got "no"'],
    [withOption("order", "random"), 'options.order must be completed or index, got "random"'],
    [{ ...sound, title: "" }, 'title must be text of 1 to 80 characters, got ""'],
    [{ ...sound, unit: "u".repeat(41) }, "unit must be text of 1 to 40 characters, got text of 41"],
    [withOption("seed", -1), "options.seed must be a whole number from 0 to 4294967295, got -1"],
    [withOption("seed", 2 ** 32), "4294967295, got 4294967296"],
    [withProgram("files", undefined), "program.files must be an object, got undefined"],
    [
      withProgram("files", { table: { hash: "ABC", bytes: 3 } }),
      'program.files.table.hash must be a SHA-256 of 64 digits of 0 to 9 and a to f, got "ABC"',
    ],
    [
      withProgram("files", { "a.b": { hash: blob.hash, bytes: 1.5 } }),
      "program.files.a.b.bytes must be a whole number of bytes from 0 to 134217728, got 1.5",
    ],
    [withProgram("files", { "": blob }), "the name of a file of program.files must be text of 1 to 80 characters"],
    [
      withProgram("files", Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`f${at}`, blob]))),
      "program.files must be 64 at most, got 65",
    ],
    [{ ...sound, shared: undefined }, "shared must be a blob’s hash and bytes, or null, got undefined"],
    [{ ...sound, shared: { ...blob, hash: null } }, "shared.hash must be a SHA-256"],
    [{ ...sound, shared: { ...blob, bytes: 134_217_729 } }, "134217728, got 134217729"],
    [{ ...sound, needs: "webgpu" }, 'needs must be a list of at most 16 features, got "webgpu"'],
    [{ ...sound, needs: Array.from({ length: 17 }, () => "a") }, "16 features, got a list of 17"],
    [{ ...sound, needs: ["webgpu", "Web GPU"] }, 'needs[1] must be 1 to 32 of a to z, 0 to 9 and -, got "Web GPU"'],
    [{ ...sound, view: null }, "view must be an object, got null"],
    [withView("type", "Table"), 'view.type must be 1 to 32 of a to z, 0 to 9 and -, got "Table"'],
    [withView("input", 3), "view.input must be a template of at most 200 characters, or null, got 3"],
    [withView("input", "x".repeat(201)), "or null, got text of 201"],
    [
      withView("task", "{0} * {1"),
      "view.task must be a template as in “{0} and {name}”: the { at character 7 is not closed; a brace itself is written {{",
    ],
    [{ ...sound, options: undefined }, "options must be an object, got undefined"],
    [{ ...sound, program: null }, "program must be an object, got null"],
    [withInputs([1, 2]), "inputs must be an object, got a list of 2"],
    [withInputs({ type: "file" }), 'inputs.type must be range, random, list, lines or stream, got "file"'],
    [withInputs({ type: "list", values: "abc" }), 'inputs.values must be a list, got "abc"'],
    [withInputs({ type: "lines", text: 3 }), "inputs.text must be text, got 3"],
    [
      withInputs({ type: "range", start: 0.5, step: 1, count: 2 }),
      "inputs.start must be a whole number from -(2^53 - 1) to 2^53 - 1 (use a list for other numbers), got 0.5",
    ],
    [
      withInputs({ type: "range", start: 0, step: 1, count: 4e9 }),
      "inputs.count must be a whole number from 0 to 100000000, got 4000000000",
    ],
    [withInputs({ type: "random", seed: 1, count: 1, columns: [3] }), "inputs.columns[0] must be an object, got 3"],
    [undefined, "the definition must be an object, got undefined"],
    [[sound], "the definition must be an object, got a list of 1"],
  ];

  test.each(cases.map(([definition, reason]) => ({ definition, reason })))("$reason", ({ definition, reason }) => {
    expect(refusalOf(definition).message).toContain(reason);
  });

  test("and of several things at once each is named", () => {
    const { message, problems } = refusalOf({
      ...sound,
      program: { language: "cobol", source: null, files: {} },
      inputs: { type: "range", start: NaN, step: 0.5, count: -1 },
      options: { ...sound.options, timeLimitMs: 0, batchSize: NaN },
    });
    expect(problems.map(({ field }) => field)).toEqual([
      "program.language",
      "program.source",
      "inputs.start",
      "inputs.step",
      "inputs.count",
      "options.timeLimitMs",
      "options.batchSize",
    ]);
    for (const { field, what } of problems) expect(message).toContain(`${field} ${what}`);
  });

  test("so is a definition that does not let itself be read", () => {
    const guarded = Object.defineProperty({ ...sound }, "program", { get: refuse, enumerable: true });
    expect(refusalOf(guarded).message).toBe("the definition cannot be read: mine alone");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refusalOf(proxy).message).toMatch(/^the definition cannot be read: /);
  });
});

describe("a list", () => {
  test("with an input that cannot travel is refused by its place and the reason", () => {
    const { message, problems } = refusalOf(withInputs({ type: "list", values: [1, () => 1, 3] }));
    expect(problems.map(({ field }) => field)).toEqual(["inputs.values[1]"]);
    expect(message).toMatch(/^inputs\.values\[1\] cannot travel: .*function/);
  });

  test("names the first such inputs and says that there may be more", () => {
    const values = Array.from({ length: 1_000 }, () => Symbol("s"));
    const fields = refusalOf(withInputs({ type: "list", values })).problems.map(({ field }) => field);
    expect(fields).toEqual(["inputs.values[0]", "inputs.values[1]", "inputs.values[2]", "inputs.values"]);
  });

  test("with an input that is too large for a message is refused", { timeout: 30_000 }, () => {
    const { message } = refusalOf(withInputs({ type: "list", values: [1, "x".repeat(maxValueBytes + 1)] }));
    expect(message).toMatch(/^inputs\.values\[1\] cannot travel: .*63 MiB/);
  });

  test("of lines names the line that is too long", { timeout: 30_000 }, () => {
    const text = `short\n${"x".repeat(maxValueBytes + 1)}\nshort`;
    expect(refusalOf(withInputs({ type: "lines", text })).message).toMatch(
      /^inputs\.lines\[1\] cannot travel: .*63 MiB/,
    );
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
            for (const { field, what } of error.problems)
              expect(`${field} ${what}`).toMatch(/^\S.* (must|cannot|may) /);
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
