import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outcomes } from "../core/job/job.ts";
import { describeThrown } from "../core/values/describe-thrown.ts";
import { addModule } from "./testing/add-module.ts";
import type { Answer, OpenedCompute } from "./testing/opened-compute.ts";

/** Programs of any kind of compute import files of their jobs. */
export function describeImportedModules(kind: string, open: (slots: number) => Promise<OpenedCompute>): void {
  describe(kind, () => {
    let pool: OpenedCompute;

    beforeEach(async () => {
      pool = await open(1);
    });

    afterEach(() => pool.close());

    function run(
      source: string,
      files: Readonly<Record<string, string | Uint8Array>>,
      input: unknown = 1,
    ): Promise<Answer[]> {
      const bytes = Object.entries(files).map(
        ([name, content]) => [name, typeof content === "string" ? new TextEncoder().encode(content) : content] as const,
      );
      return pool.run(pool.openJob(source, 20_000, { files: new Map(bytes) }), [input]);
    }

    test("a module imports files of the job, and these import others, each once", async () => {
      const source = `import { twice } from "./twice.js";
    import * as log from "./log.js";
    export default async (n, task) => {
      const { default: thrice } = await import("./thrice.js");
      return [twice(n), thrice(n), log.lines, new TextDecoder().decode(task.file("log.js")).length];
    }`;
      const files = {
        "twice.js": 'import { lines } from "./log.js";\nlines.push("twice");\nexport const twice = (n) => 2 * n;',
        "thrice.js": "import { lines } from './log.js';\nlines.push('thrice');\nexport default (n) => 3 * n;",
        "log.js": "export const lines = [];",
      };
      expect(await run(source, files, 7)).toEqual([{ value: [14, 21, ["twice", "thrice"], files["log.js"].length] }]);
    });

    test("a file of WebAssembly is imported as its module, compiled, and the same one everywhere", async () => {
      const source = `import module from "./add.wasm";
    import again from "./add.js";
    const { exports } = await WebAssembly.instantiate(module);
    export default (n) => [exports.add(n, 40), module === again, module instanceof WebAssembly.Module];`;
      const files = { "add.wasm": addModule, "add.js": 'export { default } from "./add.wasm";' };
      expect(await run(source, files, 2)).toEqual([{ value: [42, true, true] }]);
    });

    test("an error in a helper names the helper's file and line, in a task and while it loads", async () => {
      const source = 'import { fail } from "./sub/helper.js";\n\nexport default () => fail();';
      const helper = "\nexport function fail() {\n  throw new RangeError('too far');\n}";
      expect(await run(source, { "sub/helper.js": helper })).toMatchObject([{ message: "RangeError: too far" }]);
      expect(describeThrown(pool.thrown[0]).stack).toMatch(/fail[ @]\(?sub\/helper\.js:3:9\)?\n[^]*task\.js:3:/);
      expect(describeThrown(pool.thrown[0]).stack).not.toMatch(/blob:|data:/);

      const broken = await run(`${source}//`, { "sub/helper.js": "let x = 1;\n  let x = 2;" });
      expect(broken).toMatchObject([{ ended: outcomes.notLoaded, message: expect.stringMatching(/^SyntaxError: /) }]);
      expect(describeThrown(pool.thrown[1]).stack).toContain("sub/helper.js:2:7");

      expect(await run(`${source}///`, { "sub/helper.js": "export const f = 1;" })).toMatchObject([
        {
          ended: outcomes.notLoaded,
          message: expect.stringMatching(/sub\/helper\.js['"]? does(?: not|n.t) provide an export named:? .?fail/),
        },
      ]);
    });

    test("modules in a circle, a missing file and a broken one keep the program from loading, with their names", async () => {
      const circle = { "a.js": 'import "./b.js";', "b.js": 'import "./a.js";' };
      expect(await run('import "./a.js";\nexport default 1;', circle)).toEqual([
        {
          ended: outcomes.notLoaded,
          message: "Error: The modules import each other in a circle: task.js → a.js → b.js → a.js",
        },
      ]);
      expect(await run('import "./none.js";\nexport default (n) => n;', circle)).toMatchObject([
        { ended: outcomes.notLoaded, message: expect.stringMatching(/^TypeError: .*\.\/none\.js/) },
      ]);
      expect(
        await run('import m from "./a.wasm";\nexport default (n) => n;', { "a.wasm": Uint8Array.of(1, 2) }),
      ).toMatchObject([
        { ended: outcomes.notLoaded, message: expect.stringMatching(/^Error: a\.wasm cannot be compiled: /) },
      ]);
    });

    test("files that nothing imports are no modules: they may hold anything", async () => {
      const source = "const text = 'import \"./other.js\"';\nexport default () => text;";
      expect(await run(source, { "words.js": "not { JavaScript", "a.wasm": "no" })).toEqual([
        { value: 'import "./other.js"' },
      ]);
    });
  });
}
