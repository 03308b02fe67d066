import { expect, onTestFinished, test } from "vitest";
import { NotSelfContained } from "./errors.ts";
import { programText, readTarget, type CallBy } from "./program-text.ts";
import { linkedAddress } from "./testing/linked-source.ts";

const noModules = (): Promise<string> => Promise.reject(new Error("no module is read here"));

async function sourceOf(target: unknown, callBy: CallBy = "input"): Promise<string> {
  return programText(await readTarget(target, "the function", noModules), { callBy, initializer: null, objects: null })
    .source;
}

async function defaultExportOf(source: string, files: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const module: unknown = await import(/* @vite-ignore */ linkedAddress(source, new Map(Object.entries(files))));
  return typeof module === "object" && module !== null && "default" in module ? module.default : null;
}

/** What a slot makes of the source. */
async function loaded(
  source: string,
  files: Readonly<Record<string, string>> = {},
): Promise<(...args: readonly unknown[]) => unknown> {
  const found = await defaultExportOf(source, files);
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
  ["a method named class", written("({ class (n) { return n + 6; } }).class"), 9],
  [
    "one whose class refers to itself",
    written(
      "(n) => { const Own = class Named { static size = 4; static sum(m) { return Named.size + m; } }; return Own.sum(n); }",
    ),
    7,
  ],
  [
    "one whose parts have `this`, `arguments` and `super` of their own",
    function own(n: number) {
      class Base {
        size = n;
        total(): number {
          return this.size;
        }
      }
      class Above extends Base {
        static factor = 2;
        static twice = this.factor;
        override total(): number {
          return (() => super.total())() * Above.twice;
        }
      }
      // oxlint-disable-next-line eslint/prefer-rest-params -- they are what is tried
      return [() => arguments.length].map((count) => count() + new Above().total())[0];
    },
    7,
  ],
  ["one with a property of that name", (n: number) => ({ arguments: n }).arguments, 3],
  ["one that could reach a network", (n: number) => (n > 5 ? fetch("https://example.org") : n * n), 9],
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

/** Functions that belong to what is around them. */
class Base {
  scaled(n: number): number {
    return n;
  }
}

class Scale extends Base {
  factor = 2;
  times = (n: number): number => n * this.factor;
  override scaled(n: number): number {
    return super.scaled(n) + 1;
  }
}

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
    written("(n) => __async(null, null, function* () { return n; })"),
    ["__async"],
    "compile for ES2022 or newer",
  ],
  [
    "a regenerator",
    written("function f() { return _asyncToGenerator(regeneratorRuntime.mark(0)) }"),
    ["_asyncToGenerator", "regeneratorRuntime"],
    "compile for ES2022",
  ],
  [
    "a minified helper that keeps names",
    written('(n) => { let i = o((m) => m, "named"); class C { static { o(this, "C"); } } return i(n); }'),
    ["o"],
    "where it is a minified helper that keeps names: build without `keepNames`",
  ],
  [
    "what is used otherwise too",
    written('(n) => o((m) => m, "a") + o'),
    ["o"],
    "there `o` is outside the function (where a minifier has named it: it is something beside the function",
  ],
  [
    "a function that is called like a helper",
    written("(n) => _className(_get(n))"),
    ["_className", "_get"],
    "there `_className` is outside the function; `_get` is",
  ],
  ["a renamed import", written("(n) => __vi_import_0__.helper(n)"), ["__vi_import_0__"], "outside the function"],
  [
    "an import that has lost its name",
    written("(n) => __vite_ssr_import_0__.helper(n)"),
    ["__vite_ssr_import_0__"],
    "`__vite_ssr_import_0__` is outside the function",
  ],
  ["an arrow function with the `this` around it", new Scale().times, ["this"], "there `this` is not that of"],
  [
    "an arrow function with the arguments around it",
    written("(function () { return (n) => arguments[0] * n; })(7)"),
    ["arguments"],
    "there `arguments` are not those of",
  ],
  ["a method with `super`", Reflect.get(Scale.prototype, "scaled"), ["super"], "there `super` is not there"],
  [
    "a getter",
    written('Object.getOwnPropertyDescriptor({ get size() { return 1; } }, "size").get'),
    [],
    "`get size` is a getter or a setter: write a function that gives its value",
  ],
  ["a file beside the module", written('(n) => import("./x.js")'), ["./x.js"], "`./x.js` is no file"],
  ["a name in a comment’s `typeof`", written("(n) => /* typeof helper */ helper(n)"), ["helper"], "outside"],
  ["a name in a text’s `typeof`", written('(n) => ["typeof helper", helper]'), ["helper"], "outside"],
  [
    "a variable that is asked for",
    written('(n) => (typeof helper === "function" ? helper(n) : n)'),
    ["helper"],
    "`helper` is outside the function",
  ],
  ["a variable that is called as counters are", written("(n) => cov_matrix.at(n)"), ["cov_matrix"], "outside"],
  [
    "a function that is called as counters are",
    written("(n) => { cov_matrix().s[0]++; return cov_matrix().s[0] * n; }"),
    ["cov_matrix"],
    "outside",
  ],
  ["an element of pages", written("(n) => new HTMLCanvasElement()"), ["HTMLCanvasElement"], "is there only in pages"],
  ["what only pages compute", written("(n) => getComputedStyle(n)"), ["getComputedStyle"], "is there only in pages"],
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

