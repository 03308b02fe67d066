import { Parser, type Comment } from "acorn";
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { messageOf } from "../../core/message-of.ts";
import { blankTypes } from "./blank-types.ts";
import type { ProgramProblem, ProgramReading } from "./program-reading.ts";
import { hasTypeArguments, isWorthReadingAsTypes } from "./type-arguments.ts";
import { childrenOf, isNode, nodeAt, nodesAt, type SyntaxNode } from "./syntax-node.ts";

/** Problems that are told of one text: further ones would hardly be read. */
const mostProblems = 20;

const TypeScriptParser = Parser.extend(tsPlugin());

interface Parsed {
  readonly program: SyntaxNode;
  readonly comments: readonly Comment[];
}

/** Reads a task's module, in JavaScript or in TypeScript, without running any of it. */
export function readProgram(text: string): ProgramReading {
  const plain = parse(Parser, text);
  if ("program" in plain && !isWorthReadingAsTypes(text)) return readModule(text, plain.program, text);
  const typed = parse(TypeScriptParser, text);
  if ("program" in plain) {
    const isTyped = "program" in typed && hasTypeArguments(typed.program);
    return isTyped ? readTyped(text, typed) : readModule(text, plain.program, text);
  }
  if (!("program" in typed)) {
    // What was meant is understood best by the parser that came furthest.
    return { type: "wrong", problems: [typed.from > plain.from ? typed : plain] };
  }
  return readTyped(text, typed);
}

function readTyped(text: string, typed: Parsed): ProgramReading {
  const { source, unblankable } = blankTypes(text, typed.program, typed.comments);
  const [first, ...rest] = unblankable.map(({ start, end, what }) => problemAt(text, start, end, `${what}.`));
  if (first !== undefined) return { type: "wrong", problems: [first, ...rest.slice(0, mostProblems - 1)] };
  const left = parse(Parser, source);
  if ("program" in left) return readModule(text, left.program, source);
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

function problemAt(text: string, from: number, to: number, what: string): ProgramProblem {
  const lines = text.slice(0, from).split(/\r\n|[\n\r\u2028\u2029]/);
  return {
    from,
    to: Math.min(to, text.length),
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    text: what,
  };
}

/** What a sandbox would refuse in any case. */
function readModule(text: string, program: SyntaxNode, code: string): ProgramReading {
  const names = new Set<string>();
  const problems: ProgramProblem[] = [];
  for (const statement of nodesAt(program, "body")) {
    for (const name of namesExportedBy(statement)) names.add(name);
    const from = nodeAt(statement, "source");
    for (const source of from === null ? importedIn(statement) : [from]) problems.push(importProblem(text, source));
  }
  if (!names.has("default")) {
    problems.push(
      problemAt(
        text,
        0,
        firstLineEnd(text),
        "The module has no default export: write “export default function (input) { … }”.",
      ),
    );
  }
  const [first, ...rest] = problems;
  if (first === undefined) return { type: "program", source: code, names };
  return { type: "wrong", problems: [first, ...rest.slice(0, mostProblems - 1)] };
}

function importProblem(text: string, { start, end, value }: SyntaxNode): ProgramProblem {
  const named = JSON.stringify(String(value));
  const what = `${named} cannot be imported: tasks run without network and packages. Put what you need into this text.`;
  return problemAt(text, start, end, what);
}

/** What is imported while the program runs, by a name that it spells out; but bytes that it makes itself can be. */
function importedIn(node: SyntaxNode): readonly SyntaxNode[] {
  const from = node.type === "ImportExpression" ? nodeAt(node, "source") : null;
  const named = from?.["value"];
  const own = from !== null && typeof named === "string" && !/^(?:data|blob):/.test(named) ? [from] : [];
  return [...own, ...childrenOf(node).flatMap((child) => importedIn(child))];
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
