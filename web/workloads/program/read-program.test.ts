import { describe, expect, test } from "vitest";
import { loadFunction } from "../testing/load-function.ts";
import { problemsInWords } from "./program-reading.ts";
import { readProgram } from "./read-program.ts";

function sourceOf(text: string): string {
  const read = readProgram(text);
  if (read.type === "wrong") throw new Error(problemsInWords(read.problems));
  return read.source;
}

function problemsOf(text: string): readonly string[] {
  const read = readProgram(text);
  return read.type === "wrong" ? read.problems.map((problem) => problemsInWords([problem])) : [];
}

const end = "\nexport default 0;";

describe("a module", () => {
  test.each([
    "export default (n) => n",
    "const f = 1;\nexport { f as default };",
    'const f = 1;\nexport { f as "default" };',
    "export  default async function(){}",
    "const a = 1, b = 2, c = 3;\nexport default a < b > (c);",
    "const f = (...found) => found, a = 1, b = 2;\nexport default (string, number) => f(a < string, number > (b));",
    "const string = 1;\nexport default (a, b) => a < string > (b);",
    "class Date {}\nexport default (a, b) => a < Date > (b);",
    "export default (a, b) => a < Date.now() && b > (1);",
  ])("of JavaScript is left as it is: %s", (text) => {
    expect(readProgram(text)).toEqual({ type: "program", source: text, names: new Set(["default"]), imports: [] });
  });

  test("tells the names that it exports", () => {
    const text =
      "export const a = 1, b = 2;\nexport function c() {}\nexport class D {}\nconst e = 1;\nexport { e as f };\nexport default 1;";
    expect(readProgram(text)).toMatchObject({ names: new Set(["a", "b", "c", "D", "f", "default"]) });
  });

  test.each(["(n) => n", "export function square(n) {}", "module.exports = (n) => n", "export default interface A {}"])(
    "without a default export is refused: %s",
    (text) => {
      expect(problemsOf(text)).toEqual([
        expect.stringMatching(/^Line 1, column 1: The module has no default export: write /),
      ]);
    },
  );

  test.each([
    ["a chain of members", "let a = 1;\na", ".b", ";"],
    ["a chain of calls", "let a = 1;\na", "()", ";"],
    ["a sum", "let a = 1", "+1", ";"],
    ["lists in each other", "let a = ", "[", ";"],
    ["conditions", "let a: number = 1;\n", "if (a) a; else ", "a;"],
    ["a chain behind a type", "let a: number = 1;\na", ".b", ";"],
  ])("that is too deep is refused in words, or is read: %s", (_, before, level, after) => {
    for (const levels of [2_000, 5_000, 20_000, 100_000]) {
      const problems = problemsOf(before + level.repeat(levels) + after + end);
      if (levels === 100_000) expect(problems[0]).toMatch(/^Line \d, column \d+: The module cannot be read: /);
      for (const problem of problems) expect(problem).not.toMatch(/stack|recursion/);
    }
  });

  test("that imports from elsewhere is refused at each such import", () => {
    const text =
      'import lodash from "lodash";\n  import "../a.js";\nexport * from "https://esm.sh/x";\nimport a from "./a.json" with { type: "json" };\nexport default 1;';
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^Line 1, column 20: "lodash" cannot be imported: /),
      expect.stringMatching(/^Line 2, column 10: "\.\.\/a\.js" cannot be imported: /),
      expect.stringMatching(/^Line 3, column 15: "https:\/\/esm\.sh\/x" cannot be imported: /),
      expect.stringMatching(/^Line 4, column 15: An import of a file has no attributes here: /),
    ]);
  });

  test("tells the files of the job that it imports, by their names and places", () => {
    const text =
      'import a from "./a.js";\nexport * from "./b.js";\nimport type { C } from "./c.ts";\nexport default () => import("./d.wasm");';
    const imports = ["./a.js", "./b.js", "./d.wasm"].map((specifier) => {
      const from = text.indexOf(`"${specifier}"`);
      return { name: specifier.slice(2), from, to: from + specifier.length + 2 };
    });
    expect(readProgram(text)).toMatchObject({ type: "program", imports });
  });
});

test("an import within the program is refused at its place, too, but not one of bytes that it makes", () => {
  expect(problemsOf('export default async () => {\n  const { map } = await import("lodash");\n};')).toEqual([
    expect.stringMatching(/^Line 2, column 32: "lodash" cannot be imported: /),
  ]);
  const made = 'export default (url) => [import(url), import("data:text/javascript,1")];';
  expect(sourceOf(made)).toBe(made);
});

describe("what does not parse is said at its place", () => {
  test.each([
    ["export default (n) => {\n  return n + ;\n}", 'Line 2, column 14: Unexpected token ";".'],
    ["export default (n: number) => {\n  return n + ;\n}", 'Line 2, column 14: Unexpected token ";".'],
    ["export default (n) => {\r\n  return n +\r\n", "Line 3, column 1: The text ends too early."],
    ["exports default 1", 'Line 1, column 9: Unexpected token "default".'],
    ["let a;\nlet a;\nexport default a", "Line 2, column 5: Identifier 'a' has already been declared."],
    [
      "export default () => {\n  await 1;\n}",
      "Line 2, column 3: Cannot use keyword 'await' outside an async function.",
    ],
    ['export default "a\n"', "Line 1, column 16: Unterminated string constant."],
    ["", "Line 1, column 1: The module has no default export: write “export default function (input) { … }”."],
  ])("%j", (text, said) => {
    expect(problemsOf(text)).toEqual([said]);
  });

  test("of which each has a line", () => {
    const read = readProgram("enum A {}\nenum B {}\nenum C {}");
    expect(read.type === "wrong" && problemsInWords(read.problems)).toMatch(
      /^Line 1, column 1: An enum .*\nLine 2, column 1: An enum .*\nLine 3, column 1: An enum .*$/,
    );
  });

  test("with the code units that an editor marks", () => {
    const read = readProgram("export default 1 +* 2");
    expect(read).toMatchObject({ problems: [{ from: 18, to: 19 }] });
  });
});

