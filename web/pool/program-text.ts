import { NotSelfContained } from "./errors.ts";
import { kindOf } from "./kind-of.ts";
import { sortFreeNames } from "./known-names.ts";

/** A target as text, which other threads and tabs can run. */
export interface Callee {
  /** What people call it. */
  readonly name: string;
  /** A module's text, or the parts of a function's. */
  readonly text:
    | { readonly type: "module"; readonly source: string }
    | { readonly type: "function"; readonly preludes: readonly string[]; readonly expression: string };
}

/** How a task's input is handed to the target: as its one argument, as all of them, or as those of a process. */
export type CallBy = "input" | "arguments" | "process";

/** A program's module, and the texts of the files that it imports. */
export interface ProgramText {
  readonly source: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Texts of functions that were read, by function: a pool is often given the same one. */
const read = new WeakMap<object, Callee>();

/**
 * @throws TypeError for what is no target; NotSelfContained for a function that needs what is outside of it; Error where a module
 * cannot be had.
 */
export async function readTarget(
  target: unknown,
  what: string,
  readModule: (address: URL) => Promise<string>,
): Promise<Callee> {
  if (target instanceof URL) {
    // An address that is the module itself has no name in it: bundlers make such ones of small files.
    const name = /^(?:data|blob):$/.test(target.protocol) ? "" : (target.pathname.split("/").at(-1) ?? "");
    return { name, text: { type: "module", source: await readModule(target) } };
  }
  if (typeof target !== "function") {
    throw new TypeError(`${what} must be a function, or the URL of a module, got ${kindOf(target)}`);
  }
  const known = read.get(target);
  if (known !== undefined) return known;
  const callee = await readFunction(target.name, textOf(target), what);
  read.set(target, callee);
  return callee;
}

const nativeText = /\{\s*\[native code\]\s*\}$/;

/** Not by the function's own `toString`, which may be any. */
function textOf(written: object): string {
  return Function.prototype.toString.call(written);
}

async function readFunction(name: string, text: string, what: string): Promise<Callee> {
  const called = name === "" ? what : `${what} \`${name}\``;
  if (nativeText.test(text)) {
    throw new NotSelfContained(`${called} is built in, or bound: write a function that calls it, (input) => …`, []);
  }
  // Only programs that hand over a function need the parser.
  const { readFunctionText } = await import("./free-names.ts");
  const reading = readFunctionText(text);
  if (reading.type === "unreadable") throw new TypeError(`${called} cannot be read: ${reading.message}`);
  if (reading.type === "class") throw new TypeError(`${called} is a class: give a function that makes one of it`);
  if (reading.type === "accessor") {
    throw new NotSelfContained(`${called} is a getter or a setter: write a function that gives its value`, []);
  }
  const { preludes, missing: missingNames } = sortFreeNames(reading.freeNames, name, isBuiltIn);
  const missing = [...missingNames, ...reading.taken];
  if (missing.length > 0) {
    const clauses = missing.map(({ clause }) => clause).join("; ");
    throw new NotSelfContained(
      `${called} runs in other threads and tabs, and there ${clauses}. Pass what it needs as its input or as \`shared\`, or give the URL of a module`,
      missing.map(({ name: one }) => one),
    );
  }
  return { name, text: { type: "function", preludes, expression: reading.expression } };
}

/** Names of newer platforms that the list of known ones lacks: they fail where the slot's platform has them not. */
function isBuiltIn(name: string): boolean {
  try {
    const found: unknown = Reflect.get(globalThis, name);
    // A bound function's text is that of what is built in.
    return typeof found === "function" && !found.name.startsWith("bound ") && nativeText.test(textOf(found));
  } catch {
    // A getter of the page's own has thrown.
    return false;
  }
}

/** What a program does around its target. */
interface Around {
  readonly callBy: CallBy;
  /** Called in each slot once, before its first task, with the arguments that are beside the shared value. */
  readonly initializer: Callee | null;
  /** The prelude by which inputs and shared value may hold shared objects; null without. */
  readonly objects: string | null;
}

/** Its part after the target, by what the call looks like. */
const calls: Readonly<Record<CallBy, string>> = {
  input: "target(input, task)",
  arguments: "target(...input)",
  // What it returns is not used, and need not be able to travel.
  process: "void (await target(...input.args, withOwn(task, { process: input.process })))",
};

const objectsFile = "tabpool-objects.js";

export function programText(target: Callee, { callBy, initializer, objects }: Around): ProgramText {
  const files: Record<string, string> = {};
  const isBare = callBy === "input" && initializer === null && objects === null;
  if (target.text.type === "module" && isBare) return { source: target.text.source, files };
  // Once each, as both functions may need the same one; ahead of the target in its line, so that the numbers of its lines stay.
  const preludes = new Set([target, initializer].flatMap((callee) => preludesOf(callee)));
  if (objects !== null) {
    files[objectsFile] = objects;
    preludes.add(`import { withProxies } from "./${objectsFile}";`);
  }
  const parts = [`${[...preludes].join("")}${declared("target", target, files)}`];
  if (isBare) return { source: `${parts.join("\n")}\nexport default target;\n`, files };
  if (initializer !== null) parts.push(declared("initializer", initializer, files), "let begun;");
  if (initializer !== null || callBy === "process") {
    parts.push(
      "const withOwn = (task, own) => new Proxy(task, { get: (_, name) => Reflect.get(name in own ? own : task, name) });",
    );
  }
  parts.push(`export default ${initializer === null && callBy !== "process" ? "" : "async "}(input, task) => {`);
  if (objects !== null) parts.push("  [input, task] = withProxies(input, task);");
  if (initializer !== null) {
    parts.push(
      "  const { initialArguments, shared } = task.shared;",
      "  task = withOwn(task, { shared });",
      "  begun ??= (async () => initializer(...initialArguments))();",
      "  try {",
      "    await begun;",
      "  } catch (error) {",
      "    begun = undefined;",
      "    throw error;",
      "  }",
    );
  }
  parts.push(`  return ${calls[callBy]};`, "};");
  return { source: `${parts.join("\n")}\n`, files };
}

function preludesOf(callee: Callee | null): readonly string[] {
  return callee?.text.type === "function" ? callee.text.preludes : [];
}

function declared(name: string, { text }: Callee, files: Record<string, string>): string {
  if (text.type === "function") return `const ${name} = (${text.expression});`;
  files[`${name}.js`] = text.source;
  return `import ${name} from "./${name}.js";`;
}
