import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { iteratorOf } from "../../core/job/input-stream.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import type { RunTrial } from "../../core/job/trial.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import { allInputs } from "../testing/all-inputs.ts";
import { largeFile, pickedFile } from "../testing/picked-file.ts";
import { loadFunction } from "../testing/load-function.ts";
import type { ChosenOptions } from "../workload.ts";
import { own } from "./own.ts";

const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

const presets = presetsOf(own.fields);

function problemsOf(values: FieldValues): unknown {
  return own.check({ ...presets, ...values });
}

function inputsOf(values: FieldValues): readonly unknown[] {
  const source = openInputs(checkDefinition(own.createJob({ ...presets, ...values }, byDefault)).inputs);
  return Array.from({ length: source.total }, (_, at) => source.at(at));
}

async function streamed(values: FieldValues): Promise<readonly unknown[]> {
  return allInputs(own.openSource?.({ ...presets, ...values }) ?? []);
}

describe("the example", () => {
  test("runs as it stands", async () => {
    expect(problemsOf({})).toEqual({});
    const { program, title } = checkDefinition(own.createJob(presets, byDefault));
    const collatz = await loadFunction(program.source);
    expect(inputsOf({}).map((start) => collatz(start))).toEqual([111, 118, 178, 261, 350]);
    expect(title).toBe("Collatz steps");
  });
});

