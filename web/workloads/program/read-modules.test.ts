import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { specifiersIn, withAddresses } from "../../core/job/import-specifiers.ts";
import { largeFile, pickedFile } from "../testing/picked-file.ts";
import { ownModuleFiles } from "../own/own-files.ts";
import { importedBytes } from "./imported-bytes.ts";
import { problemsInWords, type FileImport } from "./program-reading.ts";
import { readModules } from "./read-modules.ts";
import { readModule } from "./read-program.ts";

const add = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const run = "\nexport default (n) => n;";

type Texts = Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;

function filesOf(texts: Texts) {
  return ownModuleFiles(Object.entries(texts).map(([name, content]) => pickedFile(name, content)));
}

async function problemsOf(text: string, texts: Texts = {}): Promise<readonly string[]> {
  const read = await readModules(text, filesOf(texts));
  return read.type === "wrong" ? read.problems.map((problem) => problemsInWords([problem])) : [];
}

describe("a program", () => {
  test("that imports files of the job, by each other too, is read with them, without types", async () => {
    const text = `import { a } from "./a.ts"; import wasm from './add.wasm'; const later = () => import("./c.js");${run}`;
    const texts = {
      "a.ts": 'export { b as a } from "./b.mjs"; export type A = number; const n: A = 1;',
      "b.mjs": "export const b = 1;",
      "c.js": "export default 3;",
      "add.wasm": add,
      "unused.js": "not JavaScript",
    };
    const files = filesOf(texts);
    const read = await readModules(text, files);
    if (read.type === "wrong") throw new Error(problemsInWords(read.problems));
    expect([...read.modules.keys()]).toEqual(["a.ts", "b.mjs", "c.js"]);
    expect(read.modules.get("a.ts")).toMatch(/^export \{ b as a \} from ".\/b.mjs"; ;\s+const n\s+= 1;$/);
    const travelling = await importedBytes(read, files);
    expect([...travelling.keys()].toSorted()).toEqual(["a.ts", "add.wasm", "b.mjs", "c.js"]);
    expect(new TextDecoder().decode(travelling.get("a.ts"))).toBe(read.modules.get("a.ts"));
    expect(travelling.get("b.mjs")).toBe(await files.read("b.mjs"));
  });

  test.each<[string, string, Texts, readonly RegExp[]]>([
    [
      "a file that is not there",
      'import { f } from "./helper.js";',
      { "helper.ts": "" },
      [/^Line 1, column 19: "\.\/helper\.js" is no file of the job: pick it under .* There is helper\.ts\. /],
    ],
    [
      "a file that is no module",
      'import table from "./table.csv";',
      { "table.csv": "" },
      [/^Line 1, column 19: "\.\/table\.csv" cannot be imported: only .* task\.file\("table\.csv"\)\.$/],
    ],
    [
      "a helper with a mistake",
      'import "./a.js";',
      { "a.js": 'import "./b.js";', "b.js": "\nlet x = ;" },
      [/^b\.js, line 2, column 9: Unexpected token ";"\.$/],
    ],
    [
      "a helper that imports from elsewhere",
      'import "./a.js";',
      { "a.js": 'import "lodash";' },
      [/^a\.js, line 1, column 8: "lodash" cannot be imported: /],
    ],
    [
      "a circle",
      'import "./a.js";',
      { "a.js": 'import "./b.js";', "b.js": 'import "./c.js"; import "./a.js";', "c.js": "" },
      [/^b\.js, line 1, column 25: "\.\/a\.js" closes a circle of modules: task\.js → a\.js → b\.js → a\.js\. /],
    ],
    ["a file that imports itself", 'import "./a.js";', { "a.js": 'import "./a.js";' }, [/task\.js → a\.js → a\.js\. /]],
    ["the program's own name", 'import "./task.js";', { "task.js": "" }, [/errors call the program itself task\.js/]],
    [
      "bytes that are no WebAssembly",
      'import a from "./a.wasm";',
      { "a.wasm": "no" },
      [/^Line 1, column 15: a\.wasm is no WebAssembly/],
    ],
    [
      "bytes that are no text",
      'import a from "./a.js";',
      { "a.js": Uint8Array.of(0xff) },
      [/^Line 1, column 15: a\.js is no text in UTF-8\.$/],
    ],
    [
      "a text that reads like an import",
      "const text = 'from \"./a.js\"';",
      { "a.js": "" },
      [/^Line 1, column 20: This reads like an import of a\.js, /],
    ],
    [
      "a template that does",
      'const text = `\nimport("./a.js")`;',
      { "a.js": "" },
      [/^Line 2, column 8: This reads like an import of a\.js, /],
    ],
    ["a comment that does", '// import "./a.js"', { "a.js": "" }, [/^Line 1, column 11: This reads like an import/]],
    [
      "an import that a regular expression does not find",
      'import /* it */ "./a.js";',
      { "a.js": "" },
      [/^Line 1, column 17: This import cannot be carried out: /],
    ],
    [
      "a name with escapes",
      'import "./\\x61.js";',
      { "a.js": "" },
      [/^Line 1, column 8: This import cannot be carried out: /],
    ],
  ])("with %s is refused there, and told what to do", async (_, text, texts, said) => {
    const found = await problemsOf(text + run, texts);
    expect(found).toHaveLength(said.length);
    for (const [at, words] of said.entries()) expect(found[at]).toMatch(words);
  });

  test.each(["a.js", "a.wasm"])(
    "that imports %s, which is too large, is refused, and the file is not read",
    async (name) => {
      const read = await readModules(`import "./${name}";${run}`, ownModuleFiles([largeFile(name)]));
      expect(read).toMatchObject({
        type: "wrong",
        problems: [{ text: expect.stringMatching(/^a\.\w+ is too large/) }],
      });
      const brought = new Map([["b.js", new Uint8Array(1024 * 1024 + 1)]]);
      const other = await readModules(`import "./b.js";${run}`, ownModuleFiles([], brought));
      expect(other).toMatchObject({ problems: [{ text: "b.js is too large to be imported: the most is 1.0 MB." }] });
    },
  );

  test("may speak of imports of what is no module of the job", async () => {
    const texts = { "a.js": "", "words.txt": "" };
    expect(await problemsOf(`// import "./b.js"\nconst text = 'from "./words.txt"';${run}`, texts)).toEqual([]);
  });
});

