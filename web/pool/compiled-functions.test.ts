import { expect, test } from "vitest";
import { NotSelfContained } from "./errors.ts";
import { programText, readTarget } from "./program-text.ts";
import compiled from "./testing/compiled-functions.json" with { type: "json" };
import { linkedAddress } from "./testing/linked-source.ts";

/** What each function gives for 3, as it was written. */
const values: Readonly<Record<string, unknown>> = {
  asyncAwait: 4,
  generator: [3, 3],
  withClass: 4,
  withPrivate: 4,
  spreadCall: 3,
  objectSpread: { a: 3, b: 1 },
  objectRest: { b: 3 },
  optional: 3,
  forOf: 3,
  inner: 3,
};

/** What comes of a function's text for 3: its value, or the words by which it is refused. */
async function outcomeOf(text: string): Promise<unknown> {
  const target: unknown = Reflect.construct(Function, [`return ${text};`])();
  try {
    const callee = await readTarget(target, "the function", () => Promise.reject(new Error("no module is read here")));
    const { source } = programText(callee, { callBy: "input", initializer: null, objects: null });
    const { default: run } = await import(/* @vite-ignore */ linkedAddress(source, new Map()));
    const value: unknown = await Reflect.apply(run, undefined, [3]);
    return typeof Object(value)[Symbol.iterator] === "function" ? Array.from(Object(value)) : value;
  } catch (error) {
    if (error instanceof NotSelfContained) return error.message;
    throw error;
  }
}

/** By compiler, the functions that cannot do without what it has put beside them. */
const refused: Readonly<Record<string, readonly string[]>> = {
  "SWC 1.16.22, es5": [
    "asyncAwait",
    "generator",
    "withClass",
    "withPrivate",
    "spreadCall",
    "objectSpread",
    "objectRest",
  ],
  "TypeScript 5.9.3, ES5, downlevelIteration": [
    "asyncAwait",
    "generator",
    "withClass",
    "withPrivate",
    "spreadCall",
    "objectSpread",
    "objectRest",
    "forOf",
  ],
  "TypeScript 5.9.3, ES2017, CommonJS, importHelpers": ["withPrivate", "objectRest"],
  "Babel 7.29.13, preset-env for ie 11": [
    "asyncAwait",
    "generator",
    "withClass",
    "withPrivate",
    "spreadCall",
    "objectSpread",
    "objectRest",
    "forOf",
  ],
  "esbuild-wasm 0.28.2, es2015, keepNames": [
    "asyncAwait",
    "generator",
    "withClass",
    "withPrivate",
    "objectSpread",
    "objectRest",
  ],
  "esbuild-wasm 0.28.2, es2022, keepNames, minify": ["withClass", "withPrivate", "inner"],
  "Bun 1.4.5, --minify --target=browser": [],
  "istanbul-lib-instrument 6.0.3": [],
};

test.each(compiled)(
  "what $by has made of a function computes the same, or is refused as compiled",
  async ({ by, functions }) => {
    const found: string[] = [];
    for (const [name, text] of Object.entries(functions)) {
      const outcome = await outcomeOf(text);
      if (typeof outcome === "string") {
        found.push(name);
        expect(outcome).toMatch(/is a helper of a compiler|build without `keepNames`/);
      } else expect({ [name]: outcome }).toEqual({ [name]: values[name] });
    }
    expect(found).toEqual(refused[by]);
  },
);