describe("inputs", () => {
  test("are the JSON value of each line that is not blank", () => {
    expect(inputsOf({ list: '1\r\n\n"a"\n [1, {"b": null}] \n' })).toEqual([1, "a", [1, { b: null }]]);
  });

  test("are the lines themselves where they are no JSON, the blank ones too", () => {
    expect(inputsOf({ format: "lines", list: "1\n\n[a\n" })).toEqual(["1", "", "[a"]);
  });

  test("come from the file where one is picked, one after the other", async () => {
    const given = { given: "file", file: pickedFile("n.txt", "\uFEFF7\r\n\n8") };
    expect(await streamed(given)).toEqual([7, 8]);
    expect(await streamed({ ...given, format: "lines" })).toEqual(["7", "", "8"]);
    expect(checkDefinition(own.createJob({ ...presets, ...given }, byDefault)).inputs).toMatchObject({
      type: "stream",
    });
    expect(own.openSource?.(presets)).toBeNull();
  });

  test("that are no JSON are named by their lines, the first three of them", () => {
    expect(problemsOf({ list: "1\nx\n3" })).toEqual({
      list: expect.stringMatching(
        /^Each line must be one JSON value, such as 7, "a" or \[1, 2\]: line 2 is no JSON value: .*: x\.$/,
      ),
    });
    const { list: inputs } = Object(problemsOf({ list: "a\nb\nc\nd" }));
    expect(inputs).toMatch(/line 1 .*line 2 .*line 3 /);
    expect(inputs).not.toContain("line 4");
  });

  test("that are wrong at a file's beginning are so at the file", () => {
    expect(problemsOf({ given: "file", file: pickedFile("n.txt", "") })).toEqual({
      file: "n.txt is empty: pick another file.",
    });
    expect(problemsOf({ given: "file", file: pickedFile("n.txt", "\n \n") })).toEqual({ file: "There is no input." });
    expect(problemsOf({ given: "file", file: pickedFile("n.txt", "1\nx") })).toEqual({
      file: expect.stringMatching(/: line 2 is no JSON value: .*: x\. Mend the file/),
    });
    expect(problemsOf({ given: "file", file: pickedFile("n.txt", new Uint8Array([0x31, 0x0a, 0xff])) })).toEqual({
      file: expect.stringContaining(
        "line 2: byte 3 of the file is no UTF-8; save the file as UTF-8, then pick it again.",
      ),
    });
  });

  test("that are wrong further on in a file end the job there, with the line and its text", async () => {
    const given: unknown[] = [];
    const source = own.openSource?.({ ...presets, given: "file", file: pickedFile("n.txt", "1\n2\n{oops\n3") }) ?? [];
    const read = async (): Promise<void> => {
      const inputs = iteratorOf(source);
      for (let step = await inputs.next(); step.done !== true; step = await inputs.next()) given.push(step.value);
    };
    await expect(read()).rejects.toThrow(/^line 3 is no JSON value: .*: \{oops$/);
    expect(given).toEqual([1, 2]);
  });

  test.each([
    ["no line", "", "jsonl"],
    ["blank lines alone", " \n\n", "jsonl"],
    ["no line of text", "", "lines"],
    ["no row", "\n", "csv"],
    ["an empty array", "[ ]", "json"],
    ["no byte", "", "bytes"],
  ])("must be there: %s", (_, list, format) => {
    expect(problemsOf({ list, format })).toEqual({ list: "There is no input." });
  });

  test("may be none where more may come later", async () => {
    expect(problemsOf({ list: "", open: true })).toEqual({});
    expect(problemsOf({ list: "x", open: true })).toHaveProperty("list");
    for (const [list, values] of [
      ["", []],
      ["7", [7]],
    ]) {
      expect(await own.prepareJob?.({ ...presets, list: String(list), open: true }, byDefault, unasked)).toMatchObject({
        staysOpen: true,
        definition: { inputs: { type: "list", values } },
      });
    }
    expect(await own.prepareJob?.(presets, byDefault, unasked)).toMatchObject({ staysOpen: false });
  });
});

const unasked: RunTrial = async () => {
  throw new Error("nothing is to be run");
};

const exportingFile: RunTrial = async ({ files }) => {
  expect([...(files?.keys() ?? [])]).toEqual(["a.js", "task.js"]);
  return { end: { type: "value", value: { files: { "a.js": "other" } }, runtimeMs: 1 }, lines: [] };
};

describe("the module", () => {
  test("says what the form leaves empty", async () => {
    const code = "export const title = 1, inputs = 2, unit = 3;\nexport default (n) => n;";
    const values: FieldValues = { ...presets, code, title: "", list: " \n" };
    const found = { title: "Mine", inputs: { type: "range", from: 1, to: 3, step: 1 } };
    expect(problemsOf(values)).toEqual({});
    const prepared = await own.prepareJob?.(values, byDefault, async ({ input, files }) => {
      expect(input).toMatchObject({ names: ["inputs", "title"] });
      expect(files).toEqual(new Map([["task.js", new TextEncoder().encode(code)]]));
      return { end: { type: "value", value: found, runtimeMs: 1 }, lines: [] };
    });
    expect(prepared).toMatchObject({
      definition: { title: "Mine", unit: "start", inputs: { type: "range", start: 1, step: 1, count: 3 } },
    });
  });

  test("says what the job needs of a volunteer", async () => {
    const needing = async (needs: unknown): Promise<unknown> =>
      own.prepareJob?.(
        { ...presets, code: "export const needs = 1;\nexport default (n) => n;" },
        byDefault,
        async ({ input }) => {
          expect(input).toMatchObject({ names: ["needs"] });
          return { end: { type: "value", value: { needs }, runtimeMs: 1 }, lines: [] };
        },
      );
    expect(await needing(["wasm-simd"])).toMatchObject({ definition: { needs: ["wasm-simd"] } });
    expect(await needing(["wasm", 7])).toEqual({
      type: "wrong",
      problems: {
        code: 'The module’s needs[1] must be a feature’s name, of a to z, 0 to 9 and -, such as "wasm-simd", and is 7.',
      },
    });
    expect(await own.prepareJob?.(presets, byDefault, unasked)).toMatchObject({ definition: { needs: [] } });
  });

  test("is not asked for what it does not export", async () => {
    expect(problemsOf({ title: "", list: "" })).toEqual({
      title: "Must not be empty.",
      list: "There is no input.",
    });
    const prepared = await own.prepareJob?.({ ...presets, unit: "" }, byDefault, unasked);
    expect(prepared).toMatchObject({ definition: { unit: "input" } });
  });

  test.each([
    ["inputs", { list: "" }, { list: "There is no input." }],
    ["title", { title: "" }, { title: "Must not be empty." }],
  ])(
    "that only speaks of %s is refused before the start where the form leaves them empty",
    async (name, left, problems) => {
      const code = `export default function (${name}) { return ${name}.length; }`;
      expect(problemsOf({ code, ...left })).toEqual({});
      expect(await own.prepareJob?.({ ...presets, code, ...left }, byDefault, unasked)).toEqual({
        type: "wrong",
        problems,
      });
    },
  );

  test("in TypeScript travels without its types", async () => {
    const code = "export default (n: number): number => n + 1";
    const prepared = await own.prepareJob?.({ ...presets, code }, byDefault, unasked);
    expect(prepared).toMatchObject({ type: "prepared", definition: { title: "Collatz steps" } });
    const source = prepared?.type === "prepared" ? prepared.definition.program.source : "";
    expect(await loadFunction(source)).toSatisfy((run: (n: number) => number) => run(1) === 2);
  });

  test("imports files that are picked, or that the form was filled in with, and these travel without types", async () => {
    const code = 'import { a } from "./a.ts";\nimport { b } from "./b.js";\nexport default () => a + b;';
    const files = [pickedFile("a.ts", "export const a: number = 1;"), pickedFile("other.ts", "let a: number;")];
    const brought = new Map([
      ["a.ts", new TextEncoder().encode("no")],
      ["b.js", new TextEncoder().encode("export const b = 2;")],
    ]);
    const prepared = await own.prepareJob?.({ ...presets, code, files }, byDefault, unasked, brought);
    if (prepared?.type !== "prepared") throw new Error(JSON.stringify(prepared));
    const { blobs, definition } = prepared;
    const texts = Object.entries(definition.program.files).map(([name, { hash }]) => [
      name,
      new TextDecoder().decode(blobs.find((blob) => blob.name.hash === hash)?.bytes),
    ]);
    expect(Object.fromEntries(texts)).toEqual({
      "a.ts": "export const a         = 1;",
      "b.js": "export const b = 2;",
      "other.ts": "let a: number;",
    });
    expect(await own.prepareJob?.({ ...presets, code, files }, byDefault, unasked)).toMatchObject({
      type: "wrong",
      problems: { code: expect.stringMatching(/^Line 2, column 19: "\.\/b\.js" is no file of the job: /) },
    });
  });

  test("cannot import what it exports as files", async () => {
    const code = 'import "./a.js";\nexport const files = 1;\nexport default (n) => n;';
    const files = [pickedFile("a.js", "")];
    expect(await own.prepareJob?.({ ...presets, code, files }, byDefault, exportingFile)).toEqual({
      type: "wrong",
      problems: {
        code: "The module imports a.js, and exports a file of this name: what it exports itself it cannot import.",
      },
    });
  });

  test("with a text that reads like an import of what it exports as files is refused there, in what it imports, too", async () => {
    const page = "<script>import { x } from './lib.js'</script>";
    const code = `import { b } from "./b.js";\nexport const files = 1;\nconst page = "${page}";\nexport default () => page;`;
    const files = [pickedFile("b.js", `export const b = "${page}";`)];
    const prepareWith = async (name: string): Promise<unknown> =>
      own.prepareJob?.({ ...presets, code, files }, byDefault, async () => ({
        end: { type: "value", value: { files: { [name]: "other" } }, runtimeMs: 1 },
        lines: [],
      }));
    expect(await prepareWith("lib.js")).toEqual({
      type: "wrong",
      problems: {
        code: expect.stringMatching(
          /^Line 3, column 41: This reads like an import of lib\.js, .*\nb\.js, line 1, column 45: This reads like an import of lib\.js, .*$/,
        ),
      },
    });
    expect(await prepareWith("lib2.js")).toMatchObject({ type: "prepared" });
  });

  test("is not read with a file that is too large, nor is the file", async () => {
    const files = [largeFile("a.wasm")];
    const code = 'import "./a.wasm";\nexport default (n) => n;';
    expect(await own.prepareJob?.({ ...presets, code, files }, byDefault, unasked)).toEqual({
      type: "wrong",
      problems: { files: expect.stringMatching(/^a\.wasm is too large: /) },
    });
  });

  test("that cannot be read is refused at its field", async () => {
    expect(await own.prepareJob?.({ ...presets, code: "export default (n) =>\n  n +;" }, byDefault, unasked)).toEqual({
      type: "wrong",
      problems: { code: 'Line 2, column 6: Unexpected token ";".' },
    });
  });
});

describe("a task in words", () => {
  test.each([
    ["from {0}", "from 3"],
    ["", "[3, 4]"],
  ])("is told by the template, and by the input where there is none: %j", (task, words) => {
    const { view } = checkDefinition(own.createJob({ ...presets, task }, byDefault));
    expect(describerOf(view).describeTask([3, 4])).toBe(words);
  });

  test("of a malformed template is refused at its field", () => {
    expect(problemsOf({ task: "from {0" })).toEqual({
      task: "Is no template: the { at character 6 is not closed; a brace itself is written {{.",
    });
  });
});