const names = ["a.js", "b.ts", "ü.mjs", "it is.js", "add.wasm"];

/** Statements, with imports among them as people and tools write them, and texts that look alike. */
const statement = fc
  .tuple(
    fc.constantFrom(
      (s: string) => `import x from ${s};`,
      (s: string) => `import${s};`,
      (s: string) => `import ${s}`,
      (s: string) => `import{a as b}from${s};`,
      (s: string) => `import * as ns from\n  ${s};`,
      (s: string) => `import from, { default as from2 } from ${s};`,
      (s: string) => `export * from ${s};`,
      (s: string) => `export{y}from${s}`,
      (s: string) => `import(${s});`,
      (s: string) => `const z = async () => (await import( ${s} )).from;`,
      (s: string) => `f(import\n(${s}));`,
      (s: string) => `import /* c */ ${s};`,
      (s: string) => `o.import(${s});`,
      (s: string) => `const t = [${s}, from, ${s}];`,
      (s: string) => `// from ${s}`,
      (s: string) => `const u = \`import ${s}\`;`,
      (s: string) => `/import(${s})/;`,
      () => "var from = import.meta;",
    ),
    fc.constantFrom(...names),
    fc.constantFrom('"', "'"),
  )
  .map(([write, name, quote]) => write(`${quote}./${name}${quote}`));

function places(found: readonly FileImport[]): readonly string[] {
  return found.map(({ name, from, to }) => `${name} ${from} ${to}`).toSorted();
}

test("whatever passes, a slot replaces each import that the parser finds, and nothing else", async () => {
  let passed = 0;
  const texts = Object.fromEntries(names.map((name) => [name, name.endsWith(".wasm") ? add : "export {};"]));
  const files = filesOf(texts);
  await fc.assert(
    fc.asyncProperty(fc.array(statement, { maxLength: 4 }), async (statements) => {
      const text = statements.join("\n") + run;
      const parsed = readModule(text);
      if (parsed.type === "wrong") return;
      const read = await readModules(text, files);
      const isSame = places(parsed.imports).join() === places(specifiersIn(text)).join();
      expect(read.type).toBe(isSame ? "program" : "wrong");
      if (read.type === "wrong") return;
      passed += 1;
      const addresses = new Map(names.map((name, at) => [name, `blob:null/${at}`]));
      const replaced = readModule(withAddresses(text, new Map(names.map((name, at) => [name, `./file${at}.js`]))));
      expect(replaced.type === "program" && replaced.imports.map(({ name }) => name)).toEqual(
        parsed.imports.map(({ name }) => `file${names.indexOf(name)}.js`),
      );
      let whole = text;
      for (const { from, to, name } of parsed.imports.toSorted((a, b) => b.from - a.from)) {
        whole = whole.slice(0, from + 1) + String(addresses.get(name)) + whole.slice(to - 1);
      }
      expect(withAddresses(text, addresses)).toBe(whole);
    }),
    { numRuns: 2_000 },
  );
  expect(passed).toBeGreaterThan(200);
});