describe("TypeScript", () => {
  test.each([
    [
      "types of names, parameters and results",
      "const a: number = 1; function f(b: string, c?: Map<string, number>): void {}",
    ],
    [
      "types of patterns",
      "const { a, b }: { a: number; b: string } = { a: 1, b: '' }; function f({ c }: { c?: number }, [d]: number[]) {}",
    ],
    [
      "casts",
      "const a = (1 as unknown as number)!; const b = (2) as any; const c = <number>(3); const d = { e: 1 } satisfies object as const;",
    ],
    [
      "type parameters",
      "const f = <T,>(a: T): T => a; class B<T> extends Map<string, T> {} new Map<string, number>(); f<number>(1);",
    ],
    [
      "declarations of types",
      "type A = { b: number }\ninterface C extends A { d(): void }\ndeclare const e: number; declare function f(): void; export type { A }; export interface G {}",
    ],
    [
      "classes",
      "interface I {} abstract class A implements I { private readonly b: number = 1; declare c: string; d!: number; e?: string; [k: string]: unknown; abstract f(): void; protected static override?(): void {} }",
    ],
    ["overloads", "function f(a: string): void; function f(a: number): void; function f(a: unknown) {}"],
    ["this", "function f(this: Map<string, number>, a: number) { return this.size + a; }"],
    ["guards", "function f(a: unknown): asserts a is string {} function g(a: unknown): a is string { return true; }"],
    [
      "imports of types",
      "import type { A } from './a.ts'; import { type B } from './b.ts'; export type { C } from './c.ts';",
    ],
    ["what is caught and looped over", "try {} catch (e: unknown) {} for (const a of [] as number[]) {}"],
    ["definite names", "let a!: number;"],
    ["comments with keywords in them", "const a = 1 /* as */ as /* satisfies */ number;"],
  ])("has its types left out, and each line and column stays: %s", (_, text) => {
    const source = sourceOf(text + end);
    expect(source).toHaveLength((text + end).length);
    const written = (text + end).split("");
    expect(source.split("").every((unit, at) => unit === written[at] || " ;)".includes(unit))).toBe(true);
    expect(source).not.toMatch(/number|string|unknown|interface|satisfies \w|private|abstract/);
  });

  test("computes what it says", async () => {
    const text = [
      "type Point = readonly [x: number, y: number];",
      "const sum = <T extends number>(values: readonly T[]): number => {",
      "  let total: number = 0",
      "  for (const value of values) total += value!",
      "  return total as number",
      "}",
      "export default async (point: Point, task?: { index: number }): Promise<number> => sum(point as number[]) satisfies number;",
    ].join("\n");
    const run = await loadFunction(sourceOf(text));
    await expect(run([3, 4])).resolves.toBe(7);
  });

  test.each([
    ["export default (xs) => [...new Set<string>(xs)].length;", 2],
    ["const id = (x) => x;\nexport default (xs) => id<number>(xs[0]);", 3],
    ["export default (xs) => [...new Set<Date>(xs)].length;", 2],
    ["const id = (x) => x;\nexport default (xs) => id<Map<string, unknown>>(xs).length;", 3],
    ["const id = (x) => x;\nexport default (xs) => id<Date>(xs).length;", 3],
    ["const id = (x) => x;\nexport default (xs) => id<Array<Date>>(xs).length;", 3],
  ])("whose only types are arguments is no comparison: %s", async (text, result) => {
    const run = await loadFunction(sourceOf(text));
    expect(run([3, 4, 3])).toBe(result);
  });

  test("that ends a line with a type goes on with a statement of its own", async () => {
    const text =
      "let seen = 0\nconst f = (n: number) => n as number\n(seen as any) = 1\ntype A = 1\n[1].forEach(() => { seen += 1 })\nexport default () => seen";
    const run = await loadFunction(sourceOf(text));
    expect(run(null)).toBe(2);
  });

  test("with a type of several lines before its arrow stays an arrow function", async () => {
    const text = "export default (n: number): {\n  a: number\n} => ({ a: n })";
    const run = await loadFunction(sourceOf(text));
    expect(run(5)).toEqual({ a: 5 });
  });

  test.each([
    ["enum A { b }", "Line 1, column 1: An enum makes code"],
    ["const a: number = 1;\nnamespace B { export const c = 1 }", "Line 2, column 1: A namespace makes code"],
    ["class A { constructor(private b: number) {} }", "Line 1, column 23: A constructor’s parameter"],
    ["import a = require('a');", "Line 1, column 1: “import … =” is not"],
  ])("that makes code is refused where it stands: %s", (text, said) => {
    expect(problemsOf(text + end)).toEqual([expect.stringContaining(said)]);
  });
});
