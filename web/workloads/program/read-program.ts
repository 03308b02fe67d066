import { Parser, type Comment } from "acorn";
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { messageOf } from "../../core/message-of.ts";
import { blankTypes } from "./blank-types.ts";
import { importsIn } from "./module-imports.ts";
import { problemAt, wrongProgram, type ProgramProblem, type ProgramReading } from "./program-reading.ts";
import { hasTypeArguments, isWorthReadingAsTypes } from "./type-arguments.ts";
import { isNode, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

const TypeScriptParser = Parser.extend(tsPlugin());

interface Parsed {
  readonly program: SyntaxNode;
  readonly comments: readonly Comment[];
}

/** Reads a task's module, in JavaScript or in TypeScript, without running any of it. Files that it imports are not looked for. */
export function readProgram(text: string): ProgramReading {
  const read = readModule(text);
  if (read.type === "wrong" || read.names.has("default")) return read;
  const what = "The module has no default export: write “export default function (input) { … }”.";
  return { type: "wrong", problems: [problemAt(text, 0, firstLineEnd(text), what)] };
}

/** Reads a module that others import. */
export function readModule(text: string): ProgramReading {
  try {
    return readShallow(text);
  } catch (error) {
    if (!isTooDeep(error)) throw error;
    return { type: "wrong", problems: [problemAt(text, 0, firstLineEnd(text), tooDeep)] };
  }
}

const tooDeep =
  "The module cannot be read: something in it is nested too deeply, or too long a chain. Put parts of it into constants or functions.";

/** What goes through a tree calls itself for each level. Firefox has an error of its own for too many, and the parser another. */
function isTooDeep(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  return name === "RangeError" || name === "InternalError" || message.startsWith("Not enough stack space");
}

/** @throws Error where the tree is too deep. */
function readShallow(text: string): ProgramReading {
  const plain = parse(Parser, text);
  if ("program" in plain && !isWorthReadingAsTypes(text)) return readTree(text, plain.program, text);
  const typed = parse(TypeScriptParser, text);
  if ("program" in plain) {
    const isTyped = "program" in typed && hasTypeArguments(typed.program);
    return isTyped ? readTyped(text, typed) : readTree(text, plain.program, text);
  }
  if (!("program" in typed)) {
    // What was meant is understood best by the parser that came furthest.
    const isFurther = typed.from > plain.from || typed.text === tooDeep;
    return { type: "wrong", problems: [isFurther ? typed : plain] };
  }
  return readTyped(text, typed);
}

function readTyped(text: string, typed: Parsed): ProgramReading {
  const { source, unblankable } = blankTypes(text, typed.program, typed.comments);
  const wrong = wrongProgram(unblankable.map(({ start, end, what }) => problemAt(text, start, end, `${what}.`)));
  if (wrong !== null) return wrong;
  const left = parse(Parser, source);
  if ("program" in left) return readTree(text, left.program, source);
  return {
    type: "wrong",
    problems: [{ ...left, text: `This TypeScript is no JavaScript without its types: ${left.text}` }],
  };
}

function parse(parser: typeof Parser, text: string): Parsed | ProgramProblem {
  const comments: Comment[] = [];
  try {
    const program: unknown = parser.parse(text, {
      sourceType: "module",
      ecmaVersion: "latest",
      locations: true,
      allowHashBang: false,
      onComment: comments,
    });
    if (!isNode(program)) throw new Error("the parser gave no tree");
    return { program, comments };
  } catch (error) {
    const at = offsetIn(error, "pos") ?? text.length;
    if (isTooDeep(error)) return problemAt(text, at, at + 1, tooDeep);
    const end = Math.max(at, offsetIn(error, "raisedAt") ?? at);
    const token = text.slice(at, end).trim();
    const message = messageOf(error).replace(/ \(\d+:\d+\)$/, "");
    const isBare = message === "Unexpected token";
    const named = !isBare
      ? message
      : at >= text.length
        ? "The text ends too early"
        : token === ""
          ? message
          : `${message} ${JSON.stringify(token)}`;
    return problemAt(text, at, Math.max(at + 1, end), named.endsWith(".") ? named : `${named}.`);
  }
}

function offsetIn(error: unknown, member: "pos" | "raisedAt"): number | null {
  if (typeof error !== "object" || error === null || !(member in error)) return null;
  const found: unknown = Reflect.get(error, member);
  return typeof found === "number" ? found : null;
}

function readTree(text: string, program: SyntaxNode, source: string): ProgramReading {
  const names = new Set(nodesAt(program, "body").flatMap((statement) => namesExportedBy(statement)));
  const { imports, problems } = importsIn(text, program);
  return wrongProgram(problems) ?? { type: "program", source, names, imports };
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\n\r]/);
  return end < 0 ? text.length : end;
}

function namesExportedBy(statement: SyntaxNode): readonly string[] {
  if (statement.type === "ExportDefaultDeclaration") return ["default"];
  if (statement.type !== "ExportNamedDeclaration") return [];
  const specified = nodesAt(statement, "specifiers").map((specifier) => nameOf(nodeAt(specifier, "exported")));
  const declaration = nodeAt(statement, "declaration");
  if (declaration === null) return specified;
  const declared = nodesAt(declaration, "declarations").map((one) => nameOf(nodeAt(one, "id")));
  return [...specified, ...declared, nameOf(nodeAt(declaration, "id"))].filter((name) => name !== "");
}

/** Of an identifier, or of a name in quotes. */
function nameOf(node: SyntaxNode | null): string {
  const name = node?.["name"] ?? node?.["value"];
  return typeof name === "string" ? name : "";
}
