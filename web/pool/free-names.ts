import { parse } from "acorn";
import { analyze } from "periscopic";

export type FunctionReading =
  | {
      readonly type: "read";
      /** An expression whose value is the function. */
      readonly expression: string;
      /** Names that it refers to and does not declare, but for those that are only asked for by `typeof`. */
      readonly freeNames: readonly string[];
    }
  | { readonly type: "unreadable"; readonly message: string };

/** Members of every function, which are no names outside of it. */
const ownNames = new Set(["arguments", "new"]);

/** Reads the text that a function's `toString` gives, without running any of it. */
export function readFunctionText(text: string): FunctionReading {
  // A method's text is no expression by itself: `square(n) { … }`.
  const asMethod = `((holder) => holder[Reflect.ownKeys(holder)[0]])({ ${text} })`;
  for (const expression of [text, asMethod]) {
    try {
      return { type: "read", expression, freeNames: freeNamesIn(`(${expression});`) };
    } catch (error) {
      if (expression === asMethod) return { type: "unreadable", message: String(error) };
    }
  }
  throw new Error("one of the two has returned");
}

/** @throws SyntaxError where the text is no module. */
function freeNamesIn(text: string): readonly string[] {
  const program: unknown = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  if (!isTree(program)) throw new Error("the parser gave no tree");
  const names = [...analyze(program).globals.keys()];
  const free = names.filter((name) => !ownNames.has(name) && !isAskedFor(name, text));
  return free.toSorted((a, b) => text.indexOf(a) - text.indexOf(b));
}

/** Both keep to ESTree; their types are of two versions of it. */
function isTree(value: unknown): value is Parameters<typeof analyze>[0] {
  return typeof value === "object" && value !== null && "type" in value;
}

/** `typeof process`: the function knows that it may not be there. */
function isAskedFor(name: string, text: string): boolean {
  return new RegExp(`\\btypeof\\s*\\(?\\s*${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}