/** What minifiers have made of functions that call a function and a class beside them, in these words of their own. */
test.each([
  ["esbuild 0.28.2", "o=>n(o,2)+n(o,3)", ["n"]],
  ["esbuild 0.28.2", "async function u(o){const t=new a;return t.add(n(o,1)),[t.count,r(o)]}", ["n", "a", "r"]],
  ["terser 5.51.4", "async function two(o){const t=new a;return t.add(n(o,1)),[t.count,e(o)]}", ["a", "e", "n"]],
  ["Oxc of Rolldown 1.2.19", "async function two(e){let t=new r;return t.add(n(e,1)),[t.count,i(e)]}", ["n", "r", "i"]],
])(
  "a function that %s has minified is refused with the names that it has now, and what they may be",
  async (_, text, names) => {
    const refused: unknown = await sourceOf(written(text)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NotSelfContained);
    expect(Object(refused).names.toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      expect(String(refused)).toContain(`\`${name}\` is outside the function (where a minifier has named it: `);
    }
    expect(String(refused)).toContain("Pass what it needs as its input or as `shared`, or give the URL of a module");
  },
);

test("a minified helper for old browsers is refused with the way to do without it", async () => {
  // Of esbuild 0.28.2, for es2015.
  const refused = sourceOf(written("function b(o){return i(this,null,function*(){return o*o})}"));
  await expect(refused).rejects.toThrow(
    "compiler's helper for old browsers, which compiling for ES2022 or newer leaves out",
  );
});

test("a function that asks for the address of its module is refused", async () => {
  const target = await defaultExportOf("export default () => import.meta.url");
  await expect(sourceOf(target)).rejects.toThrow("`import.meta` is not that of the function's module");
});

test.each([
  ["esbuild’s kept names", written('(n) => { const inner = __name((m) => m * n, "inner"); return inner(2); }'), 6],
  [
    "Istanbul’s counters",
    written("(n) => { cov_1a2b3c().f[0]++; cov_1a2b3c().s[1]++; return (cov_1a2b3c().b[0][1]++, n); }"),
    3,
  ],
  ["kept names of which one was taken", written('(n) => __name2((m) => m * n, "inner")(2)'), 6],
])("%s do no harm", async (_, target, expected) => {
  const run = await loaded(await sourceOf(target));
  expect(run(3)).toBe(expected);
});

