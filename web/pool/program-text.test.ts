import { expect, test } from "vitest";
import { NotSelfContained } from "./errors.ts";
import { programText, readTarget, type CallBy } from "./program-text.ts";

const noModules = (): Promise<string> => Promise.reject(new Error("no module is read here"));

async function sourceOf(target: unknown, callBy: CallBy = "input"): Promise<string> {
  return programText(await readTarget(target, "the function", noModules), callBy, null).source;
}

/** What a slot makes of the source. */
async function loaded(source: string): Promise<(...args: readonly unknown[]) => unknown> {
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  const found: unknown = typeof module === "object" && module !== null && "default" in module ? module.default : null;
  if (typeof found !== "function") throw new Error("the source has no default export");
  return (...args) => Reflect.apply(found, undefined, args);
}

/** A function with that text, in the sloppy mode of scripts, as if a compiler had written it. */
function written(text: string): unknown {
  return Reflect.construct(Function, [`return ${text};`])();
}

const methods = {
  square(n: number) {
    return n * n;
  },
  async later(n: number) {
    return n + 1;
  },
  "two words": (n: number) => n + 2,
  [Symbol.for("named")](n: number) {
    return n + 3;
  },
};

test.each([
  ["an arrow function", (n: number) => n * n, 9],
  [
    "a function",
    function square(n: number) {
      return n * n;
    },
    9,
  ],
  ["a method", Reflect.get(methods, "square"), 9],
  ["an arrow function in an object", methods["two words"], 5],
  ["a method with a symbol for its name", methods[Symbol.for("named")], 6],
  ["a function that refers to itself", (n: number) => [n].map((one) => one * 3)[0], 9],
  ["one that asks whether a name is there", (n: number) => (typeof window === "undefined" ? n : 0), 3],
  [
    "one with names of all kinds of its own",
    (n: number) => {
      const [a, { b = n, ...rest }] = [1, { c: 2 }] as [number, { b?: number; c: number }];
      class Own {
        readonly #held = 4;
        sum(): number {
          let sum = this.#held;
          for (const one of [a, b, rest.c]) sum += one;
          return sum;
        }
      }
      try {
        return new Own().sum();
      } catch (error) {
        return error;
      }
    },
    10,
  ],
])("%s becomes a module that gives what the function gives", async (_, target, expected) => {
  const run = await loaded(await sourceOf(target));
  expect(await run(3)).toBe(expected);
});

test("an async method becomes a module", async () => {
  const run = await loaded(await sourceOf(Reflect.get(methods, "later")));
  expect(await run(3)).toBe(4);
});

test("arguments are spread", async () => {
  const run = await loaded(await sourceOf((a: number, b: number) => a - b, "arguments"));
  expect(run([7, 4])).toBe(3);
});

const helper = (n: number): number => n;
const scale = 3;

test.each([
  [
    "a name outside",
    (n: number) => helper(n) * scale,
    ["helper", "scale"],
    "`helper` is outside the function; `scale` is outside the function",
  ],
  ["what only pages have", (n: number) => [n, document.title], ["document"], "`document` is there only in pages"],
  ["what only Node has", (n: number) => [n, process.pid], ["process"], "`process` is there only in Node"],
  ["what is built in", Math.sqrt, [], "`sqrt` is built in, or bound"],
  ["what is bound", helper.bind(null), [], "`bound helper` is built in, or bound"],
  [
    "a compiler's helper",
    written("(n) => __async(this, null, function* () { return n; })"),
    ["__async"],
    "compile for ES2018 or newer",
  ],
  [
    "a regenerator",
    written("function f() { return _asyncToGenerator(regeneratorRuntime.mark(0)) }"),
    ["_asyncToGenerator", "regeneratorRuntime"],
    "compile for ES2018",
  ],
  ["a renamed import", written("(n) => __vi_import_0__.helper(n)"), ["__vi_import_0__"], "outside the function"],
  [
    "a bundler's import",
    written("(n) => (0, helper__WEBPACK_IMPORTED_MODULE_0__.a)(n)"),
    ["helper__WEBPACK_IMPORTED_MODULE_0__"],
    "`helper` is outside the function",
  ],
])("%s is refused with its name", async (_, target, names, words) => {
  const refused: unknown = await sourceOf(target).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotSelfContained);
  expect(refused).toMatchObject({ names });
  expect(String(refused)).toContain(words);
});

test.each([
  ["esbuild’s kept names", written('(n) => { const inner = __name((m) => m * n, "inner"); return inner(2); }'), 6],
  [
    "Istanbul’s counters",
    written("(n) => { cov_1a2b3c().f[0]++; cov_1a2b3c().s[1]++; return (cov_1a2b3c().b[0][1]++, n); }"),
    3,
  ],
])("%s do no harm", async (_, target, expected) => {
  const run = await loaded(await sourceOf(target));
  expect(run(3)).toBe(expected);
});

test.each([
  [
    class Box {
      size = 1;
    },
    "is a class",
  ],
  [7, "must be a function, or the URL of a module, got a number"],
  [null, "got null"],
  [written("{ get size() { return 1 } }"), "got an object"],
])("%s is no function", async (target, words) => {
  await expect(sourceOf(target)).rejects.toThrow(words);
});

test("a module is taken as it is, and imported where its arguments are spread", async () => {
  const source = "export default (a, b = 1) => a * b;";
  const callee = await readTarget(new URL("file:///tasks/multiply.js"), "the function", async () => source);
  expect(callee.name).toBe("multiply.js");
  expect(programText(callee, "input", null)).toEqual({ source, files: {} });
  const spread = programText(callee, "arguments", null);
  expect(spread.files).toEqual({ "target.js": source });
  expect(spread.source).toContain('import target from "./target.js";');
});

test("an initializer is called once, with its arguments, and hides nothing of the task", async () => {
  const initializer = await readTarget(
    (name: string) => {
      Reflect.set(globalThis, name, Number(Reflect.get(globalThis, name) ?? 0) + 1);
    },
    "the initializer",
    noModules,
  );
  const target = await readTarget(
    (input: string, task: { shared: unknown; index: number }) => [
      Reflect.get(globalThis, input),
      task.shared,
      task.index,
    ],
    "the function",
    noModules,
  );
  const run = await loaded(programText(target, "input", initializer).source);
  const task = { index: 5, shared: { initialArguments: ["begunTimes"], shared: "together" } };
  expect([await run("begunTimes", task), await run("begunTimes", task)]).toEqual([
    [1, "together", 5],
    [1, "together", 5],
  ]);
});