test("what is built in and unknown may be used, but for what is bound", async () => {
  onTestFinished(() => ["newlyThere", "newlyBound"].forEach((name) => Reflect.deleteProperty(globalThis, name)));
  Reflect.set(globalThis, "newlyThere", Math.sqrt);
  Reflect.set(globalThis, "newlyBound", helper.bind(null));
  const run = await loaded(await sourceOf(written("(n) => newlyThere(n)")));
  expect(run(9)).toBe(3);
  await expect(sourceOf(written("(n) => newlyBound(n)"))).rejects.toThrow("`newlyBound` is outside the function");
});

test.each([
  [
    class Box {
      size = 1;
    },
    "is a class",
  ],
  [written("class{}"), "is a class"],
  [7, "must be a function, or the URL of a module, got a number"],
  [null, "got null"],
  [written("{ get size() { return 1 } }"), "got an object"],
])("%s is no function", async (target, words) => {
  await expect(sourceOf(target)).rejects.toThrow(words);
});

const bothShown = async (): Promise<string> => "export default (input, task) => ({ input, task });";

/** What stands for the prelude's text: it shows what it is given. */
const prelude = "export const withProxies = (input, task) => [{ proxied: input }, { proxied: task }];";

test.each([
  ["a function", (input: unknown, task: unknown) => ({ input, task })],
  ["a module", new URL("file:///tasks/both.js")],
])("%s of a program with shared objects is given proxies", async (_, target) => {
  const callee = await readTarget(target, "the function", bothShown);
  const { source, files } = programText(callee, { callBy: "input", initializer: null, objects: prelude });
  const run = await loaded(source, files);
  expect(await run(1, 2)).toEqual({ input: { proxied: 1 }, task: { proxied: 2 } });
});

test("a process is given its arguments, and then a task that knows the process, and gives nothing", async () => {
  const callee = await readTarget(
    (a: unknown[], b: number, { index, process }: { index: number; process: unknown }) => a.push(b, index, process),
    "the function",
    noModules,
  );
  const { source } = programText(callee, { callBy: "process", initializer: null, objects: null });
  const run = await loaded(source);
  const given: unknown[] = [];
  expect(await run({ args: [given, 2], process: { pid: 7 } }, { index: 0 })).toBeUndefined();
  expect(given).toEqual([2, 0, { pid: 7 }]);
});

test("a module is taken as it is, and imported where its arguments are spread", async () => {
  const source = "export default (a, b = 1) => a * b;";
  const callee = await readTarget(new URL("file:///tasks/multiply.js"), "the function", async () => source);
  expect(callee.name).toBe("multiply.js");
  expect(programText(callee, { callBy: "input", initializer: null, objects: null })).toEqual({ source, files: {} });
  const spread = programText(callee, { callBy: "arguments", initializer: null, objects: null });
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
  const run = await loaded(programText(target, { callBy: "input", initializer, objects: null }).source);
  const task = { index: 5, shared: { initialArguments: ["begunTimes"], shared: "together" } };
  expect([await run("begunTimes", task), await run("begunTimes", task)]).toEqual([
    [1, "together", 5],
    [1, "together", 5],
  ]);
});

test("a target and an initializer may need the same stand-in of a compiler’s", async () => {
  const initializer = await readTarget(
    written('(name) => { __name((value) => Reflect.set(globalThis, name, value), "set")(3); cov_1a2b3c().s[0]++; }'),
    "the initializer",
    noModules,
  );
  const target = await readTarget(
    written(
      '(input) => { cov_4d5e6f().s[0]++; return __name((name) => Reflect.get(globalThis, name), "get")(input); }',
    ),
    "the function",
    noModules,
  );
  onTestFinished(() => void Reflect.deleteProperty(globalThis, "begunWith"));
  const { source } = programText(target, { callBy: "input", initializer, objects: null });
  const run = await loaded(source);
  expect(await run("begunWith", { index: 0, shared: { initialArguments: ["begunWith"], shared: null } })).toBe(3);
  expect(source.split("\n")[0]).toContain("const target = (");
});
